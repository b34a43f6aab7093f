import type { Call, Handler } from "./call.js";
import { type Filter, type Form, filtersOf, numbered, withFilters, without } from "./form.js";
import { overlay } from "./overlay.js";
import { type Limits, pageOf } from "./paging.js";
import { refuse } from "./refusal.js";
import { child, type Element } from "./xml.js";

/** What a list of EC2 is like, as far as moto gets it wrong. */
export interface ListRule {
  /** The element that holds the items. */
  readonly set: string;
  /** The set inside each item of `set` that holds the things listed, as instances stand in reservations. */
  readonly inner?: string;
  readonly id: (item: Element) => string | undefined;
  /** The numbered parameter that asks for some ids, and the error when one is not there. */
  readonly ids?: { readonly parameter: string; readonly notFound: string };
  /** Filters that are answered here: by what the proxy alone knows, or which moto lacks. */
  readonly filters?: Readonly<Record<string, (item: Element) => string | readonly string[] | undefined>>;
  readonly limits?: Limits;
  /** How moto is to be asked. */
  readonly forward?: (form: Form) => Form;
  /** What moto leaves out is put in, or refused. */
  readonly complete?: (answer: Element, call: Call) => Promise<void> | void;
  /** Whether the caller is to see the item. */
  readonly keep?: (item: Element, form: Form) => boolean;
}

const LIMITS: Limits = { minimum: 5, maximum: 1000 };

export function describe(rule: ListRule): Handler {
  return async (call) => {
    checkIds(rule, call);
    const filters = filtersOf(call.form);
    const own = filters.filter(({ name }) => rule.filters?.[name] !== undefined);
    const passed = filters.filter(({ name }) => rule.filters?.[name] === undefined);
    const form = withFilters(without(call.form, "MaxResults", "NextToken"), passed);
    const answer = await call.forward(rule.forward?.(form) ?? form);
    overlay(answer, call.memory);
    await rule.complete?.(answer, call);
    narrow(answer, rule, (item) => isShown(rule, item, call) && own.every((filter) => matches(rule, item, filter)));
    return pageOf(answer, rule.set, call.form, { ...(rule.limits ?? LIMITS), largest: call.memory.pageSize });
  };
}

function checkIds(rule: ListRule, call: Call): void {
  if (rule.ids === undefined) return;
  const { parameter, notFound } = rule.ids;
  const asked = numbered(call.form, parameter);
  const hidden = asked.find((id) => call.memory.isHidden(id));
  if (hidden !== undefined) refuse(notFound, `${parameter} '${hidden}' does not exist`);
  if (asked.length > 0 && call.form.has("MaxResults")) {
    refuse("InvalidParameterCombination", `The parameter ${parameter} cannot be used with the parameter maxResults`);
  }
}

function isShown(rule: ListRule, item: Element, call: Call): boolean {
  return !call.memory.isHidden(rule.id(item)) && (rule.keep?.(item, call.form) ?? true);
}

function matches(rule: ListRule, item: Element, { name, values }: Filter): boolean {
  const actual = rule.filters?.[name]?.(item) ?? [];
  const held = typeof actual === "string" ? [actual] : actual;
  return values.some((value) => held.some((one) => patternOf(value).test(one)));
}

/** Filter values may hold the wildcards * and ?. */
function patternOf(value: string): RegExp {
  const escaped = value.replaceAll(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`);
}

function narrow(answer: Element, { set, inner }: ListRule, keep: (item: Element) => boolean): void {
  const outer = child(answer, set);
  if (outer === undefined) return;
  if (inner === undefined) {
    outer.children = outer.children.filter(keep);
    return;
  }
  for (const item of outer.children) narrow(item, { set: inner, id: () => undefined }, keep);
  outer.children = outer.children.filter((item) => (child(item, inner)?.children.length ?? 0) > 0);
}
