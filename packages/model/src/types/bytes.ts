import { isUtf8 } from "node:buffer";
import { InvalidValue } from "../fault.js";
import type { DataType } from "./data-type.js";
import { scalar } from "./scalar.js";
import { readString } from "./string.js";

const HEXADECIMAL = /^(?:[0-9A-Fa-f]{2})*$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function fromBase64(given: unknown): string {
  const text = readString(given).replace(/\s+/g, "");
  if (!BASE64.test(text)) throw new InvalidValue("expected Base64 (RFC 4648, section 4)");
  return text;
}

function fromHexadecimal(text: string): string {
  const digits = text.trim();
  if (!HEXADECIMAL.test(digits)) throw new InvalidValue("expected xs:hexBinary, two hexadecimal digits a byte");
  return Buffer.from(digits, "hex").toString("base64");
}

/** 5.5.9: bytes, held as Base64: a string in JSON, xs:hexBinary in XML. */
export const bytes: DataType<string> = scalar<string>({
  label: "byte[]",
  schema: { type: "string", contentEncoding: "base64" },
  example: "Y2ltaQ==",
  toText: (value) => Buffer.from(value, "base64").toString("hex").toUpperCase(),
  toJson: (value) => JSON.stringify(value),
  fromText: fromHexadecimal,
  fromJson: fromBase64,
});

/** A Base64 string in both formats (MachineTemplate.userData, 5.14.3). */
export const base64: DataType<string> = scalar<string>({
  label: "string",
  schema: { type: "string", contentEncoding: "base64" },
  example: "Y2ltaQ==",
  toText: (value) => value,
  toJson: (value) => JSON.stringify(value),
  fromText: fromBase64,
  fromJson: fromBase64,
  isEmpty: (value) => value === "",
});

/**
 * A public key (Table 24), held as the text that SSH uses: as it is in JSON, in XML the hexadecimal digits of that text.
 * Requests may hold SSH text, hexadecimal digits or Base64 of it in either format.
 */
export const publicKey: DataType<string> = scalar<string>({
  label: "byte[]",
  schema: { type: "string" },
  example: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGNpbWk somebody@example",
  toText: (value) => Buffer.from(value, "utf8").toString("hex").toUpperCase(),
  toJson: (value) => JSON.stringify(value),
  fromText: (text) => readKey(text),
  fromJson: (json) => readKey(readString(json)),
  isEmpty: (value) => value === "",
});

function readKey(given: string): string {
  const text = given.trim();
  const packed = text.replace(/\s+/g, "");
  if (packed !== "" && HEXADECIMAL.test(packed)) return decoded(Buffer.from(packed, "hex"));
  if (!text.includes(" ") && packed !== "" && BASE64.test(packed)) return decoded(Buffer.from(packed, "base64"));
  return readString(text);
}

/** The key's own bytes, rather than SSH's text of it, would not survive as text. */
function decoded(key: Buffer): string {
  if (!isUtf8(key)) throw new InvalidValue("expected a public key as SSH writes it, plain, in hexadecimal digits or in Base64");
  return readString(key.toString("utf8").trim());
}
