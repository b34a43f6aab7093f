import type { CreateRequest } from "@cimi-gateway/adapter";
import { type Model, model, parseBody, type ResourceName, type Values } from "@cimi-gateway/model";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { Create } from "../jobs/intent.js";
import { FakeResource, type FakeService, serviceOf, sessionOf } from "../testing.js";
import { prepareCreate } from "./create.js";
import { prepareUpdate } from "./update.js";

const RULE = "allow in tcp 443 from service:networkServices";
const writes = {
  create: async () => ({ id: "" }),
  update: async () => ({ id: "" }),
};

let service: FakeService;
let services: FakeResource;
beforeEach(async () => {
  const things = [
    { id: "sg-1", marker: "web", type: "Firewall", policies: { "rule.a": `${RULE}/sg-2` }, state: "STARTED" },
    { id: "sg-2", marker: "lb", type: "Firewall", policies: { "rule.b": "as the cloud says it" }, state: "STARTED" },
  ];
  services = new FakeResource(["name", "type", "policies", "network", "state"], things, writes);
  service = await serviceOf({
    Network: new FakeResource(["name"], [{ id: "vpc-1" }]).adapter,
    NetworkService: services.adapter,
  });
  for (const [marker, id] of [
    ["web", "sg-1"],
    ["lb", "sg-2"],
  ] as const)
    await service.store.identities.assign(service.cloud.scope, "NetworkService", marker, id);
});
afterEach(() => service.close());

const message = (body: object) => ({
  body: parseBody(JSON.stringify(body), "json"),
  format: "json" as const,
  reading: { edition: 2 as const, tolerant: false, model: model as Model, erasable: false },
});

const policiesSent = async (policies: Values): Promise<unknown> => {
  const template = { type: "Firewall", network: { href: "networks/vpc-1" }, policies };
  const route = { kind: "collection", type: "NetworkService", collection: "networkServices" } as const;
  const { intent } = await prepareCreate(sessionOf(service), route, message({ networkServiceTemplate: template }));
  return ((intent as Create).request as CreateRequest<"NetworkService"> as { template: Values }).template.policies;
};

const changed = async (policies: Values): Promise<Values> => {
  const route = {
    kind: "item",
    type: "NetworkService" as ResourceName,
    collection: "networkServices",
    id: "web",
    path: "networkServices/web",
  } as const;
  const { intent } = await prepareUpdate(sessionOf(service, { query: "$select=policies" }), route, message({ policies }));
  return intent.kind === "update" ? intent.changes : {};
};

describe("policies on their way to a cloud (5.16.17)", () => {
  it("are canonical, and name other resources by their native ids", async () => {
    expect(await policiesSent({ "rule.web": `allow  in tcp 443  from service:networkServices/lb` })).toEqual({
      "rule.web": `${RULE}/sg-2`,
    });
  });

  it("are refused before anything is sent, with the place and what would be accepted", async () => {
    await expect(policiesSent({ "rule.web": "open everything" })).rejects.toThrow(
      /networkServiceTemplate\.policies\.rule\.web: .*allow/,
    );
    await expect(policiesSent({ listener: "443" })).rejects.toThrow(/policies\.listener: is no key here; known: .*rule/);
    await expect(policiesSent({ "rule.web": `${RULE}/none` })).rejects.toThrow("there is no NetworkService");
  });

  it("are no change when they come back as they were shown", async () => {
    expect(await changed({ "rule.a": `${RULE}/lb` })).toEqual({});
    expect(await changed({ "rule.a": `${RULE}/web` })).toEqual({ policies: { "rule.a": `${RULE}/sg-1` } });
  });
});

describe("policies that a cloud tells", () => {
  it("name other resources by their CIMI ids; what is no text of ours stays as it is", async () => {
    const { entities } = await service.reader.list("NetworkService");
    expect(entities.map(({ values }) => values.policies)).toEqual([
      { "rule.b": "as the cloud says it" },
      { "rule.a": `${RULE}/lb` },
    ]);
  });

  it("never hold a secret", async () => {
    services.things.set("vpn-1", { id: "vpn-1", type: "VPN", policies: { "preSharedKey.a": "s3cret-s3cret" }, state: "STARTED" });
    const { entities } = await service.reader.list("NetworkService");
    expect(JSON.stringify(entities.map(({ values }) => values))).not.toContain("s3cret");
  });
});
