import { type Model, model, type Values } from "@cimi-gateway/model";
import { type Json, openStore, type Store, type StoredRecord } from "@cimi-gateway/store";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { KeptSecrets } from "./kept-secrets.js";

const described: Model = model;
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
    const secrets = new KeptSecrets("CredentialTemplate", described, store.secrets, SCOPE);
    const values = { name: "t", parameters: { userName: "me", password: "hush", token: "shh" } };
    const sealed = secrets.seal("t-1", values) as typeof values;
    expect(sealed).toMatchObject({ name: "t", parameters: { userName: "me" } });
    expect(JSON.stringify(sealed)).not.toMatch(/hush|shh/);
    expect(secrets.reveal(row("t-1", sealed))).toEqual({ parameters: values.parameters });
  });

  it("are not readable in another row, nor under another name (fault 38)", () => {
    const secrets = new KeptSecrets("MachineTemplate", described, store.secrets, SCOPE);
    const sealed = secrets.seal("t-1", { userData: "QQ==" });
    expect(secrets.reveal(row("t-1", sealed))).toEqual({ userData: "QQ==" });
    expect(() => secrets.reveal(row("t-2", sealed))).toThrow("the userData of the MachineTemplate t-2 cannot be decrypted");
    const elsewhere = new KeptSecrets("MachineTemplate", described, store.secrets, { ...SCOPE, tenant: "globex" });
    expect(() => elsewhere.reveal(row("t-1", sealed))).toThrow("cannot be decrypted");
  });

  it("that are erased stay erased, and those of an older row are read as they are", () => {
    const secrets = new KeptSecrets("MachineTemplate", described, store.secrets, SCOPE);
    expect(secrets.seal("t-1", { userData: null, name: "n" })).toEqual({ userData: null, name: "n" });
    expect(secrets.reveal(row("t-1", { userData: "QQ==" }))).toEqual({ userData: "QQ==" });
  });

  describe("in what it holds by value", () => {
    const vpn = (name: string, key: string) => ({
      value: { name, type: "VPN", policies: { routing: "bgp", "preSharedKey.all": key } },
    });
    const values = { name: "n", external: true, serviceTemplates: [vpn("a", "hush"), { href: "networkServiceTemplates/1" }] };
    const revealed = { serviceTemplates: values.serviceTemplates };
    const secretsOf = (type: string) => new KeptSecrets(type, described, store.secrets, SCOPE);

    it("are sealed and opened, and nothing else is", () => {
      const secrets = secretsOf("NetworkTemplate");
      const sealed = secrets.seal("t-1", values);
      expect(JSON.stringify(sealed)).not.toContain("hush");
      const policies = { routing: "bgp", "preSharedKey.all": { sealed: expect.any(String) } };
      expect(sealed).toMatchObject({
        ...values,
        serviceTemplates: [{ value: { name: "a", policies } }, values.serviceTemplates[1]],
      });
      expect(secrets.reveal(row("t-1", sealed))).toEqual(revealed);
    });

    it("of an older row are read as they are", () => {
      expect(secretsOf("NetworkTemplate").reveal(row("t-1", values))).toEqual(revealed);
    });

    it("are readable when an item before theirs has gone (5.10.1), and not in another row or attribute (fault 38)", () => {
      const secrets = secretsOf("NetworkTemplate");
      const { serviceTemplates } = secrets.seal("t-1", { serviceTemplates: [vpn("a", "hush"), vpn("b", "shh")] });
      const left = { serviceTemplates: [(serviceTemplates as readonly Values[])[1]!] };
      expect(secrets.reveal(row("t-1", left))).toEqual({ serviceTemplates: [vpn("b", "shh")] });
      expect(() => secrets.reveal(row("t-2", left))).toThrow("cannot be decrypted");
      expect(() => secrets.reveal(row("t-1", { services: left.serviceTemplates }))).toThrow("cannot be decrypted");
    });

    it("also within structures, and templates in templates", () => {
      const machineTemplate = { value: { userData: "QQ==" } };
      const networkTemplate = { value: { subnetworkTemplates: [{ value: { serviceTemplates: [vpn("a", "hush")] } }] } };
      const system = { componentDescriptors: [{ name: "m", machineTemplate }, { networkTemplate }] };
      const secrets = secretsOf("SystemTemplate");
      const sealed = secrets.seal("t-1", system);
      expect(JSON.stringify(sealed)).not.toMatch(/hush|QQ==/);
      expect(secrets.reveal(row("t-1", sealed))).toEqual(system);
    });
  });
});
