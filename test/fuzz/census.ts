import type { Scene } from "./scene.js";

/** Milliseconds in which everything that was begun has to end. */
const PATIENCE = 20_000;

/** Kinds of the cloud, and the Collections that show them. */
const SHOWN = {
  machine: "machines",
  volume: "volumes",
  machineImage: "machineImages",
  volumeImage: "volumeImages",
  credential: "credentials",
} as const;

/** Kinds that are inside a machine, and the Collection in it that shows them. */
const INSIDE = { disk: "disks", attachment: "volumes" } as const;

interface Listed {
  readonly count: number;
  readonly items: readonly { readonly id: string }[];
}

const JSON_ONLY = { accept: "application/json" };

async function listed(url: string): Promise<Listed> {
  const {
    count,
    operations: _,
    ...members
  } = (await (await fetch(url, { headers: JSON_ONLY })).json()) as Record<string, unknown>;
  return { count: Number(count), items: (Object.values(members).find(Array.isArray) ?? []) as Listed["items"] };
}

/** Something of each Collection that the entry point names. */
export async function itemsOf({ origin }: Scene): Promise<ReadonlyMap<string, string>> {
  const base = `${origin}/cimi/2/sandbox/`;
  const entry = (await (await fetch(`${base}cloudEntryPoint`, { headers: JSON_ONLY })).json()) as Record<
    string,
    { href?: string }
  >;
  const found = new Map<string, string>();
  for (const [name, { href }] of Object.entries(entry)) {
    if (href === undefined) continue;
    const { items } = await listed(href);
    const last = items.at(-1);
    if (last) found.set(name, last.id.slice(base.length));
  }
  return found;
}

/** Waits until no Job is open any more, and compares what the cloud holds with what CIMI lists. */
export async function censusFaults({ origin, world }: Scene): Promise<readonly string[]> {
  const base = `${origin}/cimi/2/sandbox/`;
  const open = await openJobs(base);
  if (open > 0) return [`${open} Jobs have not ended`];
  const { present } = await world.census();
  const counted = new Map<string, number>();
  for (const [kind, collection] of Object.entries(SHOWN)) counted.set(kind, (await listed(base + collection)).count);
  const { items: machines } = await listed(`${base}machines`);
  for (const [kind, collection] of Object.entries(INSIDE)) {
    const counts = await Promise.all(machines.map(async ({ id }) => (await listed(`${id}/${collection}`)).count));
    counted.set(
      kind,
      counts.reduce((sum, count) => sum + count, 0),
    );
  }
  return [...counted].flatMap(([kind, count]) => {
    const real = present[kind as keyof typeof present];
    return real === count ? [] : [`the cloud holds ${real} of the kind ${kind}, CIMI lists ${count}`];
  });
}

async function openJobs(base: string): Promise<number> {
  const filter = encodeURIComponent("state='RUNNING' or state='QUEUED' or state='STOPPING'");
  for (const end = Date.now() + PATIENCE; ; ) {
    const { count } = await listed(`${base}jobs?$filter=${filter}&$last=1`);
    if (count === 0 || Date.now() > end) return count;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
