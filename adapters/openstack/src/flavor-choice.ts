import { ProviderFault } from "@cimi-gateway/adapter";
import type { Flavor } from "./flavors.js";
import { cpuOf, memoryOf } from "./hardware.js";
import type { EmbeddedFlavor } from "./server.js";

interface Wanted {
  readonly cpu: number;
  /** Kibibytes. */
  readonly memory: number;
}

/**
 * The one flavor with just that hardware and the present disks, else with larger disks; undefined: the machine has it already.
 * @throws ProviderFault invalid that names what there is
 */
export function flavorFor(flavors: readonly Flavor[], present: EmbeddedFlavor, wanted: Wanted): Flavor | undefined {
  if (cpuOf(present) === wanted.cpu && memoryOf(present) === wanted.memory) return undefined;
  const fitting = flavors
    .filter((flavor) => cpuOf(flavor) === wanted.cpu && memoryOf(flavor) === wanted.memory && holds(flavor, present))
    .sort((a, b) => growth(a, present) - growth(b, present) || (a.id < b.id ? -1 : 1));
  const [chosen, second] = fitting;
  if (chosen && (!second || growth(chosen, present) < growth(second, present))) return chosen;
  throw new ProviderFault("invalid", `${refusal(wanted, fitting.length)}; ${offer(chosen ? fitting : nearest(flavors, wanted))}`);
}

const ephemeralOf = (flavor: Flavor): number => flavor["OS-FLV-EXT-DATA:ephemeral"] ?? 0;

/** Disks do not shrink (Compute API, "Resize server"). */
const holds = (flavor: Flavor, { disk = 0, ephemeral = 0 }: EmbeddedFlavor): boolean =>
  (flavor.disk ?? 0) >= disk && ephemeralOf(flavor) >= ephemeral;

/** Gibibytes. */
const growth = (flavor: Flavor, { disk = 0, ephemeral = 0 }: EmbeddedFlavor): number =>
  (flavor.disk ?? 0) - disk + ephemeralOf(flavor) - ephemeral;

const refusal = ({ cpu, memory }: Wanted, count: number): string =>
  count === 0
    ? `OpenStack has no flavor with cpu ${cpu} and memory ${memory} that holds the machine's disks`
    : `OpenStack has ${count} flavors with cpu ${cpu} and memory ${memory}, which nothing tells apart`;

/** How many flavors an error message names. */
const OFFERED = 3;
function offer(flavors: readonly Flavor[]): string {
  const shown = flavors
    .slice(0, OFFERED)
    .map((one) => `${one.name} (cpu ${cpuOf(one)}, memory ${memoryOf(one)}, disk ${one.disk} GiB)`);
  return `near it are ${shown.join(", ")}`;
}

/** By how many times each size is missed. */
function nearest(flavors: readonly Flavor[], wanted: Wanted): readonly Flavor[] {
  const off = (value: number | undefined, wish: number): number => Math.abs(Math.log((value || 1) / (wish || 1)));
  const distance = (flavor: Flavor): number => off(cpuOf(flavor), wanted.cpu) + off(memoryOf(flavor), wanted.memory);
  return [...flavors].sort((a, b) => distance(a) - distance(b));
}
