import fc from "fast-check";
import type { Any } from "../types/any.js";
import type { Scope, ValueScope } from "../types/value-scope.js";

const names = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/);

const optional = <T>(values: Record<string, fc.Arbitrary<unknown>>, required: Record<string, fc.Arbitrary<unknown>>) =>
  fc.record({ ...required, ...values }, { requiredKeys: Object.keys(required) }) as unknown as fc.Arbitrary<T>;

/** 5.5.14, forms 1 to 5. */
export function arbitraryScope(any: fc.Arbitrary<Any>, text: fc.Arbitrary<string>): fc.Arbitrary<ValueScope> {
  const units = { units: text };
  const simple = fc.oneof(
    optional<Scope>(units, { value: any }),
    optional<Scope>({ ...units, default: any, increment: fc.nat(), minimum: fc.integer(), maximum: fc.integer() }, {}),
    optional<Scope>({ ...units, default: any }, { values: fc.array(any, { minLength: 1, maxLength: 3 }) }),
    optional<Scope>({}, units),
  );
  const scopes = (scope: fc.Arbitrary<Scope>) => fc.dictionary(names, scope, { minKeys: 1, maxKeys: 3, noNullPrototype: true });
  return scopes(fc.oneof(simple, optional<Scope>({}, { item: scopes(simple) })));
}
