import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { type Description, model, type Values } from "@cimi-gateway/model";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { withKeyPair } from "./key-pair.js";

const template: Description = model.CredentialTemplate;
const keyOf = (values: Values): string => (values.parameters as { key: string }).key;

const ED25519 = { kty: "OKP", crv: "Ed25519" } as const;

/** RFC 8709, 4: the last 32 bytes of the public key's Base64 are the key. */
const bytesOf = (line: string): Buffer => Buffer.from(line.split(" ")[1]!, "base64").subarray(-32);

const publicOf = (line: string): KeyObject =>
  createPublicKey({ key: { ...ED25519, x: bytesOf(line).toString("base64url") }, format: "jwk" });

/** OpenSSH's PROTOCOL.key: the private part ends with 64 bytes, the seed and once more the public key. */
function seedIn(armoured: string, line: string): string {
  const packed = Buffer.from(armoured.replace(/-----[^-]+-----/g, ""), "base64");
  const end = packed.lastIndexOf(bytesOf(line));
  return packed.subarray(end - 32, end).toString("base64url");
}

const privateOf = (armoured: string, line: string): KeyObject => {
  const x = bytesOf(line).toString("base64url");
  return createPrivateKey({ key: { ...ED25519, d: seedIn(armoured, line), x }, format: "jwk" });
};

describe("a Credential without a key and without a password", () => {
  let made: Values;
  let once: Values;
  let privateKey: string;
  beforeAll(async () => {
    const pair = await withKeyPair(template, { parameters: { userName: "debian" } });
    [made, once] = [pair.template, pair.once!];
    privateKey = String(once.privateKey);
  });

  it("gets a public key in one line, as OpenSSH writes it, beside what was given", () => {
    expect(keyOf(made)).toMatch(/^ssh-ed25519 [A-Za-z0-9+/]{68}$/);
    expect(made.parameters).toMatchObject({ userName: "debian" });
  });

  it("gets the private key in OpenSSH's format", () => {
    expect(privateKey.split("\n")[0]).toBe("-----BEGIN OPENSSH PRIVATE KEY-----");
  });

  it("has two halves that match: what one signs the other verifies", async () => {
    const text = Buffer.from("who is there");
    const signature = sign(null, text, privateOf(privateKey, keyOf(made)));
    expect(verify(null, text, publicOf(keyOf(made)), signature)).toBe(true);
    const { template: other } = await withKeyPair(template, {});
    expect(verify(null, text, publicOf(keyOf(other)), signature)).toBe(false);
  });

  it("has the private half in no place that is kept", () => {
    expect(JSON.stringify(made)).not.toContain("PRIVATE");
    expect(Object.keys(once)).toEqual(["privateKey"]);
  });

  it("never gets the same pair twice", async () => {
    const { template: other } = await withKeyPair(template, {});
    expect(keyOf(other)).not.toBe(keyOf(made));
  });
});

describe("what makes no pair", () => {
  const key = `ssh-ed25519 ${"A".repeat(68)} me@here`;

  it.each([{ parameters: { key } }, { parameters: { userName: "me", password: "secret" } }])("%j", async (values) => {
    expect(await withKeyPair(template, values)).toEqual({ template: values });
  });

  it("another type", async () => {
    expect(await withKeyPair(model.MachineTemplate as Description, {})).toEqual({ template: {} });
  });
});

describe("a key that nobody could log in with (Table 24)", () => {
  it.each(["-----BEGIN PUBLIC KEY-----", "ssh-ed25519", "ssh-rsa AAAA", "ssh-rsa AAAA\nssh-rsa BBBB"])(
    "%j is refused",
    async (key) => {
      const refused = withKeyPair(template, { parameters: { key } });
      await expect(refused).rejects.toThrow("parameters.key: expected a public key in one line");
    },
  );
});
