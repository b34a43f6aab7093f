import { type Attribute, isSecret, type Model, mayHoldSecrets, model, type Values } from "@cimi-gateway/model";
import type { Json, Scope, Secrets, StoredRecord } from "@cimi-gateway/store";

const described: Model = model;

/** How a secret stands in a row. */
interface Sealed {
  readonly sealed: string;
}

const isSealed = (held: unknown): held is Sealed => typeof held === "object" && held !== null && "sealed" in held;

/** Does something with a secret; the name is that of its attribute, or of its entry in a map (`parameters.password`). */
type Treat = (name: string, held: unknown) => unknown;

/** The secrets in the resources of one type that the gateway keeps: sealed in their rows, opened for what is made from them, never shown. */
export class KeptSecrets {
  readonly #attributes: readonly (readonly [string, Attribute<unknown>])[];

  constructor(
    readonly type: string,
    readonly secrets: Secrets,
    readonly scope: Scope,
  ) {
    this.#attributes = Object.entries(described[type]!.attributes).filter(([, attribute]) => mayHoldSecrets(attribute));
  }

  /** The values as a row may hold them. @throws SecretKeyMissing */
  seal(id: string, values: Values): Values {
    return {
      ...values,
      ...this.#treated(values, (name, held) => ({ sealed: this.secrets.seal(this.#place(id, name), held as Json) })),
    };
  }

  /** Those attributes of a row that may hold secrets, as they were given. @throws SecretUnreadable */
  reveal({ id, value }: StoredRecord): Values {
    return this.#treated(value as Values, (name, held) =>
      isSealed(held) ? this.secrets.open(this.#place(id, name), held.sealed) : held,
    );
  }

  #place(id: string, attribute: string) {
    return { ...this.scope, type: this.type, id, attribute };
  }

  #treated(values: Values, treat: Treat): Values {
    const given = this.#attributes.filter(([key]) => values[key] !== undefined && values[key] !== null);
    return Object.fromEntries(
      given.map(([key, attribute]) => [
        key,
        attribute.secret ? treat(key, values[key]) : entries(key, attribute, values[key], treat),
      ]),
    );
  }
}

const entries = (key: string, attribute: Attribute<unknown>, held: unknown, treat: Treat): Values =>
  Object.fromEntries(
    Object.entries(held as Values).map(([entry, value]) => [
      entry,
      isSecret(attribute, entry) ? treat(`${key}.${entry}`, value) : value,
    ]),
  );
