import type { Values } from "@cimi-gateway/model";
import { openStore, type Store } from "@cimi-gateway/store";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { FakeResource, type Thing } from "../testing.js";
import { gatewayOf, type TestGateway } from "../testing-gateway.js";

const TYPE = "http://schemas.dmtf.org/cimi/2";
const SCOPE = { tenant: "default", cloud: "fake" };

let made: TestGateway;
let store: Store;
/** The templates of the services that the cloud was asked for. */
let asked: Values[];
beforeEach(async () => {
  asked = [];
  const creating = (attributes: readonly string[]): FakeResource => {
    const fake: FakeResource = new FakeResource(attributes, [], {
      create: async ({ id, template }, { step }) => {
        if (attributes.includes("policies")) asked.push(template as Values);
        fake.things.set(`n-${id}`, { id: `n-${id}`, marker: id, ...(template as object), state: "STARTED" } as Thing);
        return step("create", { send: async () => ({ id: `n-${id}` }) });
      },
      update: async (id) => ({ id }),
    });
    return fake;
  };
  store = await openStore({ folder: ":memory:" });
  const cloud = {
    Network: creating(["state", "services"]).adapter,
    NetworkService: creating(["state", "type", "policies", "network"]).adapter,
  };
  made = await gatewayOf(cloud, { store });
});
afterEach(() => made.close());

const policies = { routing: "bgp", "preSharedKey.all": "hush" };
const template = { name: "t", serviceTemplates: [{ name: "office", type: "VPN", policies }] };

/** Keeps the template; gives its id. */
async function kept(): Promise<string> {
  const body = { resourceURI: `${TYPE}/NetworkTemplate`, ...template };
  const answer = await made.ask("POST", "2/fake/networkTemplates", { body });
  expect(answer.status).toBe(201);
  return (JSON.parse(answer.body) as { id: string }).id.replace(/^.*\//, "");
}

async function secretsUsedOf(id: string): Promise<readonly unknown[]> {
  const networkTemplate = { href: `networkTemplates/${id}` };
  const answer = await made.ask("POST", "2/fake/networks", { body: { resourceURI: `${TYPE}/NetworkCreate`, networkTemplate } });
  expect([answer.status, answer.body]).toEqual([201, expect.any(String)]);
  return asked.map((service) => (service.policies as Values)["preSharedKey.all"]);
}

describe("secrets that a template holds by value (RELIABILITY, rule 12)", () => {
  it("are sealed, shown to nobody, and used", async () => {
    const id = await kept();
    const row = await store.records.get(SCOPE, "NetworkTemplate", id);
    expect(JSON.stringify(row!.value)).not.toContain("hush");
    const { serviceTemplates } = await made.get(`networkTemplates/${id}`);
    expect(serviceTemplates).toEqual([{ name: "office", type: "VPN", policies: { routing: "bgp" } }]);
    expect((await made.ask("GET", "2/fake/networkTemplates", { headers: { accept: "application/xml" } })).body).not.toMatch(
      /preSharedKey|hush/,
    );
    expect(await secretsUsedOf(id)).toEqual(["hush"]);
  });

  it("stay where a PUT sends back what was shown, changed or not, and are sealed again", async () => {
    const id = await kept();
    const path = `2/fake/networkTemplates/${id}`;
    const { headers, body } = await made.ask("GET", path);
    expect((await made.ask("PUT", path, { body })).headers.ETag).toBe(headers.ETag);
    expect((await made.ask("PUT", path, { body: body.replace("bgp", "static") })).status).toBe(200);
    const row = await store.records.get(SCOPE, "NetworkTemplate", id);
    expect(JSON.stringify(row!.value)).not.toContain("hush");
    expect(row!.value).toMatchObject({ serviceTemplates: [{ value: { policies: { routing: "static" } } }] });
    expect(await secretsUsedOf(id)).toEqual(["hush"]);
  });

  it("of a row that holds them as they are, from before they were sealed, are not shown, and used", async () => {
    const value = { name: "t", serviceTemplates: [{ value: template.serviceTemplates[0]! }] };
    await store.records.insert(SCOPE, { type: "NetworkTemplate", id: "old", parent: "", created: "2026-01-01T00:00:00Z", value });
    expect(JSON.stringify(await made.get("networkTemplates/old"))).not.toContain("hush");
    expect(await secretsUsedOf("old")).toEqual(["hush"]);
  });
});
