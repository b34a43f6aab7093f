import { type SteppingClock, steppingClock } from "@cimi-gateway/adapter";
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
}

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
  };
}
