import { ProviderFault } from "@cimi-gateway/adapter";
import type { Values } from "@cimi-gateway/model";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { type Answered, BASE1, type FakeGateway, type FakeNetworks, gatewayOver, twoNetworks } from "./testing.js";

let cloud: FakeNetworks;
let gateway: FakeGateway;
beforeEach(async () => {
  cloud = twoNetworks();
  gateway = await gatewayOver(cloud.resources);
});
afterEach(() => gateway.close());

const N1 = "http://schemas.dmtf.org/cimi/1";
const href = (path: string) => ({ href: BASE1 + path });
const named = (job: Values) =>
  ((job.affectedResources ?? []) as readonly { href: string }[]).map((one) => one.href.replace(/^.*fake\//, ""));

describe("Jobs of edition 2's writes, in edition 1", () => {
  it("are read while the cloud cannot be", async () => {
    const answer = await second("PUT", "endpoints/a1?$select=name", {
      resourceURI: "http://schemas.dmtf.org/cimi/2/ProtocolEndpoint",
      name: "front",
    });
    const silent = async function* () {
      yield [];
      throw new ProviderFault("unavailable", "the cloud is away");
    };
    Object.assign(cloud.resources.Network.adapter, { list: silent });
    Object.assign(cloud.resources.ProtocolEndpoint.adapter, { list: silent });
    const job = await inFirst(answer);
    expect([job.state, named(job)]).toEqual(["SUCCESS", []]);
  });

  const second = (method: string, path: string, body?: object) => gateway.ask(method, `/cimi/2/fake/${path}`, body);
  const inFirst = ({ headers }: Answered) =>
    gateway.get(headers["CIMI-Job-URI"]!.replace("http://gateway.test/cimi/2", "/cimi/1"));

  it("name the view of what they worked on", async () => {
    const body = { resourceURI: "http://schemas.dmtf.org/cimi/2/ProtocolEndpoint", name: "front" };
    const job = await inFirst(await second("PUT", "endpoints/a1?$select=name", body));
    expect([job.targetResource, named(job)]).toEqual([href("addresses/a1"), ["addresses/a1"]]);
  });

  it("leave out what edition 1 has no word for", async () => {
    const job = await inFirst(await second("DELETE", "segments/e1"));
    expect([job.state, job.targetResource, named(job)]).toEqual(["SUCCESS", undefined, []]);
  });
});
