import type { Adapter } from "@cimi-gateway/adapter";
import { describeAdapter, type Harness } from "@cimi-gateway/conformance";
import { harnessOf } from "../../support/harness.js";
import { openAt } from "./adapter-harness.js";
import { startEc2, startMoto } from "./proxy/index.js";

/** What the adapter offers is known before the back end runs: no call is made until something is asked for. */
const offeredWith = async (settings: Record<string, unknown>) => (await openAt("http://127.0.0.1:9", settings)).resources;

/**
 * moto alone has addresses on several interfaces at a time, finds an interface by its first address only and lets it outlive its machine:
 * networks are tried behind the proxy, which mends this.
 */
const NETWORKS = new Set(["Network", "NetworkInterface", "NetworkService", "ProtocolEndpoint", "ProtocolSegment"]);
const withoutNetworks = (resources: Adapter["resources"]): Adapter["resources"] =>
  Object.fromEntries(Object.entries(resources).filter(([type]) => !NETWORKS.has(type)));

const same = (resources: Adapter["resources"]): Adapter["resources"] => resources;

type Start = () => Promise<{ readonly endpoint: string; stop(): Promise<void> }>;

async function at(start: Start, settings: Record<string, unknown>, serving = same): Promise<Harness> {
  const backend = await start();
  const adapter = await openAt(backend.endpoint, settings);
  const harness = await harnessOf({ ...adapter, resources: serving(adapter.resources) }, "aws");
  const close = async (): Promise<void> => {
    await harness.close();
    await backend.stop();
  };
  return { ...harness, patience: 60_000, close };
}

const SEGMENTS = {
  reason: "EC2's firewalls filter interfaces; segments are served by services of the type IP Routing only",
  tests: ["5.16.19: segments to serve are inserted when it is made"],
};

const ADDRESSES = {
  reason: "EC2 has private addresses on interfaces only, and edition 1 makes an Address without one",
  tests: ["XML", "JSON"].map((format) => `an Address is made in a Network, and deleted (${format} 1.x)`),
};

const hibernating = { hibernation: true };

describeAdapter("ec2, with the transient states and refusals of the real one", {
  resources: await offeredWith(hibernating),
  open: () => at(() => startEc2({ durations: 50 }), hibernating),
  skip: [SEGMENTS, ADDRESSES],
});

describeAdapter("ec2 on moto alone", {
  resources: withoutNetworks(await offeredWith({})),
  open: () => at(startMoto, {}, withoutNetworks),
  skip: [
    {
      reason: "moto moves a volume that is in use to the second machine, where EC2 refuses with VolumeInUse",
      tests: ["a Volume that is connected is refused a second Machine and a delete"],
    },
    {
      reason: "moto refuses a launch that maps instance store volumes, as older types need it: it wants EBS in each mapping",
      tests: ["one disk", "several disks"].map(
        (what) => `a Machine has at least the Disks that its configuration lists: ${what} (Tables 16 and 20)`,
      ),
    },
  ],
});
