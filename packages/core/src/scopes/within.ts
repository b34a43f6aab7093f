import {
  type Attributes,
  excerpt,
  InvalidValue,
  type Scope,
  shapeOf,
  shown,
  type ValueScope,
  type Values,
} from "@cimi-gateway/model";
import { acceptedBy, defaultOf, isAllowed, isComparable, type Localize } from "./scope.js";

/** An attribute whose items a scope is about, with what each of them consists of. */
export interface Place {
  readonly key: string;
  readonly attributes: Attributes;
}

/** What is held to scopes. */
export interface Held {
  readonly attributes: Attributes;
  readonly values: Values;
  readonly localize: Localize;
  /** Whether a default is used for an attribute that has no value. */
  isOpen(key: string): boolean;
  /** Of which attributes a single value scope is believed; undefined: of all. */
  readonly concerned?: ReadonlySet<string>;
  /** Where the items of a Collection, or of an array, stand among the values (5.5.14, form 5). */
  places(name: string): readonly Place[];
}

interface Fault {
  readonly path: readonly (string | number)[];
  readonly held: unknown;
  readonly accepted: string;
}

interface Tried {
  readonly values: Values;
  readonly faults: readonly Fault[];
}

/**
 * 5.5.14: the values, with the defaults of the scopes where nothing was given. Each array of scopes is satisfied if one of them is.
 *
 * @throws InvalidValue that names the attribute, and what is accepted
 */
export function withinScopes(held: Held, scopes: readonly (readonly ValueScope[])[]): Values {
  let { values } = held;
  for (const alternatives of scopes) {
    const tried = alternatives.map((scope) => attempt({ ...held, values }, scope, alternatives.length === 1));
    const fitting = tried.find(({ faults }) => faults.length === 0);
    if (!fitting && tried.length > 0) throw refusal(tried);
    values = fitting?.values ?? values;
  }
  return values;
}

function attempt(held: Held, valueScope: ValueScope, isOnly: boolean): Tried {
  const tried = { values: { ...held.values } as Record<string, unknown>, faults: [] as Fault[] };
  const names = shapeOf({ attributes: held.attributes }, 2).byJsonName;
  for (const [name, scope] of Object.entries(valueScope)) {
    const key = names.get(name)?.key ?? name;
    if (scope.item) attemptItems(held, key, scope.item, tried);
    else attemptValue(held, key, scope, tried);
  }
  const { concerned } = held;
  const counts = ({ path }: Fault): boolean => !isOnly || !concerned || concerned.has(String(path[0]));
  return { values: tried.values, faults: tried.faults.filter(counts) };
}

interface Trial {
  readonly values: Record<string, unknown>;
  readonly faults: Fault[];
}

function attemptValue({ attributes, localize, isOpen }: Held, key: string, scope: Scope, { values, faults }: Trial): void {
  const attribute = attributes[key];
  if (!attribute || !isComparable(attribute)) return;
  const given = values[key] ?? undefined;
  if (given === undefined) {
    const standard = isOpen(key) ? defaultOf(attribute, scope) : undefined;
    if (standard !== undefined) values[key] = standard;
  } else if (!isAllowed(given, attribute, scope, localize)) {
    faults.push({ path: [key], held: given, accepted: acceptedBy(attribute, scope) });
  }
}

/** Form 5: what a scope says of the items of a Collection or an array holds for each of them. */
function attemptItems(held: Held, name: string, scope: ValueScope, { values, faults }: Trial): void {
  for (const { key, attributes } of held.places(name)) {
    const items = values[key];
    if (!Array.isArray(items)) continue;
    const tried = items.map((item: Values) =>
      attempt({ ...held, attributes, values: item, isOpen: () => held.isOpen(key), places: () => [] }, scope, false),
    );
    values[key] = tried.map((one) => one.values);
    tried.forEach((one, index) => {
      for (const fault of one.faults) faults.push({ ...fault, path: [key, index, ...fault.path] });
    });
  }
}

/** The scope that is missed by least says where; what is accepted is said of all. */
function refusal(tried: readonly Tried[]): InvalidValue {
  const [nearest] = tried.toSorted((a, b) => a.faults.length - b.faults.length);
  const { path, held } = nearest!.faults[0]!;
  const accepted = tried.map(({ faults }) => faults.map((fault) => offer(fault, path)).join(" with ")).join("; or ");
  return new InvalidValue(`the value scope does not have ${textOf(held)} (5.5.14); accepted: ${accepted}`, path);
}

/** The attribute that the message is about need not be named again. */
const offer = (fault: Fault, path: Fault["path"]): string =>
  fault.path.join(".") === path.join(".") ? fault.accepted : `${fault.path.at(-1)} ${fault.accepted}`;

const textOf = (held: unknown): string => {
  const { href } = (typeof held === "object" && held !== null ? held : {}) as { href?: string };
  return href === undefined ? shown(held) : excerpt(href);
};
