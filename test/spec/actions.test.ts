import { type Attributes, model, type Operation, readAction } from "@cimi-gateway/model";
import { describe, expect, it } from "@jest/globals";
import { bodyOf, json, readingIn, type Sample, titled, xml } from "./documents.js";

const N = "http://schemas.dmtf.org/cimi/2";

/** An Action as the clauses print it: the URI padded with blanks in XML, the properties wrapped. */
const forms = (name: string, members: object, elements: string): readonly Sample[] => [
  json(2, { resourceURI: `${N}/Action`, action: `${N}/action/${name}`, ...members, properties: { k: "v" } }),
  xml(
    2,
    `<Action xmlns="${N}"><action> ${N}/action/${name} </action>${elements}<properties><property key="k"> v </property></properties></Action>`,
  ),
];

const inputOf =
  (operations: Readonly<Record<string, Operation>>) =>
  (name: string): Attributes | undefined =>
    operations[name]?.input;

// [5.14.1.2-6] [5.14.1.2-14] [5.14.1.2-22] [5.14.1.2-28] [5.14.1.2-34] [5.14.1.2-40] [5.14.1.2-42]
describe("5.14.1.2: the operations of a Machine", () => {
  const operations: Readonly<Record<string, Operation>> = model.Machine.operations;

  describe.each([
    ["start", {}, "", {}],
    ["stop", { force: true }, "<force> true </force>", { force: true }],
    ["restart", { force: false }, "<force> false </force>", { force: false }],
    ["pause", {}, "", {}],
    ["suspend", {}, "", {}],
    [
      "restore",
      { image: { href: "machineImages/1" } },
      '<image href="machineImages/1"/>',
      { image: { href: "machineImages/1" } },
    ],
    [
      "connectvolume",
      { volume: { href: "volumes/1" }, initialLocation: "/dev/vdb", credentials: { href: "credentials/1" } },
      `<volume href="volumes/1"/><initialLocation>/dev/vdb</initialLocation><credentials href="credentials/1"/><action> ${N}/action/connectvolume</action>`,
      { volume: { href: "volumes/1" }, initialLocation: "/dev/vdb", credentials: { href: "credentials/1" } },
    ],
  ])("%s", (name, members, elements, input) => {
    it.each(titled(forms(name, members, elements)))("%s", (_, sample) => {
      const { properties, ...rest } = readAction(bodyOf(sample), readingIn(2), inputOf(operations)).input as {
        properties: Record<string, string>;
      };
      expect({ ...rest }).toEqual(input);
      expect(properties.k!.trim()).toBe("v");
    });
  });

  it("restore: Table and body differ on the image's type, so a plain URI is read, too", () => {
    const sample = json(2, { action: `${N}/action/restore`, image: "machineImages/1" });
    expect(readAction(bodyOf(sample), readingIn(2), inputOf(operations)).input).toEqual({ image: { href: "machineImages/1" } });
  });

  it("connectvolume: the credential is spelled in two ways", () => {
    const sample = json(2, {
      action: `${N}/action/connectvolume`,
      volume: { href: "volumes/1" },
      credential: { href: "credentials/1" },
    });
    expect(readAction(bodyOf(sample), readingIn(2), inputOf(operations)).input).toEqual({
      volume: { href: "volumes/1" },
      credentials: { href: "credentials/1" },
    });
  });

  it("two different actions in one body are refused", () => {
    const sample = xml(2, `<Action xmlns="${N}"><action>${N}/action/start</action><action>${N}/action/stop</action></Action>`);
    expect(() => readAction(bodyOf(sample), readingIn(2), inputOf(operations))).toThrow(
      "action: given 2 times; it may appear once",
    );
  });

  it("existing clients that look for a part of the rel and take the last match find start, not restart", () => {
    const found = Object.keys(operations).filter((name) => name.includes("start"));
    expect(found.at(-1)).toBe("start");
  });
});

// [5.15.1.2-6] [5.17.1.1-6]
describe("5.15.1.2, 5.17.1.1: the operations of a Volume and a Job", () => {
  it.each(titled(forms("restore", { image: { href: "volumeImages/1" } }, '<image href="volumeImages/1"/>')))(
    "%s: restore of a Volume",
    (_, sample) => {
      const read = readAction(bodyOf(sample), readingIn(2), inputOf(model.Volume.operations));
      expect(read).toMatchObject({ name: "restore", input: { image: { href: "volumeImages/1" } } });
    },
  );

  it.each(titled(forms("stop", {}, "")))("%s: stop of a Job", (_, sample) => {
    expect(readAction(bodyOf(sample), readingIn(2), inputOf(model.Job.operations)).name).toBe("stop");
  });
});

// [5.16.1.2-4] [5.16.1.2-8] [5.16.5.3-4] [5.16.5.3-7] [5.16.9.3-5] [5.16.9.3-8] [5.16.13.2-5] [5.16.13.2-8] [5.16.17.2-4] [5.16.17.2-7]
describe.each([
  ["5.16.1.2", "Network", "start"],
  ["5.16.1.2", "Network", "stop"],
  ["5.16.5.3", "ProtocolSegment", "start"],
  ["5.16.5.3", "ProtocolSegment", "stop"],
  ["5.16.9.3", "ProtocolEndpoint", "enable"],
  ["5.16.9.3", "ProtocolEndpoint", "disable"],
  ["5.16.13.2", "NetworkInterface", "enable"],
  ["5.16.13.2", "NetworkInterface", "disable"],
  ["5.16.17.2", "NetworkService", "start"],
  ["5.16.17.2", "NetworkService", "stop"],
] as const)("%s: a %s is told to %s", (_clause, type, name) => {
  it.each(titled(forms(name, {}, "")))("%s, with properties and nothing else", (_, sample) => {
    const { name: asked, input } = readAction(bodyOf(sample), readingIn(2), inputOf(model[type].operations));
    expect([asked, Object.keys(input)]).toEqual([name, ["properties"]]);
  });
});

describe("what is no Action is refused with what would be accepted", () => {
  const read = (sample: Sample) => readAction(bodyOf(sample), readingIn(2), inputOf(model.Job.operations));

  it.each([
    ["no action", json(2, {}), "action: the body names no action"],
    ["an unknown action", json(2, { action: `${N}/action/fly` }), 'action: the action "fly" is not known here'],
    [
      "an action of the other edition",
      json(2, { action: "http://schemas.dmtf.org/cimi/1/action/stop" }),
      "is no action of edition 2",
    ],
    ["a parameter that the operation lacks", json(2, { action: `${N}/action/stop`, force: true }), 'unknown attribute "force"'],
    ["another type", json(2, { resourceURI: `${N}/Job`, action: `${N}/action/stop` }), 'the body is "Job"; expected Action'],
    ["an inherited name", json(2, { action: `${N}/action/constructor` }), "is not known here"],
  ])("%s", (_, sample, message) => {
    const operations = new Map(Object.entries(model.Job.operations));
    expect(() => readAction(bodyOf(sample), readingIn(2), (name) => operations.get(name)?.input)).toThrow(message);
    expect(() => read(sample)).toThrow();
  });
});
