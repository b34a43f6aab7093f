import type { Values } from "@cimi-gateway/model";
import { type Json, openStore, type Store, type StoredRecord } from "@cimi-gateway/store";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { KeptSecrets } from "./kept-secrets.js";

const SCOPE = { tenant: "acme", cloud: "fake" };

let store: Store;
beforeEach(async () => {
  store = await openStore({ folder: ":memory:" });
});
afterEach(() => store.close());

const WHEN = "2026-01-01T00:00:00.000Z";
const row = (id: string, value: Values): StoredRecord => ({
  id,
  type: "CredentialTemplate",
  parent: "",
  version: 1,
  created: WHEN,
  updated: WHEN,
  value: value as Json,
});

describe("the secrets of what the gateway keeps (RELIABILITY, rule 12)", () => {
  it("are sealed one by one, and what is no secret stays readable", () => {
    const secrets = new KeptSecrets("CredentialTemplate", store.secrets, SCOPE);
    const values = { name: "t", parameters: { userName: "me", password: "hush", token: "shh" } };
    const sealed = secrets.seal("t-1", values) as typeof values;
    expect(sealed).toMatchObject({ name: "t", parameters: { userName: "me" } });
    expect(JSON.stringify(sealed)).not.toMatch(/hush|shh/);
    expect(secrets.reveal(row("t-1", sealed))).toEqual({ parameters: values.parameters });
  });

  it("are not readable in another row, nor under another name (fault 38)", () => {
    const secrets = new KeptSecrets("MachineTemplate", store.secrets, SCOPE);
    const sealed = secrets.seal("t-1", { userData: "QQ==" });
    expect(secrets.reveal(row("t-1", sealed))).toEqual({ userData: "QQ==" });
    expect(() => secrets.reveal(row("t-2", sealed))).toThrow("the userData of the MachineTemplate t-2 cannot be decrypted");
    const elsewhere = new KeptSecrets("MachineTemplate", store.secrets, { ...SCOPE, tenant: "globex" });
    expect(() => elsewhere.reveal(row("t-1", sealed))).toThrow("cannot be decrypted");
  });

  it("that are erased stay erased, and those of an older row are read as they are", () => {
    const secrets = new KeptSecrets("MachineTemplate", store.secrets, SCOPE);
    expect(secrets.seal("t-1", { userData: null, name: "n" })).toEqual({ userData: null, name: "n" });
    expect(secrets.reveal(row("t-1", { userData: "QQ==" }))).toEqual({ userData: "QQ==" });
  });
});
