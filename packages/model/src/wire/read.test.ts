import { describe, expect, it } from "@jest/globals";
import { model } from "../model.js";
import { readingIn } from "../testing/codec.js";
import { bodyEdition, bodyNamespace, bodyType, checkNamespace, parseBody, readAction, readCreate, readResource } from "./read.js";

const strict = readingIn(1);
const tolerant = readingIn(1, { tolerant: true });
const xml = (text: string) => parseBody(text, "xml");
const json = (value: object) => parseBody(JSON.stringify(value), "json");

describe("what a body says of itself (4.1.4)", () => {
  it("namespace, edition and type, from the root element or from resourceURI", () => {
    for (const body of [
      xml('<Machine xmlns="http://schemas.dmtf.org/cimi/2"/>'),
      json({ resourceURI: " http://schemas.dmtf.org/cimi/2/Machine " }),
    ]) {
      expect([bodyNamespace(body), bodyEdition(body), bodyType(body)]).toEqual(["http://schemas.dmtf.org/cimi/2", 2, "Machine"]);
    }
  });

  it("may say nothing", () => {
    expect([bodyNamespace(json({})), bodyEdition(json({})), bodyType(json({ resourceURI: 7 }))]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect([bodyNamespace(xml("<Machine/>")), bodyEdition(xml("<Machine/>"))]).toEqual([undefined, undefined]);
  });

  it("the other edition, or a foreign namespace, is refused where the edition is fixed", () => {
    expect(() => checkNamespace(xml('<Machine xmlns="http://schemas.dmtf.org/cimi/2"/>'), 1)).toThrow(
      "this address speaks edition 1",
    );
    expect(() => checkNamespace(json({ resourceURI: "http://example.com/Machine" }), 2)).toThrow(
      'the namespace "http://example.com"',
    );
    expect(() => checkNamespace(xml('<Machine xmlns="http://schemas.dmtf.org/cimi/1"/>'), 1)).not.toThrow();
    expect(() => checkNamespace(json({}), 1)).not.toThrow();
  });
});

describe("5.3: strict reading", () => {
  it("refuses what it does not know and says what it knows", () => {
    expect(() => readResource(json({ colour: "red" }), model.VolumeConfiguration, strict)).toThrow(
      'unknown attribute "colour"; known here: id, name, description, created, updated, properties, type, format, capacity, nativeId, location (5.3)',
    );
    expect(() => readResource(xml("<Volume><colour/></Volume>"), model.Volume, strict)).toThrow('unknown attribute "colour"');
  });

  it("attributes of edition 2 are unknown in edition 1", () => {
    expect(() => readResource(json({ parent: { href: "machines" } }), model.Machine, strict)).toThrow(
      'unknown attribute "parent"',
    );
  });

  it("refuses a body of another type", () => {
    expect(() => readResource(xml("<Volume/>"), model.Machine, strict)).toThrow('the body is "Volume"; expected Machine');
  });

  it("refuses an attribute under two names, and one element too many", () => {
    const input = model.Machine.operations.connectvolume.input;
    const action = { action: "connectvolume", credential: { href: "a" }, credentials: { href: "b" } };
    expect(() => readAction(json(action), readingIn(2), () => input)).toThrow("credentials: is given under two names");
    expect(() => readResource(xml("<Volume><name>a</name><name>b</name></Volume>"), model.Volume, strict)).toThrow(
      "name: given 2 times",
    );
  });

  it("reads the elements in any order, and a resource without its type", () => {
    expect(readResource(xml("<Volume><capacity> 1024 </capacity><name>a</name></Volume>"), model.Volume, strict)).toEqual({
      capacity: 1024,
      name: "a",
    });
    expect(readResource(json({ name: "a" }), model.Volume, strict)).toEqual({ name: "a" });
  });

  it("says where the fault is", () => {
    const machineTemplate = { volumes: [{ initialLocation: "a", volume: { href: "v" } }, { initialLocation: 1 }] };
    expect(() => readCreate(json({ machineTemplate }), model.Machine, readingIn(2))).toThrow(
      "machineTemplate.volumes[1].initialLocation: expected a string, got 1",
    );
  });
});

describe("requests to create", () => {
  it("types without a template are sent as they are", () => {
    const body = json({ resourceURI: "http://schemas.dmtf.org/cimi/1/MachineImage", imageLocation: "machines/7" });
    expect(readCreate(body, model.MachineImage, strict)).toEqual({ imageLocation: "machines/7" });
    expect(() => readCreate(xml("<MachineImageCreate/>"), model.MachineImage, strict)).toThrow("expected MachineImage");
  });

  it("a name of edition 1 is expected there", () => {
    expect(readCreate(xml('<MachineVolume><volume href="v"/></MachineVolume>'), model.locatedVolume, strict)).toEqual({
      volume: { href: "v" },
    });
    expect(() => readCreate(xml("<MachineVolume/>"), model.locatedVolume, readingIn(2))).toThrow("expected locatedVolume");
  });

  it("Credential: edition 1 spells the parameters as attributes", () => {
    const body = xml(
      "<CredentialCreate><name>a</name><credentialTemplate><userName>lee</userName><password>p</password></credentialTemplate></CredentialCreate>",
    );
    const credentialTemplate = { value: { parameters: { userName: "lee", password: "p" } } };
    expect(readCreate(body, model.Credential, strict)).toEqual({ name: "a", credentialTemplate });
    const second = json({ name: "a", credentialTemplate: { parameters: { userName: "lee", password: "p" } } });
    expect(readCreate(second, model.Credential, readingIn(2))).toEqual({ name: "a", credentialTemplate });
  });
});

describe("tolerance for what existing clients send", () => {
  it.each([
    ["an unknown extension", json({ name: "a", providerAccountId: "x" })],
    ["another case of the root", xml("<volume><name>a</name></volume>")],
    ["no namespace", xml("<Volume><name>a</name></Volume>")],
    ["entityURI", json({ entityURI: "http://schemas.dmtf.org/cimi/1/Volume", name: "a" })],
  ])("%s", (_, body) => expect(readResource(body, model.Volume, tolerant)).toEqual({ name: "a" }));

  it.each([
    ["the plain type", xml('<Machine><name>a</name><machineTemplate href="t"/></Machine>')],
    ["another case", xml('<machineCreate><name>a</name><machineTemplate href="t"/></machineCreate>')],
    ["a plain string", json({ name: "a", machineTemplate: "t" })],
  ])("MachineCreate: %s", (_, body) =>
    expect(readCreate(body, model.Machine, tolerant)).toEqual({ name: "a", machineTemplate: { href: "t" } }),
  );

  it("MachineImageCreate for a MachineImage, with padded text", () => {
    const body = xml("<machineImageCreate><type> IMAGE </type><imageLocation> machines/7 </imageLocation></machineImageCreate>");
    expect(readCreate(body, model.MachineImage, tolerant)).toEqual({ type: "IMAGE", imageLocation: "machines/7" });
  });

  it("a flat create request, and username", () => {
    const machine = xml(
      '<MachineTemplateCreate><name>a</name><machineConfig href="c"/><machineImage href="i"/></MachineTemplateCreate>',
    );
    expect(readCreate(machine, model.MachineTemplate, tolerant)).toEqual({
      name: "a",
      machineConfig: { href: "c" },
      machineImage: { href: "i" },
    });
    for (const body of [
      xml("<CredentialCreate><name>a</name><username>lee</username><password>p</password></CredentialCreate>"),
      json({ name: "a", username: "lee", password: "p" }),
    ]) {
      const credentialTemplate = { value: { parameters: { userName: "lee", password: "p" } } };
      expect(readCreate(body, model.Credential, tolerant)).toEqual({ name: "a", credentialTemplate });
    }
  });

  it("a flat body with inherited names is not confused by them", () => {
    const body = parseBody('{"constructor":1,"toString":2,"__proto__":3,"username":"lee"}', "json");
    expect(readCreate(body, model.Credential, tolerant)).toEqual({
      credentialTemplate: { value: { parameters: { userName: "lee" } } },
    });
  });

  it("action URIs by their last part: a doubled scheme, the other namespace, blanks", () => {
    for (const action of [
      "http://http://schemas.dmtf.org/cimi/1/action/stop",
      " http://schemas.dmtf.org/cimi/2/action/stop ",
      "stop",
    ]) {
      expect(readAction(json({ action }), tolerant, () => ({})).name).toBe("stop");
    }
    expect(() => readAction(json({ action: "http://http://schemas.dmtf.org/cimi/1/action/stop" }), strict, () => ({}))).toThrow(
      "is no action of edition 1",
    );
  });
});
