import { describe, expect, it } from "@jest/globals";
import { attribute, type Description } from "./describe.js";
import { extendedModel } from "./extend.js";
import { type Model, model } from "./model.js";
import { isSecret, mapSecrets, mayHoldSecrets, type SecretPath, shownPart } from "./secrets.js";
import { readingIn } from "./testing.js";
import type { Values } from "./types/data-type.js";
import { ref } from "./types/ref.js";
import { parseBody, readResource } from "./wire/read.js";

const described: Model = model;
const { Credential, CredentialTemplate, MachineTemplate, NetworkTemplate, SystemTemplate } = model;

describe("secrets (RELIABILITY, rule 12: write-only, by schema)", () => {
  it("are userData, and all parameters of a CredentialTemplate but the user's name", () => {
    expect(isSecret(MachineTemplate.attributes.userData)).toBe(true);
    const { parameters } = CredentialTemplate.attributes;
    expect(["userName", "password", "key", "anything"].filter((entry) => isSecret(parameters, entry))).toEqual([
      "password",
      "key",
      "anything",
    ]);
    expect(isSecret(parameters)).toBe(false);
  });

  it("are not the public key of a Credential, which the cloud shows (Table 24)", () => {
    const { parameters } = Credential.attributes;
    expect([isSecret(parameters, "key"), isSecret(parameters, "password")]).toEqual([false, true]);
  });

  it("are not repeated when they are refused, whichever way they are written", () => {
    const reading = readingIn(2);
    const refusal = (text: string, format: "json" | "xml", type: keyof typeof model) => {
      try {
        readResource(parseBody(text, format), model[type], reading);
      } catch (error) {
        return String(error);
      }
      throw new Error("it was accepted");
    };
    expect(refusal('{"userData": 4711}', "json", "MachineTemplate")).toBe("InvalidValue: userData: expected a string");
    expect(refusal('{"parameters": {"password": 4711}}', "json", "CredentialTemplate")).toBe(
      "InvalidValue: parameters.password: expected a string",
    );
    expect(refusal("<MachineTemplate><userData>canary!</userData></MachineTemplate>", "xml", "MachineTemplate")).toBe(
      "InvalidValue: userData: expected Base64 (RFC 4648, section 4)",
    );
  });

  it("are no part of what is shown", () => {
    expect(shownPart(described, MachineTemplate.attributes.userData, "QQ==")).toBeUndefined();
    const { parameters, name, properties } = CredentialTemplate.attributes;
    expect(shownPart(described, parameters, { userName: "u", password: "p" })).toEqual({ userName: "u" });
    expect(shownPart(described, parameters, { password: "p" })).toBeUndefined();
    expect(shownPart(described, name, "web")).toBe("web");
    expect(mayHoldSecrets(properties)).toBe(false);
  });
});

describe("secrets in what is given by value", () => {
  const service = { value: { type: "VPN", policies: { routing: "static", "preSharedKey.all": "hush" } } };
  const subnetwork = { value: { name: "inner", serviceTemplates: [{ href: "networkServiceTemplates/1" }, service] } };
  const machine = { machineImage: { href: "machineImages/1" }, userData: "QQ==" };
  const values: Readonly<Record<string, readonly [Description, Values]>> = {
    "an array of templates": [NetworkTemplate, { name: "n", serviceTemplates: [service] }],
    "templates in templates": [NetworkTemplate, { subnetworkTemplates: [subnetwork] }],
    "what overrides a reference": [NetworkTemplate, { serviceTemplates: [{ href: "networkServiceTemplates/1", ...service }] }],
    "structures in an array": [SystemTemplate, { componentDescriptors: [{ name: "web", machineTemplate: { value: machine } }] }],
    "a resource": [MachineTemplate, { credential: { value: { parameters: { userName: "me", password: "hush" } } } }],
  };
  const secretsOf = ({ attributes }: Description, held: Values) => {
    const found: (readonly [string, unknown])[] = [];
    const treat = (secret: unknown, path: SecretPath) => void found.push([path.join(" "), secret]);
    return { shown: mapSecrets({ model: described, treat }, attributes, held), found };
  };

  it.each([
    ["an array of templates", "serviceTemplates 0 policies preSharedKey.all"],
    ["templates in templates", "subnetworkTemplates 0 serviceTemplates 1 policies preSharedKey.all"],
    ["what overrides a reference", "serviceTemplates 0 policies preSharedKey.all"],
    ["structures in an array", "componentDescriptors 0 machineTemplate userData"],
    ["a resource", "credential parameters password"],
  ])("%s are found", (name, path) => {
    const { shown, found } = secretsOf(...values[name]!);
    expect(found).toEqual([[path, expect.stringMatching(/^(hush|QQ==)$/)]]);
    expect(JSON.stringify(shown)).not.toMatch(/hush|QQ==/);
  });

  it("leave all else as it is, also what was empty before, and items in their positions", () => {
    const hidden = { value: { policies: { "preSharedKey.all": "hush" } } };
    const empty = { value: { type: "VPN", policies: {} } };
    const { shown } = secretsOf(NetworkTemplate, { serviceTemplates: [hidden, empty, service], properties: {}, services: null });
    expect(shown).toEqual({
      serviceTemplates: [{}, empty, { value: { type: "VPN", policies: { routing: "static" } } }],
      properties: {},
      services: null,
    });
  });

  it("are those of what a cloud adds, too (5.1)", () => {
    const vault = attribute(ref("CredentialTemplate"), { namespace: "urn:test", atCreation: true });
    const extended = extendedModel(described, { Volume: { attributes: { vault } } });
    const volumeTemplate = { value: { vault: { value: { parameters: { token: "hush" } } } } };
    const held = { volumeTemplates: [{ initialLocation: "/dev/sdf", volumeTemplate }] };
    const walk = { model: extended, treat: () => undefined };
    expect(mapSecrets(walk, MachineTemplate.attributes, held)).toEqual({ volumeTemplates: [{ initialLocation: "/dev/sdf" }] });
  });
});
