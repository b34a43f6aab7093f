import type { LiteralKind, Operator } from "@cimi-gateway/model";

/** A value as it is written in a `$filter`; a string without its quotes. */
export interface Literal {
  readonly kind: LiteralKind;
  readonly text: string;
}

/** `Attribute Op Value`; `Value Op Attribute` is turned round when it is read. */
export interface Comparison {
  readonly kind: "comparison";
  /** The name in the edition spoken. */
  readonly attribute: string;
  readonly operator: Operator;
  readonly literal: Literal;
}

/** `property['key'] = 'value'` */
export interface PropertyComparison {
  readonly kind: "property";
  readonly key: string;
  readonly operator: Operator;
  readonly value: string;
}

/** Two or more terms, all or one of which hold. */
export interface Compound {
  readonly kind: "and" | "or";
  readonly terms: readonly FilterExpression[];
}

/** 4.1.6.1: the expression of a `$filter`, read but not yet matched with the attributes of a type. */
export type FilterExpression = Comparison | PropertyComparison | Compound;
