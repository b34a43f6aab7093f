import { InvalidValue, type Reference, type Values } from "@cimi-gateway/model";
import type { Entity } from "../read/entity.js";
import type { Session } from "../session.js";
import { nativeReference } from "./references.js";
import { overridden } from "./template.js";

/** What must fit for a cloud's own configuration to stand for a consumer's. */
const COMPARED = ["cpu", "memory", "cpuArch", "disks"] as const;

/**
 * The cloud's own configuration that a machine is to have: the one referred to, or the one that a consumer-made configuration
 * describes. Only an exact match counts, unless the cloud's settings say `resolve: atLeast`; else 400 with the three nearest.
 */
export async function resolveConfiguration(session: Session, held: Reference): Promise<{ reference: Reference; note?: string }> {
  const wanted = await overridden(session, "MachineConfiguration", held);
  const offered = (await session.reader.list("MachineConfiguration")).entities.filter(({ nativeId, native }) =>
    isNative(session, nativeId, native),
  );
  const named = await namedNative(session, held, offered);
  if (named && fits(named, wanted)) return { reference: nativeReference(named) };
  const exact = offered.filter((entity) => fits(entity, wanted)).sort(byArchitecture)[0];
  if (exact) return { reference: nativeReference(exact) };
  const larger =
    session.cloud.resolve === "atLeast" ? offered.filter((entity) => holds(entity, wanted)).sort(bySize)[0] : undefined;
  if (larger)
    return {
      reference: nativeReference(larger),
      note: `made as ${nameOf(larger)}, the smallest configuration that holds what was asked for`,
    };
  throw new InvalidValue(
    `no configuration of this cloud is exactly ${textOf(wanted)}; the nearest are ${nearest(offered, wanted).map(described).join(", ")}`,
  );
}

/** Consumer-made configurations are in the gateway's store: only those can be deleted. */
const isNative = (session: Session, _id: string, native: unknown): boolean =>
  !(session.cloud.sources.get("MachineConfiguration")!.adapter.deletable?.(native) ?? false);

async function namedNative(session: Session, { href }: Reference, offered: readonly Entity[]): Promise<Entity | undefined> {
  if (href === undefined) return undefined;
  const id = decodeURIComponent(href.replace(/^.*\//, ""));
  return offered.find((entity) => entity.id === id && session.local(href) !== undefined);
}

function fits({ values }: Entity, wanted: Values): boolean {
  return COMPARED.every((name) =>
    name === "disks" ? sameDisks(values.disks, wanted.disks) : wanted[name] === undefined || wanted[name] === values[name],
  );
}

type Disks = readonly { readonly capacity?: number }[];

const capacities = (disks: unknown): number[] =>
  ((disks ?? []) as Disks).map(({ capacity = 0 }) => capacity).sort((a, b) => a - b);

const sameDisks = (a: unknown, b: unknown): boolean => JSON.stringify(capacities(a)) === JSON.stringify(capacities(b));

const number = (value: unknown): number => (typeof value === "number" ? value : 0);

function holds({ values }: Entity, wanted: Values): boolean {
  const architecture = wanted.cpuArch === undefined || wanted.cpuArch === values.cpuArch;
  const largest = capacities(values.disks).reverse();
  const disks = capacities(wanted.disks)
    .reverse()
    .every((capacity, index) => (largest[index] ?? -1) >= capacity);
  return architecture && disks && number(values.cpu) >= number(wanted.cpu) && number(values.memory) >= number(wanted.memory);
}

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
    Number(wanted.cpuArch !== undefined && wanted.cpuArch !== values.cpuArch) * 2 +
    Number(!sameDisks(values.disks, wanted.disks));
  return offered.toSorted((a, b) => distance(a) - distance(b) || bySize(a, b)).slice(0, NEAREST);
}

const NEAREST = 3;

const nameOf = ({ id, values }: Entity): string => (values.name as string | undefined) ?? id;

function textOf(values: Values): string {
  const parts = [`cpu ${values.cpu ?? "any"}`, `memory ${values.memory ?? "any"} KiB`, `cpuArch ${values.cpuArch ?? "any"}`];
  const disks = capacities(values.disks);
  return [...parts, disks.length === 0 ? "no disks" : `disks of ${disks.join(" and ")} kB`].join(", ");
}

const described = (entity: Entity): string => `${nameOf(entity)} (${textOf(entity.values)})`;
