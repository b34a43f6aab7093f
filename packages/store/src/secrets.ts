import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { SecretKeyMissing, SecretUnreadable } from "./errors.js";
import type { Json } from "./json.js";
import type { Scope } from "./scope.js";

/** Where a secret stands. It is readable there and nowhere else: what is copied to another row is not. */
export interface SecretPlace extends Scope {
  /** CIMI's name of the resource type. */
  readonly type: string;
  readonly id: string;
  /** The names that lead to it: `userData`, `parameters.password`. */
  readonly attribute: string;
}

/** Makes secrets fit for the database, which may be copied (RELIABILITY, rule 12). */
export interface Secrets {
  /** @throws SecretKeyMissing when the store was opened without a key. */
  seal(place: SecretPlace, value: Json): string;
  /** @throws SecretKeyMissing; SecretUnreadable when it was not sealed for this place with this key. */
  open(place: SecretPlace, sealed: string): Json;
}

const ALGORITHM = "aes-256-gcm";
/** Bytes of the key. */
export const KEY_LENGTH = 32;
/** Bytes that GCM wants fresh for each encryption, and those of its seal (NIST SP 800-38D, 5.2.1). */
const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;
/** The form of what is sealed, for the day when there is another. */
const FORM = "1.";

/** AES-256-GCM with a fresh nonce each time, and the place as the data that goes with it. */
export const secretsWith = (key: Buffer): Secrets => ({
  seal(place, value) {
    const nonce = randomBytes(NONCE_LENGTH);
    const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_LENGTH }).setAAD(bytesOf(place));
    const sealed = Buffer.concat([cipher.update(JSON.stringify(value), "utf8"), cipher.final()]);
    return FORM + Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url");
  },

  open(place, sealed) {
    try {
      return JSON.parse(decrypted(key, place, sealed)) as Json;
    } catch (cause) {
      throw new SecretUnreadable(place, { cause });
    }
  },
});

function decrypted(key: Buffer, place: SecretPlace, sealed: string): string {
  if (!sealed.startsWith(FORM)) throw new Error("it is in a form that this version does not know");
  const bytes = Buffer.from(sealed.slice(FORM.length), "base64url");
  const [nonce, rest] = [bytes.subarray(0, NONCE_LENGTH), bytes.subarray(NONCE_LENGTH)];
  const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_LENGTH })
    .setAAD(bytesOf(place))
    .setAuthTag(rest.subarray(0, TAG_LENGTH));
  return Buffer.concat([decipher.update(rest.subarray(TAG_LENGTH)), decipher.final()]).toString("utf8");
}

/** As JSON, so that no two places are the same bytes. */
const bytesOf = ({ tenant, cloud, type, id, attribute }: SecretPlace): Buffer =>
  Buffer.from(JSON.stringify([tenant, cloud, type, id, attribute]), "utf8");

const missing = (): never => {
  throw new SecretKeyMissing();
};

/** What a store without a key has. */
export const NO_SECRETS: Secrets = { seal: missing, open: missing };
