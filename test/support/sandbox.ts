import { type Clock, silentLog, systemClock } from "@cimi-gateway/adapter";
import { open, type SandboxAdapter } from "@cimi-gateway/adapter-sandbox";
import type { CloudOptions, GatewayOptions } from "@cimi-gateway/core";
import { TestGateway } from "./gateway.js";
import { QUICK } from "./harness.js";

type World = SandboxAdapter["world"];

interface Sandbox {
  readonly gateway: TestGateway;
  /** The cloud `sandbox`, to be looked at and to fail on demand. */
  readonly world: World;
  /** Everything that a refused request must not change: what exists natively, and the Jobs. */
  state(): Promise<object>;
  close(): Promise<void>;
}

interface Options {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly limits?: GatewayOptions["limits"];
  /** Further clouds, by name: each a sandbox of its own. */
  readonly others?: readonly string[];
  readonly clock?: Clock;
  /** What is set for the cloud `sandbox` whatever its kind. */
  readonly common?: Pick<CloudOptions, "access" | "userData">;
}

const opened = (cloud: string, settings: Options["settings"], clock: Clock): Promise<SandboxAdapter> =>
  open({ cloud, settings: { delay: 5, timeout: 100, ...settings }, folder: ":memory:", clock, log: silentLog });

/** A gateway over one or more simulated clouds, of which the first is `sandbox`. */
export async function openSandbox({
  settings,
  limits,
  others = [],
  clock = systemClock,
  common = {},
}: Options = {}): Promise<Sandbox> {
  const adapter = await opened("sandbox", settings, clock);
  const more = await Promise.all(
    others.map(async (name): Promise<CloudOptions> => ({ name, adapter: await opened(name, {}, clock) })),
  );
  const clouds = [{ name: "sandbox", adapter, ...common }, ...more];
  const gateway = await TestGateway.open(adapter, { clouds, clock, limits: { ...QUICK, ...limits } });
  return {
    gateway,
    world: adapter.world,
    state: () => stateOf(gateway, adapter.world),
    close: () => gateway.close(),
  };
}

async function stateOf({ store }: TestGateway, world: World): Promise<object> {
  const { made, present } = await world.census();
  const scope = { tenant: "default", cloud: "sandbox" };
  const jobs = (await store.operations.list(scope)).map(({ id, version }) => `${id} ${version}`);
  return { made, present, jobs };
}
