import { InvalidValue, type Reference, shown, type Values } from "@cimi-gateway/model";
import type { Entity } from "../read/entity.js";
import type { Session } from "../session.js";
import { differences, disksOf, holdsAll } from "./configuration-match.js";
import { nativeReference, referred } from "./references.js";
import { overriding } from "./template.js";

const TYPE = "MachineConfiguration";

interface Chosen {
  readonly reference: Reference;
  /** What it says. */
  readonly values: Values;
  /** Set where it is not exactly what was asked for. */
  readonly note?: string;
}

const chosen = (entity: Entity): Chosen => ({ reference: nativeReference(entity), values: hardwareOf(entity) });

/** Its name is its own, not that of the machine. */
const hardwareOf = ({ values: { cpu, memory, cpuArch, cpuSpeed } }: Entity): Values => ({ cpu, memory, cpuArch, cpuSpeed });

/**
 * The cloud's own configuration that a machine is to have: the one referred to, or the one that a consumer-made configuration
 * describes. Only an exact match counts, unless the cloud's settings say `resolve: atLeast`; else 400 with the three nearest.
 */
export async function resolveConfiguration(session: Session, held: Reference): Promise<Chosen> {
  const named = held.href === undefined ? undefined : await referred(session, held.href, TYPE);
  const wanted = overriding(session, named, held.value);
  if (named && isNative(session, named) && fits(named, wanted)) return chosen(named);
  // Clouds have hundreds: the list is read only where none is named that fits.
  const offered = (await session.reader.list(TYPE)).entities.filter((entity) => isNative(session, entity));
  const exact = offered.filter((entity) => fits(entity, wanted)).sort(byArchitecture)[0];
  if (exact) return chosen(exact);
  const larger =
    session.cloud.resolve === "atLeast" ? offered.filter(({ values }) => holdsAll(values, wanted)).sort(bySize)[0] : undefined;
  if (larger)
    return {
      ...chosen(larger),
      note: `made as ${nameOf(larger)}, the smallest configuration that holds what was asked for`,
    };
  throw new InvalidValue(
    `no configuration of this cloud is exactly ${textOf(wanted)}; the nearest are ${nearest(offered, wanted)
      .map((entity) => described(entity, wanted))
      .join(", ")}`,
  );
}

/** Consumer-made configurations are in the gateway's store: only those can be deleted. */
const isNative = (session: Session, { native }: Entity): boolean =>
  !(session.cloud.sources.get(TYPE)!.adapter.deletable?.(native) ?? false);

const fits = ({ values }: Entity, wanted: Values): boolean => differences(values, wanted).length === 0;

const number = (value: unknown): number => (typeof value === "number" ? value : 0);

/** Where the request leaves the architecture open, the most common one comes first. */
const byArchitecture = (a: Entity, b: Entity): number =>
  Number(b.values.cpuArch === "x86_64") - Number(a.values.cpuArch === "x86_64") || (a.id < b.id ? -1 : 1);

const bySize = (a: Entity, b: Entity): number =>
  number(a.values.cpu) - number(b.values.cpu) || number(a.values.memory) - number(b.values.memory) || byArchitecture(a, b);

const ratio = (a: unknown, b: unknown): number => Math.abs(Math.log((number(a) + 1) / (number(b) + 1)));

function nearest(offered: readonly Entity[], wanted: Values): readonly Entity[] {
  const distance = ({ values }: Entity): number =>
    ratio(values.cpu, wanted.cpu) +
    ratio(values.memory, wanted.memory) +
    differences(values, wanted).reduce((sum, { name }) => sum + (name === "cpuArch" ? 2 : 1), 0);
  return offered.toSorted((a, b) => distance(a) - distance(b) || bySize(a, b)).slice(0, NEAREST);
}

const NEAREST = 3;

const nameOf = ({ id, values }: Entity): string => (values.name as string | undefined) ?? id;

function textOf(values: Values): string {
  const parts = [`cpu ${values.cpu ?? "any"}`, `memory ${values.memory ?? "any"} KiB`, `cpuArch ${values.cpuArch ?? "any"}`];
  const speed = values.cpuSpeed === undefined ? [] : [`cpuSpeed ${values.cpuSpeed} MHz`];
  const disks = disksOf(values.disks).toSorted((a, b) => number(a.capacity) - number(b.capacity));
  return [...parts, ...speed, disks.length === 0 ? "no disks" : `disks of ${disks.map(diskText).join(" and ")}`].join(", ");
}

const diskText = ({ capacity = 0, format }: ReturnType<typeof disksOf>[number]): string =>
  `${capacity} kB${format === undefined ? "" : ` as ${shown(format)}`}`;

/** One of the nearest, with why it is not the one. */
function described(entity: Entity, wanted: Values): string {
  const found = differences(entity.values, wanted);
  const differing = found.filter(({ answer }) => answer === "differs").map(({ name }) => name);
  const untold = found.filter(({ answer }) => answer === "untold").map(({ name }) => UNTOLD[name] ?? name);
  const reasons = [
    ...(differing.length > 0 ? [`differs in ${differing.join(" and ")}`] : []),
    ...(untold.length > 0 ? [`the cloud does not tell its ${untold.join(" and ")}`] : []),
  ];
  return `${nameOf(entity)} (${textOf(entity.values)}: ${reasons.join("; ")})`;
}

/** What of an attribute is not told, where it is not the whole. */
const UNTOLD: Readonly<Record<string, string>> = { disks: "disks' format" };
