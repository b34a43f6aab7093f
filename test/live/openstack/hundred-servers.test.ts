import type { Adapter } from "@cimi-gateway/adapter";
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from "@jest/globals";
import type { Shown } from "../../support/gateway.js";
import { openCloud } from "./adapter-harness.js";
import { Cloud } from "./cloud.js";
import { EQUIPPED, hundredServers, NAME, removeServers, SERVERS } from "./hundred-servers.js";
import { LiveGateway } from "./live-gateway.js";
import { NativeClient } from "./native-client.js";
import { Relay } from "./relay.js";

jest.setTimeout(600_000);

let relay: Relay;
let native: NativeClient;
let adapter: Adapter;
let gateway: LiveGateway;

beforeAll(async () => {
  const cloud = new Cloud();
  native = await NativeClient.open(cloud);
  await hundredServers(native);
  relay = await Relay.open(cloud);
  adapter = await openCloud(relay.settings);
  // The token, the microversions and what a new gateway asks for are no part of what lists cost.
  await open(0);
  for (const list of ["machines?$expand=disks", "networks"]) await gateway.gateway.get(`/cimi/2/private/${list}`);
  await gateway.close();
});
afterEach(() => gateway?.close());
afterAll(async () => {
  await adapter?.close?.();
  await relay?.close();
  if (native) await removeServers(native);
});

/** A gateway that remembers nothing yet. @param listAge milliseconds */
async function open(listAge: number): Promise<void> {
  const { close: _, ...lasting } = adapter;
  gateway = await LiveGateway.over(lasting, { listAge });
}

/** The machines of this file, and the native calls that their list costs. */
async function listed(target: string): Promise<{ machines: readonly Shown[]; calls: Readonly<Record<string, number>> }> {
  relay.take();
  const { machines } = await gateway.gateway.get(target);
  return { machines: (machines as readonly Shown[]).filter(({ name }) => String(name).startsWith(NAME)), calls: relay.counts() };
}

const itemsIn = (machines: readonly Shown[], collection: string, items: string): number =>
  machines.flatMap((machine) => (machine[collection] as Readonly<Record<string, readonly unknown[]>>)[items] ?? []).length;

const SERVERS_LISTED = { "GET compute /servers/detail": 1 };
const VOLUMES_LISTED = { "GET volume /volumes/detail": 1 };
const PORTS_LISTED = { "GET network /ports": 1 };

describe("a list of 100 machines costs OpenStack a fixed number of calls (DESIGN, Contract)", () => {
  it.each([
    ["", {}],
    ["?$expand=volumes", VOLUMES_LISTED],
    ["?$expand=disks", VOLUMES_LISTED],
    ["?$expand=interfaces", PORTS_LISTED],
    ["?$expand=snapshots", { "GET image /images": 1 }],
    ["?$expand=interfaces,volumes,disks", { ...PORTS_LISTED, "GET volume /volumes/detail": 2 }],
  ])("in edition 2: machines%s", async (query, more) => {
    await open(0);
    const { machines, calls } = await listed(`/cimi/2/private/machines${query}`);
    expect([machines.length, calls]).toEqual([SERVERS, { ...SERVERS_LISTED, ...more }]);
  });

  // Edition 1 tells an interface of what edition 2 has in four types: interfaces, endpoints, segments and services of three kinds.
  const CONNECTED = {
    "GET network /ports": 4,
    "GET network /networks": 2,
    "GET network /subnets": 2,
    "GET network /floatingips": 1,
    "GET network /routers": 1,
    "GET network /security-groups": 1,
    "GET loadBalancer /lbaas/loadbalancers": 1,
  };

  it.each([
    ["", {}],
    ["?$expand=networkInterfaces", CONNECTED],
    ["?$expand=networkInterfaces,volumes,disks", { ...CONNECTED, "GET volume /volumes/detail": 2 }],
  ])("in edition 1: machines%s", async (query, more) => {
    await open(60_000);
    const { machines, calls } = await listed(`/cimi/1/private/machines${query}`);
    expect([machines.length, calls]).toEqual([SERVERS, { ...SERVERS_LISTED, ...more }]);
  });

  it("and has all of what the machines hold", async () => {
    await open(0);
    const { machines } = await listed("/cimi/2/private/machines?$expand=interfaces,volumes,disks");
    expect({
      disks: itemsIn(machines, "disks", "disks"),
      volumes: itemsIn(machines, "volumes", "locatedVolumes"),
      interfaces: itemsIn(machines, "interfaces", "networkInterfaces"),
    }).toEqual({ disks: SERVERS + EQUIPPED, volumes: EQUIPPED, interfaces: EQUIPPED });
  });
});
