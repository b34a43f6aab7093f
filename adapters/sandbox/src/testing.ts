import { type SteppingClock, steppingClock } from "@cimi-gateway/adapter";
import type { Action, InputOf } from "./world/actions.js";
import type { WorldOptions } from "./world/local.js";
import { openWorld } from "./world/local.js";
import type { NewMachine } from "./world/machine.js";
import type { Kind, Things } from "./world/things.js";
import type { World } from "./world/world.js";

/** A world in memory whose time stands still, for tests: at delay 1000 a share of the delay is as many milliseconds. */
export interface Scene {
  readonly world: World;
  readonly clock: SteppingClock;
  /** What a reader sees of one thing. */
  see<K extends Kind>(kind: K, id: string): Promise<Things[K] | undefined>;
  /** Makes a machine and waits until it is made. */
  machine(given?: Partial<NewMachine>): Promise<string>;
  /** Makes a volume and waits until it is made. */
  volume(given?: { readonly size?: number; readonly zone?: string; readonly image?: string }): Promise<string>;
  /** Makes something that is started or enabled and waits until it is made. */
  make<A extends NetworkMaking>(action: A, given: Omit<InputOf<A>, "initialState">): Promise<string>;
  /** A write after which everything is settled. */
  done<A extends Action>(action: A, input: InputOf<A>): Promise<void>;
}

type NetworkMaking =
  | "network.create"
  | "protocolSegment.create"
  | "protocolEndpoint.create"
  | "networkInterface.create"
  | "networkService.create";

export const DELAY = 1000;

export async function scene(options: Partial<WorldOptions> = {}): Promise<Scene> {
  const clock = steppingClock();
  const world = await openWorld({ clock, delay: DELAY, ...options });
  return {
    world,
    clock,
    see: async (kind, id) => (await world.read(kind, [id]))[0],
    async machine(given = {}) {
      const { id } = await world.write("machine.create", {
        configuration: "tiny",
        image: "debian-12",
        initialState: "running",
        ...given,
      });
      clock.advance(DELAY);
      return id;
    },
    async volume(given = {}) {
      const { id } = await world.write("volume.create", { size: 1000, ...given });
      clock.advance(DELAY);
      return id;
    },
    async make(action, given) {
      const isServing = action === "protocolEndpoint.create" || action === "networkInterface.create";
      const input = { ...given, initialState: isServing ? "enabled" : "started" } as InputOf<typeof action>;
      const { id } = await world.write(action, input);
      clock.advance(DELAY);
      return id;
    },
    async done(action, input) {
      await world.write(action, input);
      clock.advance(DELAY);
    },
  };
}
