import { extensionAttribute, extensionCapability, extensionOperation, type WriteContext } from "@cimi-gateway/adapter";
import { attribute, enumeration, integer, string, type Values } from "@cimi-gateway/model";
import { afterEach, describe, expect, it } from "@jest/globals";
import { FakeResource, type Thing } from "./testing.js";
import { gatewayOf, type TestGateway } from "./testing-gateway.js";

const OURS = "urn:test:1";
const BASE = "http://gateway.test/cimi/2/fake/";

let made: TestGateway;
let calls: unknown[];
afterEach(() => made.close());

/** A cloud whose Machines have a rack, a kind that is chosen once, and a price, and can be moved. */
async function cloud(): Promise<TestGateway> {
  calls = [];
  const machines = new FakeResource(["name", "state"], [{ id: "m1", name: "web", state: "STARTED", rack: "r1", price: 7 }], {
    create: async ({ id, template }, { step }) => step("create", { send: async () => make(id, template) }),
    update: async (id, changes: Values) => {
      calls.push(changes);
      machines.things.set(id, { ...machines.things.get(id)!, ...changes } as Thing);
      return { id };
    },
    extensions: {
      attributes: {
        rack: { ...extensionAttribute(OURS, string, { help: "Where it stands." }), read: (native) => (native as Thing).rack },
        kind: {
          ...extensionAttribute(OURS, enumeration(["small", "large"]), {
            help: "Which one it is.",
            mutable: false,
            consumerWritable: false,
            atCreation: true,
          }),
          read: (native) => (native as Thing).kind,
        },
        price: {
          ...extensionAttribute(OURS, integer, { help: "Cents an hour.", consumerWritable: false }),
          read: (native) => (native as Thing).price,
        },
      },
      operations: {
        move: {
          ...extensionOperation(OURS, "move", {
            from: ["STARTED"],
            input: { rack: attribute(string, { consumerMandatory: true }) },
          }),
          run: async (id: string, input: Values, _context: WriteContext) => {
            calls.push(input);
            machines.things.set(id, { ...machines.things.get(id)!, rack: input.rack });
            return { id };
          },
        },
      },
      capabilities: { Racks: extensionCapability(OURS, "Machine/Racks", 2, "How many racks there are.") },
    },
  });
  const make = (id: string, template: object): { id: string } => {
    machines.things.set(`n-${id}`, { id: `n-${id}`, marker: id, state: "STOPPED", ...template } as Thing);
    return { id: `n-${id}` };
  };
  const image = new FakeResource(["name"], [{ id: "i1" }]).adapter;
  const configuration = new FakeResource(["cpu", "memory"], [{ id: "c1", cpu: 1, memory: 1024 }]).adapter;
  return gatewayOf({ Machine: machines.adapter, MachineImage: image, MachineConfiguration: configuration });
}

const template = { machineImage: { href: "machineImages/i1" }, machineConfig: { href: "machineConfigs/c1" } };

describe("what a cloud adds to a type (5.1)", () => {
  it("is shown in JSON of edition 2 and not in that of edition 1, whose clients refuse what they do not know", async () => {
    made = await cloud();
    expect(await made.get("machines/m1")).toMatchObject({ rack: "r1", price: 7 });
    for (const face of ["1/fake", "fake"]) expect((await made.ask("GET", `${face}/machines/m1`)).body).not.toContain("rack");
  });

  it("is shown in XML of both editions, in its namespace and after the operations", async () => {
    made = await cloud();
    for (const edition of [1, 2]) {
      const { body } = await made.ask("GET", `${edition}/fake/machines/m1`, { headers: { accept: "application/xml" } });
      expect(body).toMatch(/operation.*<rack xmlns="urn:test:1">r1<\/rack><price xmlns="urn:test:1">7<\/price><\/Machine>$/s);
    }
  });

  it("is filtered, sorted and selected like any attribute (4.1.6)", async () => {
    made = await cloud();
    expect(await made.get("machines", "$filter=rack='r1'%20and%20price%3E6")).toMatchObject({ count: 1 });
    expect(await made.get("machines", "$filter=rack='r2'&$orderby=price:desc")).toMatchObject({ count: 0 });
    expect(Object.keys(await made.get("machines/m1", "$select=rack"))).toEqual(["resourceURI", "rack"]);
  });

  it("is written by PUT in every format, where it may be (5.3)", async () => {
    made = await cloud();
    await made.ask("PUT", "2/fake/machines/m1", { query: "$select=rack,price", body: { rack: "r2", price: 0 } });
    const xml = `<Machine xmlns="http://schemas.dmtf.org/cimi/1"><x:rack xmlns:x="${OURS}">r3</x:rack></Machine>`;
    await made.ask("PUT", "1/fake/machines/m1", { query: "$select=rack", body: xml });
    expect(calls).toEqual([{ rack: "r2" }, { rack: "r3" }]);
  });

  it("is let be by a PUT in JSON of edition 1, which does not show it", async () => {
    made = await cloud();
    const { operations: _, ...shown } = JSON.parse((await made.ask("GET", "1/fake/machines/m1")).body) as Record<string, unknown>;
    expect((await made.ask("PUT", "1/fake/machines/m1", { body: shown })).status).toBe(200);
    expect(calls).toEqual([]);
  });

  it("is refused where its value is none of its type, or its name that of nothing here", async () => {
    made = await cloud();
    const refusals = [
      await made.ask("PUT", "2/fake/machines/m1", { body: { rack: 7 } }),
      await made.ask("PUT", "2/fake/machines/m1", { body: { shelf: "s1" } }),
      await made.ask("PUT", "2/fake/machines/m1", {
        body: '<Machine xmlns="http://schemas.dmtf.org/cimi/2"><rack xmlns="urn:other">r2</rack></Machine>',
      }),
    ];
    expect(refusals.map(({ status }) => status)).toEqual([400, 400, 400]);
    expect(refusals[1]!.body).toMatch(/unknown attribute.*rack/);
  });

  it("is in the template where it is said at creation, by value and in a template that is kept", async () => {
    made = await cloud();
    const kept = await made.ask("POST", "2/fake/machineTemplates", { body: { ...template, kind: "large" } });
    const { id, kind } = JSON.parse(kept.body) as { id: string; kind: string };
    const create = (machineTemplate: object) =>
      made.ask("POST", "2/fake/machines", {
        body: { resourceURI: "http://schemas.dmtf.org/cimi/2/MachineCreate", machineTemplate },
      });
    expect([kept.status, kind]).toEqual([201, "large"]);
    expect(JSON.parse((await create({ href: id })).body)).toMatchObject({ kind: "large" });
    expect(JSON.parse((await create({ href: id, kind: "small" })).body)).toMatchObject({ kind: "small" });
    const refused = await create({ ...template, kind: "huge" });
    expect([refused.status, refused.body]).toEqual([400, expect.stringContaining("expected one of small, large")]);
    expect((await create({ ...template, price: 1 })).status).toBe(400);
  });
});

describe("what a cloud adds to images (5.1)", () => {
  it("is said as the image is made, of a source (5.15.8.1) and by the link of the source's operation", async () => {
    const wish = { ...extensionAttribute(OURS, enumeration(["hot", "cold"]), { atCreation: true, help: "Where it is kept." }) };
    const images = new FakeResource(["name", "state", "imageLocation"], [], {
      create: async ({ id }) => ({ id }),
      extensions: { attributes: { tier: { ...wish, read: (native) => (native as Thing).tier } } },
    });
    const snapshot = async (_id: string, { creates }: { creates?: { id: string; template: object } }, { step }: WriteContext) =>
      step("create", {
        send: async () => {
          const { id: marker, template: chosen } = creates!;
          images.things.set(`n-${marker}`, { id: `n-${marker}`, marker, state: "AVAILABLE", ...chosen } as Thing);
          return { id: `n-${marker}` };
        },
      });
    const volumes = new FakeResource(["name", "state"], [{ id: "v1", state: "AVAILABLE" }], {
      operations: { snapshot: { run: snapshot } } as object,
    });
    made = await gatewayOf({ Volume: volumes.adapter, VolumeImage: images.adapter });
    const image = { resourceURI: "http://schemas.dmtf.org/cimi/2/VolumeImage", imageLocation: `${BASE}volumes/v1` };
    const add = (body: object) => made.ask("POST", "2/fake/volumeImages", { body });
    expect(JSON.parse((await add({ ...image, tier: "cold" })).body)).toMatchObject({ tier: "cold" });
    await made.ask("POST", "2/fake/volumes/v1/snapshot", { body: { ...image, tier: "hot" } });
    expect([...images.things.values()].map(({ tier }) => tier)).toEqual(["cold", "hot"]);
    expect((await add({ ...image, tier: "warm" })).status).toBe(400);
  });
});

describe("an operation that a cloud adds (5.1)", () => {
  it("is offered by its URI as the state allows, and carried out with its input", async () => {
    made = await cloud();
    const { operations } = (await made.get("machines/m1")) as { operations: object[] };
    expect(operations).toContainEqual({ rel: "urn:test:1/action/move", href: `${BASE}machines/m1/move` });
    const action = { resourceURI: "http://schemas.dmtf.org/cimi/2/Action", action: "urn:test:1/action/move", rack: "r9" };
    const answer = await made.ask("POST", "2/fake/machines/m1/move", { body: action });
    expect([answer.status, calls]).toEqual([200, [{ rack: "r9" }]]);
    expect(JSON.parse(answer.body)).toMatchObject({ action: "urn:test:1/action/move", state: "SUCCESS" });
    expect(await made.get("machines/m1")).toMatchObject({ rack: "r9" });
  });

  it("is asked for in XML of edition 1, too; input that is missing is refused", async () => {
    made = await cloud();
    const action = (input: string) =>
      `<Action xmlns="http://schemas.dmtf.org/cimi/1"><action>urn:test:1/action/move</action>${input}</Action>`;
    expect((await made.ask("POST", "1/fake/machines/m1/move", { body: action("<rack>r9</rack>") })).status).toBe(200);
    const refused = await made.ask("POST", "1/fake/machines/m1/move", { body: action("") });
    expect([refused.status, refused.body]).toEqual([400, expect.stringContaining("rack")]);
  });
});

describe("ResourceMetadata of what a cloud adds (5.11)", () => {
  it("has attributes with namespace and type, actions and capabilities with their URIs", async () => {
    made = await cloud();
    const { attributes, actions, capabilities } = (await made.get("resourceMetadata/Machine")) as Record<string, object[]>;
    expect(attributes).toContainEqual({
      name: "price",
      namespace: OURS,
      type: "integer",
      required: false,
      providerMandatory: false,
      consumerMandatory: false,
      mutable: true,
      consumerWritable: false,
    });
    expect(actions).toContainEqual(expect.objectContaining({ name: "move", uri: "urn:test:1/action/move" }));
    expect(capabilities).toContainEqual({
      name: "Racks",
      uri: "urn:test:1/capability/Machine/Racks",
      description: "How many racks there are.",
      value: 2,
    });
    const ofTemplate = (await made.get("resourceMetadata/MachineTemplate")) as Record<string, object[]>;
    expect(ofTemplate.attributes).toContainEqual(expect.objectContaining({ name: "kind", namespace: OURS, mutable: true }));
  });
});
