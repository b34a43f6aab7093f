import { type Edition, type Model, model, nameIn } from "@cimi-gateway/model";
import { expect } from "@jest/globals";
import type { Dialect } from "../dialect.js";
import type { Seen } from "../seen.js";
import type { Cases } from "../suite.js";

const described: Model = model;

const isIn = (type: string, edition: Edition): boolean => {
  const { since, until } = described[type]!;
  return since <= edition && edition <= until;
};

/** 5.1: what the cloud has beyond CIMI is described like everything else. */
export const extensions: Cases = ({ test, shop, presence, extremes }) => {
  for (const dialect of extremes) {
    const extended = presence.types.filter((type) => presence.added(type) !== undefined && isIn(type, dialect.edition));

    test(`extension attributes are described with namespace and type (${dialect.title})`, [], async () => {
      for (const type of extended) {
        const listed = (await metadataOf(type, dialect)).parts("attributes");
        for (const [name, { namespace, type: held }] of presence.added(type)!.attributes) {
          const found = listed.find((attribute) => attribute.text("name") === name);
          expect([name, found?.text("namespace"), found?.text("type")]).toEqual([name, namespace, held]);
        }
      }
    });

    test(`extension operations and capabilities are described with their URIs (${dialect.title})`, [], async () => {
      for (const type of extended) {
        const metadata = await metadataOf(type, dialect);
        const uris = [...metadata.parts("actions"), ...metadata.parts("capabilities")].map((part) => part.text("uri"));
        const { operations, capabilities } = presence.added(type)!;
        expect(uris).toEqual(expect.arrayContaining([...operations, ...capabilities]));
      }
    });
  }

  test("5.3: an attribute of a namespace that the cloud does not have is refused", ["Machine.create"], async () => {
    const consumer = shop().consumer();
    const content = { machineTemplate: { ...(await shop().ingredients()), colour: "red" } };
    const reply = await consumer.add(await consumer.collection("machines"), "MachineCreate", content);
    expect([reply.status, reply.seen!.text("statusMessage")]).toEqual([400, expect.stringContaining("colour")]);
  });

  /** The provider's own: consumers make some about the same type, which do not describe it. */
  const metadataOf = async (type: string, dialect: Dialect): Promise<Seen> => {
    const all = await shop().consumer(dialect).items("resourceMetadata");
    const about = all.filter((seen) => seen.text("typeURI")!.endsWith(`/${nameIn(described[type]!, dialect.edition)}`));
    return about.find((seen) => seen.parts("attributes").length > 0)!;
  };
};
