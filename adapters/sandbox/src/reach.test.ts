import { beforeEach, describe, expect, it } from "@jest/globals";
import { reaches } from "./reach.js";
import { type Scene, scene } from "./testing.js";

let made: Scene;
let network: string;
let segments: readonly string[];
/** Two in the first segment, one in the second. */
let ends: readonly string[];

beforeEach(async () => {
  made = await scene();
  network = await made.make("network.create", {});
  segments = [await segment("10.1.0.0/24"), await segment("10.2.0.0/24")];
  ends = [await endpoint(segments[0]!), await endpoint(segments[0]!), await endpoint(segments[1]!)];
});

const segment = (prefix: string) => made.make("protocolSegment.create", { network, protocol: "IPv4", prefix });

async function endpoint(within: string): Promise<string> {
  const networkInterface = await made.make("networkInterface.create", {});
  return made.make("protocolEndpoint.create", { segment: within, networkInterface });
}

async function service(
  type: "Firewall" | "IP Routing",
  served: readonly { readonly endpoint?: string; readonly segment?: string }[],
  policies = {},
): Promise<string> {
  const id = await made.make("networkService.create", { network, type, policies });
  for (const one of served) await made.done("networkService.serve", { id, ...one });
  return id;
}

const arrives = (from: number, to: number, port = 443, protocol = "tcp"): Promise<boolean> =>
  reaches(made.world, { from: ends[from]!, to: ends[to]!, protocol, port });

describe("traffic", () => {
  it("arrives within a segment, and in another one by a service only (5.16.17)", async () => {
    expect([await arrives(0, 1), await arrives(0, 2)]).toEqual([true, false]);
    const id = await service("IP Routing", [{ segment: segments[0]! }, { segment: segments[1]! }]);
    expect(await arrives(0, 2)).toBe(true);
    await made.done("networkService.stop", { id });
    expect(await arrives(0, 2)).toBe(false);
  });

  it("does not arrive without a service where noDefaultRouting is true (Table 32)", async () => {
    await made.done("protocolSegment.update", { id: segments[0]!, isolated: true });
    expect(await arrives(0, 1)).toBe(false);
  });

  it("does not arrive while the network is stopped, and again when it is started (5.16.1.2)", async () => {
    await made.done("network.stop", { id: network });
    expect(await arrives(0, 1)).toBe(false);
    await made.done("network.start", { id: network });
    expect(await arrives(0, 1)).toBe(true);
  });

  it.each(["protocolEndpoint", "networkInterface"] as const)("does not arrive where the %s is disabled", async (kind) => {
    const id = kind === "protocolEndpoint" ? ends[1]! : (await made.see("protocolEndpoint", ends[1]!))!.networkInterface!;
    await made.done(`${kind}.disable`, { id });
    expect(await arrives(0, 1)).toBe(false);
  });
});

describe("a firewall", () => {
  it("lets in what a rule allows, and nothing else", async () => {
    await service("Firewall", [{ endpoint: ends[1]! }], { "rule.web": "allow in tcp 443 from 10.1.0.0/24" });
    expect([await arrives(0, 1), await arrives(0, 1, 80), await arrives(0, 1, 443, "udp"), await arrives(1, 0)]).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });

  it("lets out what no rule denies", async () => {
    await service("Firewall", [{ endpoint: ends[0]! }], { "rule.mail": "deny out tcp 25" });
    expect([await arrives(0, 1, 25), await arrives(0, 1)]).toEqual([false, true]);
  });

  it("of the least priority decides; without one, what is allowed and not denied passes", async () => {
    const policies = { "rule.all": "allow in any priority 20", "rule.secure": "deny in tcp 22 priority 10" };
    const id = await service("Firewall", [{ segment: segments[0]! }], policies);
    expect([await arrives(0, 1, 22), await arrives(0, 1)]).toEqual([false, true]);
    await made.done("networkService.update", { id, policies: { "rule.all": "allow in any", "rule.secure": "deny in tcp 22" } });
    expect([await arrives(0, 1, 22), await arrives(0, 1)]).toEqual([false, true]);
  });

  it("does what its default says of the rest", async () => {
    await service("Firewall", [{ endpoint: ends[1]! }], { "default.in": "allow", "rule.secure": "deny in tcp 22" });
    expect([await arrives(0, 1, 22), await arrives(0, 1)]).toEqual([false, true]);
  });

  it("names endpoints and segments", async () => {
    await service("Firewall", [{ endpoint: ends[1]! }], { "rule.one": `allow in tcp 443 from endpoint:endpoints/${ends[0]}` });
    ends = [...ends, await endpoint(segments[0]!)];
    expect([await arrives(0, 1), await arrives(3, 1)]).toEqual([true, false]);
  });

  it("that serves nothing, or is stopped, is against nothing and widens nothing", async () => {
    const id = await service("Firewall", [{ endpoint: ends[1]! }], {});
    await service("Firewall", [], { "rule.all": "allow in any" });
    expect(await arrives(0, 1)).toBe(false);
    await made.done("networkService.stop", { id });
    expect(await arrives(0, 1)).toBe(true);
  });
});

it("an endpoint that is not there is told (NotFound)", async () => {
  await expect(reaches(made.world, { from: "none", to: ends[0]!, protocol: "tcp" })).rejects.toMatchObject({ kind: "notFound" });
});
