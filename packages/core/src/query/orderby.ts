import { type Description, type Edition, inside, type Values } from "@cimi-gateway/model";
import type { OrderTerm } from "./parameters.js";
import { seenValue, usableField } from "./seen-value.js";

export type Order = (a: Values, b: Values) => number;

/**
 * 4.1.6.6: an order by attributes, each by its type, as the edition shows them. It gives 0 where they do not decide, so that a stable
 * sort keeps what was before. Absent attributes come last; a descending order is the reverse throughout, so that there they come first.
 * Throws InvalidValue for an attribute that is unknown or of a type without an order.
 */
export function compileOrder(orderBy: readonly OrderTerm[], description: Description, edition: Edition): Order {
  const orders = inside("$orderby", () => orderBy.map((term) => orderOf(term, description, edition)));
  return (a, b) => {
    for (const order of orders) {
      const decided = order(a, b);
      if (decided !== 0) return decided;
    }
    return 0;
  };
}

function orderOf({ name, descending }: OrderTerm, description: Description, edition: Edition): Order {
  const field = usableField(name, description, edition, { as: "sorted", test: ({ type }) => type.compare !== undefined });
  const value = seenValue(field, edition);
  const ascending: Order = (a, b) => presentFirst(value(a), value(b), (left, right) => field.type.compare!(left, right));
  return descending ? (a, b) => ascending(b, a) : ascending;
}

function presentFirst(a: unknown, b: unknown, compare: (a: unknown, b: unknown) => number): number {
  if (a === undefined) return b === undefined ? 0 : 1;
  return b === undefined ? -1 : compare(a, b);
}
