import { randomBytes } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import { SecretKeyMissing, SecretUnreadable } from "./errors.js";
import { NO_SECRETS, type SecretPlace, secretsWith } from "./secrets.js";

const PLACE: SecretPlace = {
  tenant: "acme",
  cloud: "sandbox",
  type: "CredentialTemplate",
  id: "t-1",
  attribute: "parameters.password",
};
const secrets = secretsWith(randomBytes(32));

describe("secrets (RELIABILITY, rule 12 and fault 38)", () => {
  it("come back as they were, and do not show in what is stored", () => {
    const value = { password: "canary-4711", more: ["ü", 1] };
    const sealed = secrets.seal(PLACE, value);
    expect(secrets.open(PLACE, sealed)).toEqual(value);
    const bytes = Buffer.from(sealed.slice(2), "base64url");
    for (const form of ["utf8", "base64", "hex"] as const)
      expect(bytes.includes(Buffer.from("canary-4711").toString(form))).toBe(false);
  });

  it("are never sealed alike twice", () => {
    expect(secrets.seal(PLACE, "same")).not.toBe(secrets.seal(PLACE, "same"));
  });

  it.each(Object.keys(PLACE) as (keyof SecretPlace)[])("cannot be read where another %s is", (part) => {
    const sealed = secrets.seal(PLACE, "secret");
    expect(() => secrets.open({ ...PLACE, [part]: "other" }, sealed)).toThrow(SecretUnreadable);
  });

  it("cannot be read with another key, nor when a byte was changed, nor when it is none", () => {
    const sealed = secrets.seal(PLACE, "secret");
    const changed = sealed.slice(0, -3) + (sealed.at(-3) === "A" ? "B" : "A") + sealed.slice(-2);
    expect(() => secretsWith(randomBytes(32)).open(PLACE, sealed)).toThrow(SecretUnreadable);
    expect(() => secrets.open(PLACE, changed)).toThrow(
      "the parameters.password of the CredentialTemplate t-1 cannot be decrypted",
    );
    for (const none of ["", "1.", "secret", "2.abc"]) expect(() => secrets.open(PLACE, none)).toThrow(SecretUnreadable);
  });

  it("are refused without a key", () => {
    expect(() => NO_SECRETS.seal(PLACE, "secret")).toThrow(SecretKeyMissing);
    expect(() => NO_SECRETS.open(PLACE, "1.x")).toThrow(SecretKeyMissing);
  });
});
