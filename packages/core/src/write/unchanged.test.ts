import { type SteppingClock, steppingClock } from "@cimi-gateway/adapter";
import { type Model, model, parseBody, type Values } from "@cimi-gateway/model";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { BASE, FakeResource, type FakeService, serviceOf, sessionOf } from "../testing.js";
import { prepareUpdate } from "./update.js";

const done = async () => ({ id: "" });
const writes = { create: done, update: done, delete: done };
const LIST_AGE = 2000;
const POLICIES = { "rule.web": "allow in tcp 443 from segment:segments/net-1" };

let clock: SteppingClock;
let service: FakeService;
let endpoints: FakeResource;
let services: FakeResource;
beforeEach(async () => {
  clock = steppingClock();
  const own = { id: "e-1", name: "web", interface: { href: "interfaces/eni-1" }, state: "ENABLED" };
  endpoints = new FakeResource(["name", "interface", "state"], [own], writes);
  const firewall = { id: "sg-1", name: "fw", type: "Firewall", policies: POLICIES, state: "STARTED" };
  services = new FakeResource(["name", "type", "policies", "state"], [firewall], writes);
  service = await serviceOf(
    {
      ProtocolEndpoint: endpoints.adapter,
      NetworkInterface: new FakeResource(["name"], [{ id: "eni-1" }, { id: "eni-2" }]).adapter,
      ProtocolSegment: new FakeResource(["name"], [{ id: "net-1" }]).adapter,
      NetworkService: services.adapter,
    },
    { clock, limits: { listAge: LIST_AGE } },
  );
});
afterEach(() => service.close());

async function put(type: "ProtocolEndpoint" | "NetworkService", path: string, body: Values, headers = {}) {
  const [collection, id] = path.split("/") as [string, string];
  return prepareUpdate(
    sessionOf(service, { headers }),
    { kind: "item", type, collection, id, path },
    {
      body: parseBody(JSON.stringify(body), "json"),
      format: "json",
      reading: { edition: 2, tolerant: false, model: model as Model, erasable: false },
    },
  );
}

const SHOWN = { name: "web", interface: { href: `${BASE}interfaces/eni-1` }, state: "ENABLED" };
const onEndpoint = async (body: Values, headers = {}) =>
  (await put("ProtocolEndpoint", "endpoints/e-1", body, headers)).intent.kind;

/** As a GET reads it. */
async function rendered(): Promise<void> {
  await service.view.find("ProtocolEndpoint", "e-1");
  endpoints.calls.length = 0;
}

describe("a PUT of what was last rendered (Contract, Answers)", () => {
  it("asks the cloud for nothing, not even for what it refers to", async () => {
    await rendered();
    expect([await onEndpoint(SHOWN), endpoints.calls]).toEqual(["nothing", []]);
  });

  it("is no change, although the cloud changed behind our back", async () => {
    await rendered();
    endpoints.things.set("e-1", { id: "e-1", name: "other", state: "ENABLED" });
    expect([await onEndpoint(SHOWN), endpoints.calls]).toEqual(["nothing", []]);
  });

  it("is compared with what there is where it was rendered longer ago than lists serve", async () => {
    await rendered();
    clock.advance(LIST_AGE + 1);
    expect([await onEndpoint(SHOWN), endpoints.calls]).toEqual(["nothing", ["read e-1"]]);
  });

  it("is compared with what there is under a condition (4.1.7.2)", async () => {
    await rendered();
    expect([await onEndpoint(SHOWN, { "if-match": "*" }), endpoints.calls]).toEqual(["nothing", ["read e-1"]]);
  });

  it("is compared with what there is once a write was made", async () => {
    await rendered();
    service.reader.forget("ProtocolEndpoint");
    expect([await onEndpoint(SHOWN), endpoints.calls]).toEqual(["nothing", ["read e-1"]]);
  });

  it.each([
    ["an attribute", { ...SHOWN, name: "new" }],
    ["a reference", { ...SHOWN, interface: { href: "interfaces/eni-2" } }],
    ["one that is left out", { name: "web" }],
  ])("with another value of %s is a change of what there is now", async (_, body) => {
    await rendered();
    expect([await onEndpoint(body), endpoints.calls]).toEqual(["update", ["read e-1"]]);
  });

  it("that names another cloud's resource of the same path is refused", async () => {
    await rendered();
    const foreign = { ...SHOWN, interface: { href: "http://elsewhere.test/interfaces/eni-1" } };
    await expect(onEndpoint(foreign)).rejects.toThrow("does not belong to this Cloud Entry Point");
  });

  it("may write the texts of policies in its own way, with references of any face", async () => {
    await service.view.list("NetworkService");
    services.calls.length = 0;
    const policies = { "rule.web": `allow  in tcp 443 from segment:${BASE}segments/net-1` };
    const { intent } = await put("NetworkService", "networkServices/sg-1", { name: "fw", policies });
    expect([intent.kind, services.calls]).toEqual(["nothing", []]);
    await expect(put("NetworkService", "networkServices/sg-1", { name: "fw", policies: { "rule.web": "open" } })).rejects.toThrow(
      "policies.rule.web",
    );
  });
});
