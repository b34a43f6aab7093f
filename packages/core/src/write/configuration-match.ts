import type { Values } from "@cimi-gateway/model";

/** How well one attribute of a cloud's configuration answers what a consumer wishes. */
export type Answer = "fits" | "differs" | "untold";

/** How one attribute of a MachineConfiguration is compared (5.14.5); a wish that leaves it out is answered by anything. */
interface Comparison {
  /** Whether it is what was asked for, exactly. */
  exact(held: unknown, wanted: unknown): Answer;
  /** Whether it holds at least what was asked for; what the cloud does not tell is no obstacle. */
  holds(held: unknown, wanted: unknown): boolean;
}

interface Disk {
  readonly capacity?: number;
  readonly format?: string;
}

const number = (value: unknown): number => (typeof value === "number" ? value : 0);

const size: Comparison = {
  exact: (held, wanted) => (wanted === undefined || held === wanted ? "fits" : "differs"),
  holds: (held, wanted) => number(held) >= number(wanted),
};

const architecture: Comparison = {
  exact: size.exact,
  holds: (held, wanted) => wanted === undefined || held === wanted,
};

const speed: Comparison = {
  exact: (held, wanted) => (wanted !== undefined && held === undefined ? "untold" : size.exact(held, wanted)),
  holds: (held, wanted) => held === undefined || size.holds(held, wanted),
};

/** A configuration without disks has none, also in the wish: disks cannot be left open. */
const disks: Comparison = {
  exact(held, wanted) {
    const [has, wishes] = [disksOf(held), disksOf(wanted)];
    if (has.length !== wishes.length || !allServed(wishes, has, sameCapacity)) return "differs";
    if (allServed(wishes, has, (wish, disk) => sameCapacity(wish, disk) && sameFormat(wish, disk))) return "fits";
    return allServed(wishes, has, (wish, disk) => sameCapacity(wish, disk) && mayBeOfFormat(wish, disk)) ? "untold" : "differs";
  },
  holds: (held, wanted) =>
    allServed(
      disksOf(wanted),
      disksOf(held),
      (wish, disk) => number(disk.capacity) >= number(wish.capacity) && mayBeOfFormat(wish, disk),
    ),
};

const COMPARED = { cpu: size, memory: size, cpuArch: architecture, disks, cpuSpeed: speed } as const;

type Compared = keyof typeof COMPARED;

const each = Object.entries(COMPARED) as readonly (readonly [Compared, Comparison])[];

/** What keeps a configuration from being exactly what is wanted; empty: nothing does. */
export const differences = (held: Values, wanted: Values): readonly { readonly name: Compared; readonly answer: Answer }[] =>
  each.map(([name, { exact }]) => ({ name, answer: exact(held[name], wanted[name]) })).filter(({ answer }) => answer !== "fits");

/** Whether a configuration has at least what is wanted, in every respect. */
export const holdsAll = (held: Values, wanted: Values): boolean =>
  each.every(([name, { holds }]) => holds(held[name], wanted[name]));

export const disksOf = (disks: unknown): readonly Disk[] => (disks ?? []) as readonly Disk[];

const sameCapacity = (wish: Disk, disk: Disk): boolean => number(wish.capacity) === number(disk.capacity);
const sameFormat = (wish: Disk, disk: Disk): boolean => wish.format === undefined || wish.format === disk.format;
const mayBeOfFormat = (wish: Disk, disk: Disk): boolean => disk.format === undefined || sameFormat(wish, disk);

type Serves = (wish: Disk, disk: Disk) => boolean;

/** Whether each wish can have a disk of its own (Kuhn's bipartite matching: what is taken is given up where its wish finds another). */
function allServed(wishes: readonly Disk[], held: readonly Disk[], serves: Serves): boolean {
  if (wishes.length > held.length) return false;
  const takenBy = new Map<Disk, Disk>();
  const find = (wish: Disk, tried: Set<Disk>): boolean =>
    held.some((disk) => {
      if (tried.has(disk) || !serves(wish, disk)) return false;
      tried.add(disk);
      const other = takenBy.get(disk);
      if (other !== undefined && !find(other, tried)) return false;
      takenBy.set(disk, wish);
      return true;
    });
  return wishes.every((wish) => find(wish, new Set()));
}
