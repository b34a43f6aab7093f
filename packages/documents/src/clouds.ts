import { type Adapter, type AdapterPackage, type Setting, type Settings, silentLog, systemClock } from "@cimi-gateway/adapter";
import { Gateway, type Offers } from "@cimi-gateway/core";
import { openStore } from "@cimi-gateway/store";

/** An adapter as the documents see it. */
export interface Shown {
  /** The kind: the name of its folder. */
  readonly kind: string;
  readonly package: AdapterPackage;
  readonly adapter: Adapter;
  readonly offers: Offers;
}

/** What each adapter offers when its settings allow the most. Adapters send nothing before they are asked, so that no cloud is needed. */
export async function showClouds(packages: ReadonlyMap<string, AdapterPackage>): Promise<readonly Shown[]> {
  const opened = await Promise.all([...packages].map(async ([kind, held]) => ({ kind, held, adapter: await open(kind, held) })));
  const store = await openStore({ folder: ":memory:" });
  const clouds = opened.map(({ kind, adapter }) => ({ name: kind, adapter, userData: "cimi" as const }));
  const gateway = new Gateway({ clouds, store, clock: systemClock, log: silentLog });
  try {
    const offers = gateway.offers();
    return opened.map(({ kind, held, adapter }) => ({ kind, package: held, adapter, offers: offers.get(kind)! }));
  } finally {
    await gateway.stop();
    await store.close();
  }
}

const open = (kind: string, { open: opens, settings }: AdapterPackage): Promise<Adapter> =>
  opens({ cloud: kind, settings: generous(settings), folder: ":memory:", clock: systemClock, log: silentLog });

/** Defaults, examples for what is required, every switch on, and credentials that nobody has; of what excludes each other the first. */
const generous = (settings: readonly Setting[]): Settings =>
  Object.fromEntries(
    settings.flatMap((setting) => {
      const value = settingValue(setting);
      return value === undefined ? [] : [[setting.name, value]];
    }),
  );

function settingValue({ name, type, required, insteadOf, choices, default: standard, example }: Setting): unknown {
  if (insteadOf !== undefined) return undefined;
  if (type === "boolean") return true;
  if (standard !== undefined) return standard;
  if (name.startsWith("credentials.") && type === "string") return example ?? "none";
  return required ? (example ?? choices?.[0] ?? "none") : undefined;
}
