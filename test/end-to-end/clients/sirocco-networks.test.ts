import type { GatewayResponse } from "@cimi-gateway/core";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { ORIGIN, type Shown } from "../../support/gateway.js";
import { openSandbox } from "../../support/sandbox.js";

/** PEERS 2.2: networks, addresses and interfaces as the SDK of Sirocco asks for them, in JSON of edition 1. */
let sandbox: Awaited<ReturnType<typeof openSandbox>>;
beforeAll(async () => {
  sandbox = await openSandbox();
});
afterAll(() => sandbox.close());

const N1 = "http://schemas.dmtf.org/cimi/1";
const BASE = `${ORIGIN}/cimi/`;
const SIGN_IN = { accept: "application/json", authorization: "Basic dTpw", tenantid: "t", tenantname: "T" };

const ask = (method: string, target: string, body?: object) =>
  sandbox.gateway.send(method, target, { headers: SIGN_IN, ...(body && { body }) });
const read = async (target: string): Promise<Shown> => JSON.parse((await ask("GET", target)).body) as Shown;
const items = (collection: Shown, name: string) => (collection[name] ?? []) as readonly Shown[];
const href = (held: unknown): string => (held as { href: string }).href;

async function settled(answer: GatewayResponse): Promise<Shown> {
  expect([200, 201, 202]).toContain(answer.status);
  const job = await sandbox.gateway.job(answer);
  expect([job.state, job.statusMessage]).toEqual(["SUCCESS", job.statusMessage]);
  return job;
}

async function made(collection: string, body: object): Promise<Shown> {
  const answer = await ask("POST", `${BASE}${collection}`, body);
  await settled(answer);
  return read(answer.headers.Location!);
}

const network = (more: object = {}) =>
  made("networks", { name: "n", networkTemplate: { networkConfig: { networkType: "PRIVATE", mtu: 1400, ...more } } });

const MACHINE = {
  machineConfig: { href: `${BASE}machineConfigs/tiny` },
  machineImage: { href: `${BASE}machineImages/debian-12` },
};
const machine = (more: object) => made("machines", { name: "m", machineTemplate: { ...MACHINE, ...more } });

describe("the SDK of Sirocco, with networks", () => {
  it("finds their Collections under the names of its time", async () => {
    expect(Object.keys(await read(`${BASE}cloudEntryPoint`))).toEqual(
      expect.arrayContaining([
        "networks",
        "networkConfigs",
        "networkPorts",
        "networkPortConfigs",
        "addresses",
        "forwardingGroups",
      ]),
    );
  });

  it("makes a network from a configuration, stops and starts it", async () => {
    const config = await made("networkConfigs", { name: "c", networkType: "PRIVATE", mtu: 1400 });
    const one = await made("networks", { name: "n", networkTemplate: { networkConfig: { href: config.id } } });
    expect(one).toMatchObject({ networkType: "PRIVATE", mtu: 1400, name: "n" });
    const act = async (name: string) => {
      const link = (await read(one.id)).operations!.find(({ rel }) => rel === `${N1}/action/${name}`)!;
      await settled(await ask("POST", link.href, { action: `${N1}/action/${name}` }));
      return (await read(one.id)).state;
    };
    const states = one.state === "STARTED" ? [await act("stop"), await act("start")] : [await act("start"), await act("stop")];
    expect(states.toSorted()).toEqual(["STARTED", "STOPPED"]);
    await settled(await ask("DELETE", one.id));
    expect((await ask("GET", one.id)).status).toBe(404);
  });

  it("makes a machine with an interface in a network, and expands it", async () => {
    const one = await network();
    const { id } = await machine({ networkInterfaces: [{ network: { href: one.id }, state: "Active" }] });
    const expanded = await read(`${id}?$expand=networkInterfaces`);
    const nics = expanded.networkInterfaces as Shown;
    expect(nics.operations!.map(({ rel }) => rel)).toEqual(["add"]);
    const shown = items(await read(`${nics.id}?$expand=network`), "machineNetworkInterfaces");
    expect(shown).toMatchObject([
      { state: "Active", network: { name: "n" }, macAddress: expect.stringMatching(/^[0-9a-f:]{17}$/) },
    ]);
    const links = items(await read(`${href(shown[0]!.addresses)}?$expand=address`), "machineNetworkInterfaceAddresses");
    expect(links).toMatchObject([{ address: { protocol: "IPv4", allocation: "dynamic", resource: { href: id } } }]);
    expect((await ask("DELETE", one.id)).status).toBe(409);
    await settled(await ask("DELETE", id));
    await settled(await ask("DELETE", one.id));
  });

  it("adds an interface to a machine, changes it and takes it away", async () => {
    const one = await network();
    const { id, networkInterfaces } = await machine({});
    const nic = await ask("POST", href(networkInterfaces), { network: { href: one.id }, state: "Active", mtu: 1400 });
    await settled(nic);
    const location = nic.headers.Location!;
    expect(await read(location)).toMatchObject({ state: "Active", mtu: 1400, network: { href: one.id } });
    await settled(await ask("PUT", `${location}?$select=state,mtu`, { state: "Disabled", mtu: 1300 }));
    expect(await read(location)).toMatchObject({ state: "Disabled", mtu: 1300 });
    const job = await settled(await ask("DELETE", location));
    expect(job.targetResource).toEqual({ href: location });
    await settled(await ask("DELETE", id));
  });

  it("finds templates of addresses under addresses, as it looks for them, and in a strict face as the standard groups them", async () => {
    const { id } = await made("addressTemplates", { name: "any", allocation: "dynamic" });
    expect(items(await read(`${BASE}addressTemplates`), "addresses")).toMatchObject([{ id, name: "any" }]);
    const strict = await read(`${ORIGIN}/cimi/1/sandbox/addressTemplates`);
    expect([strict.addresses, items(strict, "addressTemplates")]).toMatchObject([undefined, [{ name: "any" }]]);
    await settled(await ask("DELETE", id));
  });

  it("gives an address to an interface and takes it back", async () => {
    const address = await made("addresses", { name: "front", addressTemplate: { allocation: "dynamic" } });
    expect(address).toMatchObject({ name: "front", ip: expect.stringMatching(/^203\.0\.113\./), mask: "255.255.255.0" });
    const { id, networkInterfaces } = await machine({});
    const [nic] = items(await read(href(networkInterfaces)), "machineNetworkInterfaces");
    const link = await ask("POST", href(nic!.addresses), { address: { href: address.id } });
    await settled(link);
    expect((await read(address.id)).resource).toEqual({ href: id });
    await settled(await ask("DELETE", link.headers.Location!));
    expect((await read(address.id)).resource).toBeUndefined();
    await settled(await ask("DELETE", address.id));
    await settled(await ask("DELETE", id));
  });

  it("joins networks by a group, and changes which", async () => {
    const [one, two] = [await network(), await network()];
    const group = await made("forwardingGroups", {
      name: "g",
      forwardingGroupTemplate: { networks: [{ href: one.id }, { href: two.id }] },
    });
    expect((group.networks as { href: string }[]).map(href).toSorted()).toEqual([one.id, two.id].toSorted());
    expect((await read(two.id)).forwardingGroup).toEqual({ href: group.id });
    await settled(await ask("PUT", `${group.id}?$select=networks`, { networks: [{ href: one.id }] }));
    expect((await read(group.id)).networks).toEqual([{ href: one.id }]);
    expect((await read(two.id)).forwardingGroup).toBeUndefined();
    expect((await ask("DELETE", one.id)).status).toBe(409);
    await settled(await ask("DELETE", group.id));
    for (const { id } of [one, two]) await settled(await ask("DELETE", id));
  });

  it("makes a port of a network, stops it and starts it", async () => {
    const one = await network();
    const template = { network: { href: one.id }, networkPortConfig: { portType: "ACCESS" } };
    const port = await made("networkPorts", { name: "p", networkPortTemplate: template });
    expect(port).toMatchObject({ network: { href: one.id }, portType: "ACCESS" });
    const listed = await read(href((await read(one.id)).networkPorts));
    for (const name of ["networkPorts", "networkNetworkPorts"])
      expect(items(listed, name)).toMatchObject([{ networkPort: { href: port.id } }]);
    for (const [action, state] of [
      ["start", "STARTED"],
      ["stop", "STOPPED"],
      ["start", "STARTED"],
    ] as const) {
      if ((await read(port.id)).state === state) continue;
      await settled(await ask("POST", `${port.id}/${action}`, { action: `${N1}/action/${action}` }));
      expect((await read(port.id)).state).toBe(state);
    }
    await settled(await ask("DELETE", port.id));
    await settled(await ask("DELETE", one.id));
  });
});
