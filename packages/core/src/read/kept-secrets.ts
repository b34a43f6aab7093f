import { type Model, mapSecrets, type SecretPath, type SecretWalk, type Values } from "@cimi-gateway/model";
import type { Json, Scope, Secrets, StoredRecord } from "@cimi-gateway/store";

/** How a secret stands in a row. */
interface Sealed {
  readonly sealed: string;
}

const isSealed = (held: unknown): held is Sealed => typeof held === "object" && held !== null && "sealed" in held;

/**
 * The secrets in the resources of one type that the gateway keeps, also in what they hold by value: sealed in their rows, opened for what
 * is made from them, never shown.
 */
export class KeptSecrets {
  constructor(
    readonly type: string,
    /** CIMI, with what the cloud adds to it. */
    readonly model: Model,
    readonly secrets: Secrets,
    readonly scope: Scope,
  ) {}

  /** The values as a row may hold them. @throws SecretKeyMissing */
  seal(id: string, values: Values): Values {
    return this.#mapped(values, (held, path) => ({ sealed: this.secrets.seal(this.#place(id, path), held as Json) }));
  }

  /** Those attributes of a row that hold secrets, as they were given. @throws SecretUnreadable */
  reveal({ id, value }: StoredRecord): Values {
    const holding = new Set<string | number>();
    const revealed = this.#mapped(value as Values, (held, path) => {
      holding.add(path[0]!);
      return isSealed(held) ? this.secrets.open(this.#place(id, path), held.sealed) : held;
    });
    return Object.fromEntries(Object.entries(revealed).filter(([key]) => holding.has(key)));
  }

  #mapped(values: Values, treat: SecretWalk["treat"]): Values {
    return mapSecrets({ model: this.model, treat }, this.model[this.type]!.attributes, values);
  }

  /** Without positions in arrays: an item changes its own when one before it goes (5.10.1), and the row is not sealed anew. */
  #place(id: string, path: SecretPath) {
    return { ...this.scope, type: this.type, id, attribute: path.filter((step) => typeof step === "string").join(".") };
  }
}
