import fc from "fast-check";
import type { Any } from "../types/any.js";
import type { Scope, ValueScope } from "../types/value-scope.js";

const names = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/);

const scopesOf = (scope: fc.Arbitrary<Scope>): fc.Arbitrary<ValueScope> =>
  fc.dictionary(names, scope, { minKeys: 1, maxKeys: 3, noNullPrototype: true });

/** 5.5.14, forms 1 to 5. */
export function arbitraryScope(any: fc.Arbitrary<Any>, units: fc.Arbitrary<string>): fc.Arbitrary<ValueScope> {
  const range = { minimum: fc.integer(), maximum: fc.integer(), increment: fc.nat(), default: any, units };
  const simple: fc.Arbitrary<Scope> = fc.oneof(
    fc.record({ value: any, units }, { requiredKeys: ["value"] }),
    fc.record(range, { requiredKeys: [] }),
    fc.record({ values: fc.array(any, { minLength: 1, maxLength: 3 }), default: any, units }, { requiredKeys: ["values"] }),
    fc.record({ units }),
  );
  return scopesOf(fc.oneof(simple, fc.record({ item: scopesOf(simple) })));
}
