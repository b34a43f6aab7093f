import {
  type Any,
  type Attributes,
  InvalidValue,
  inside,
  type Model,
  type Scope,
  shapeOf,
  shown,
  unitNamed,
  unitWords,
  type ValueScope,
} from "@cimi-gateway/model";
import { isNumeric, type Scoped } from "./amount.js";
import { acceptedBy, defaultOf, isAllowed, isComparable } from "./scope.js";

/** 5.5.14: whether value scopes can be kept of a type at all. @throws InvalidValue that names the attribute and what is wrong */
export function checkScopes(vscope: readonly ValueScope[], type: string, model: Model): void {
  for (const [index, valueScope] of vscope.entries())
    inside(index, () => checkValueScope(valueScope, model[type]!.attributes, model));
}

function checkValueScope(valueScope: ValueScope, attributes: Attributes, model: Model): void {
  const { byJsonName } = shapeOf({ attributes }, 2);
  for (const [name, scope] of Object.entries(valueScope)) {
    const field = byJsonName.get(name);
    if (!field)
      throw new InvalidValue(`is no attribute that a scope can be about; there are: ${[...byJsonName.keys()].join(", ")}`, [
        name,
      ]);
    inside(name, () => checkScope(scope, field.attribute, model));
  }
}

function checkScope(scope: Scope, attribute: Scoped, model: Model): void {
  const forms = formsOf(scope);
  if (forms.length > 1) throw new InvalidValue(`mixes ${forms.join(" with ")}; one form of scope is accepted (5.5.14)`);
  if (forms.length === 0)
    throw new InvalidValue("says nothing; value, values, minimum, maximum, units or item is expected (5.5.14)");
  if (scope.item) checkItems(scope, attribute, model);
  else checkValues(scope, attribute);
}

/** Which of the five forms a scope is, by the words of each. */
function formsOf({ value, values, minimum, maximum, increment, units, item }: Scope): readonly string[] {
  const isRange = minimum !== undefined || maximum !== undefined || increment !== undefined;
  const found = [
    ...(value === undefined ? [] : ["value"]),
    ...(values === undefined ? [] : ["values"]),
    ...(isRange ? ["a range"] : []),
    ...(item === undefined ? [] : ["item"]),
  ];
  return found.length === 0 && units !== undefined ? ["units"] : found;
}

function checkItems({ item }: Scope, { type }: Scoped, model: Model): void {
  const attributes = type.collects ? model[type.target!]?.attributes : type.item?.members;
  if (!attributes) throw new InvalidValue("has no items; a scope of its own values is accepted", ["item"]);
  inside("item", () => checkValueScope(item!, attributes as Attributes, model));
}

function checkValues(scope: Scope, attribute: Scoped): void {
  if (attribute.secret)
    throw new InvalidValue("is a secret, of which scopes tell nothing; scopes of other attributes are accepted");
  if (!isComparable(attribute)) throw new InvalidValue(`is of type ${attribute.type.label}, of which only items can be scoped`);
  checkUnits(scope, attribute);
  checkRange(scope, attribute);
  for (const [index, value] of (scope.values ?? []).entries())
    inside("values", () => inside(index, () => checkValue(value, attribute)));
  if (scope.value !== undefined) inside("value", () => checkValue(scope.value!, attribute));
  if (scope.default !== undefined) inside("default", () => checkDefault(scope, attribute));
}

function checkUnits({ units }: Scope, { unit }: Scoped): void {
  if (units === undefined) return;
  const own = unit === undefined ? undefined : unitNamed(unit);
  if (!own) throw new InvalidValue("the attribute is counted in no unit of Table 4", ["units"]);
  if (unitNamed(units)?.of !== own.of)
    throw new InvalidValue(`${shown(units)} is no unit of it; accepted, in singular or plural: ${unitWords(own.of).join(", ")}`, [
      "units",
    ]);
}

function checkRange({ minimum, maximum, increment }: Scope, attribute: Scoped): void {
  if (minimum === undefined && maximum === undefined && increment === undefined) return;
  if (!isNumeric(attribute))
    throw new InvalidValue(`is of type ${attribute.type.label}, which has no ranges; value or values is accepted`);
  if (minimum !== undefined && maximum !== undefined && minimum > maximum)
    throw new InvalidValue(`is ${minimum}, more than the maximum ${maximum}`, ["minimum"]);
  if (increment === undefined) return;
  if (increment < 1) throw new InvalidValue(`is ${increment}; 1 or more is accepted`, ["increment"]);
  if (minimum === undefined && maximum === undefined)
    throw new InvalidValue("needs a minimum or a maximum to start from", ["increment"]);
}

/** A number may be a fraction of a unit larger than the attribute's own: 2.5 gigahertz. */
function checkValue(value: Any, attribute: Scoped): void {
  if (!isNumeric(attribute)) readText(value, attribute);
  else if (typeof value !== "number") throw new InvalidValue(`expected a number, got ${shown(value)}`);
}

const readText = (value: Any, { type }: Scoped): unknown => type.fromText?.(String(value), 2);

function checkDefault(scope: Scope, attribute: Scoped): void {
  checkValue(scope.default!, attribute);
  if (!isAllowed(defaultOf(attribute, scope), attribute, scope, (uri) => uri))
    throw new InvalidValue(`${shown(scope.default)} is outside the scope itself; accepted: ${acceptedBy(attribute, scope)}`);
}
