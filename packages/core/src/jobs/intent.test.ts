import { describe, expect, it } from "@jest/globals";
import { fromJson, type Intent, toJson } from "./intent.js";

describe("the intent of a write, as its row holds it", () => {
  it("is the same when it is read again", () => {
    const intent: Intent = { kind: "operate", type: "Machine", nativeId: "m1", operation: "stop", input: { force: true } };
    expect(fromJson(JSON.parse(JSON.stringify(toJson(intent))))).toEqual(intent);
  });

  it.each([[null], ["create"], [{}], [{ kind: "merge" }], [{ kind: "toString" }], [{ sealed: "x" }]])(
    "%j is none: it is refused with the kinds that there are, and nothing is carried out by it",
    (held) => {
      expect(() => fromJson(held)).toThrow(
        "holds no intent; known kinds: create, nothing, update, delete, operate, insert, remove",
      );
    },
  );
});
