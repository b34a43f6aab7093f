import { type Edition, type Model, model } from "@cimi-gateway/model";
import { expect } from "@jest/globals";
import { idOf, type Seen } from "../seen.js";
import type { Cases } from "../suite.js";

const CONSTRAINTS = { 1: ["required"], 2: ["providerMandatory", "consumerMandatory", "mutable", "consumerWritable"] } as const;

const isIn = (type: string, edition: Edition): boolean => {
  const { since, until } = (model as Model)[type]!;
  return since <= edition && edition <= until;
};

/** 5.11: every served type is described, with what the cloud can do, and nothing that it cannot. */
export const metadata: Cases = ({ test, shop, presence, extremes }) => {
  for (const dialect of extremes) {
    const types = presence.types.filter((type) => type !== "ResourceMetadata" && isIn(type, dialect.edition));
    const described = async (): Promise<ReadonlyMap<string, Seen>> =>
      new Map(
        (await shop().consumer(dialect).items("resourceMetadata")).map((seen) => [
          seen.text("typeURI")!.replace(/^.*\//, ""),
          seen,
        ]),
      );
    const nameOf = (type: string): string => (type === "locatedVolume" && dialect.edition === 1 ? "MachineVolume" : type);

    // [4.1.4-5]
    test(`every served type has one (${dialect.title})`, [], async () => {
      const names = [...(await described()).keys()];
      expect(names).toEqual(expect.arrayContaining([...types.map(nameOf), "CloudEntryPoint", "Job"]));
    });

    // [5.11-4..5] [5.11-12]
    test(`attributes are those supported, each with its constraints (${dialect.title})`, [], async () => {
      const all = await described();
      for (const type of types) {
        const attributes = all.get(nameOf(type))!.parts("attributes");
        for (const attribute of attributes) {
          for (const name of CONSTRAINTS[dialect.edition])
            expect([name, attribute.text(name)]).toEqual([name, expect.stringMatching(/^(true|false)$/)]);
        }
        const listed = attributes.map((attribute) => attribute.text("name")!);
        if (dialect.edition === 2) expect(listed).toEqual(expect.arrayContaining([...presence.attributes(type)]));
      }
    });

    // [5.11-11]
    test(`actions are those that the cloud has (${dialect.title})`, ["Machine"], async () => {
      const actions = (await described()).get("Machine")!.parts("actions");
      const first = ["restart", "start", "stop", "pause", "suspend", "capture"];
      const names = dialect.edition === 1 ? first : [...first, "snapshot", "restore"];
      const listed = actions.map((action) => action.text("name"));
      expect(names.filter((name) => listed.includes(name))).toEqual(names.filter((name) => presence.has(`Machine.${name}`)));
      for (const action of actions) expect(action.text("uri")).toMatch(/\/action\/\w+$/);
    });
  }

  // [5.11-9]
  test("capabilities DefaultInitialState and InitialStates are what the cloud says", ["Machine.create"], async () => {
    const capabilities = await capabilitiesOf(shop().consumer().items("resourceMetadata"), "Machine");
    expect(capabilities.get("InitialStates")).toBe(presence.capability("Machine", "InitialStates"));
    expect(capabilities.get("DefaultInitialState")).toBe(presence.capability("Machine", "DefaultInitialState"));
    expect(presence.initialStates).toContain(presence.defaultInitialState);
  });

  // [5.11.1-4]
  test("capabilities of the Cloud Entry Point name the queries that work", [], async () => {
    const capabilities = await capabilitiesOf(shop().consumer().items("resourceMetadata"), "CloudEntryPoint");
    for (const name of [
      "ExpandParameter",
      "FilterParameter",
      "FirstParameter",
      "SelectParameter",
      "FormatParameter",
      "OrderByParameter",
    ])
      expect([name, capabilities.get(name)]).toEqual([name, "true"]);
  });

  test("each is read on its own", [], async () => {
    const consumer = shop().consumer();
    for (const item of await consumer.items("resourceMetadata"))
      expect((await consumer.get(idOf(item))).text("typeURI")).toBe(item.text("typeURI"));
  });
};

async function capabilitiesOf(items: Promise<readonly Seen[]>, type: string): Promise<ReadonlyMap<string, string | undefined>> {
  const found = (await items).find((seen) => seen.text("name") === type);
  return new Map(found!.parts("capabilities").map((capability) => [capability.text("name")!, capability.text("value")]));
}
