import { InvalidValue, shown } from "../fault.js";
import { scalar } from "./scalar.js";

const expected = (value: unknown): InvalidValue => new InvalidValue(`expected true or false, got ${shown(value)}`);

/** 5.5.1: `true` or `false`, nothing else; JSON's own boolean. */
export const boolean = scalar<boolean>({
  label: "boolean",
  schema: { type: "boolean" },
  example: true,
  toText: String,
  toJson: String,
  fromText(text) {
    const trimmed = text.trim();
    if (trimmed === "true") return true;
    if (trimmed === "false") return false;
    throw expected(text);
  },
  fromJson(json) {
    if (typeof json !== "boolean") throw expected(json);
    return json;
  },
  compare: (a, b) => Number(a) - Number(b),
  filtering: { operators: ["=", "!="], kinds: ["boolean"] },
});
