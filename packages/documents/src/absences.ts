import type { Absence, Absences } from "@cimi-gateway/adapter";
import { absent as gatewayAbsences, type Offers } from "@cimi-gateway/core";
import { type Description, type Model, model } from "@cimi-gateway/model";

const described: Model = model;

/** Members of a type that a cloud can lack. */
export interface Parts {
  readonly attributes: readonly string[];
  readonly operations: readonly string[];
  readonly capabilities: readonly string[];
}

const WRITES = ["add", "edit", "delete"] as const;

/** Types that a cloud can have: those of edition 2 that something else than the gateway itself makes up. */
export const offerable = (): readonly Description[] =>
  Object.values(described).filter(
    (description): description is Description => description!.until === 2 && !GATEWAYS.has(description!.name),
  );

/** Types that are the same on every cloud. */
export const GATEWAYS: ReadonlySet<string> = new Set(["CloudEntryPoint", "Collection"]);

/** What CIMI says of a type; what the gateway adds is no part of it. */
export const partsOf = ({ attributes, operations, capabilities }: Description): Parts => ({
  attributes: Object.entries(attributes).flatMap(([key, { namespace, until }]) =>
    namespace === undefined && until === 2 ? [key] : [],
  ),
  operations: [...WRITES, ...Object.keys(operations)],
  capabilities,
});

/** Whether a cloud offers a part of a type. */
export function offersPart(offers: Offers, type: string, part: string): boolean {
  const offer = offers.get(type);
  if (!offer) return false;
  if (part === "add" || part === "edit" || part === "delete") return offer[part];
  return offer.operations[2].includes(part) || offer.attributes.has(part) || part in offer.capabilities || BY_CORE.has(part);
}

/** Core tells these of every resource. */
const BY_CORE: ReadonlySet<string> = new Set(["id", "parent"]);

/** What a cloud lacks: whole types by their names, parts of types by `type.part`. */
export const absentFrom = (offers: Offers): readonly string[] =>
  offerable().flatMap((description) => {
    const { name } = description;
    const offer = offers.get(name);
    if (!offer) return [name];
    // What the gateway keeps is the same for every cloud.
    if (offer.kept) return [];
    const { attributes, operations, capabilities } = partsOf(description);
    return [...attributes, ...operations, ...capabilities]
      .filter((part) => !offersPart(offers, name, part))
      .map((part) => `${name}.${part}`);
  });

const patternOf = (key: string): RegExp => new RegExp(`^${key.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`);

/** The key of the table that explains an absence: the exact one, else the longest pattern. */
export function keyFor(absences: Absences, absent: string): string | undefined {
  if (Object.hasOwn(absences, absent)) return absent;
  return Object.keys(absences)
    .filter((key) => key.includes("*") && patternOf(key).test(absent))
    .toSorted((a, b) => b.length - a.length)[0];
}

/** Why something is absent from a cloud: what the gateway says of all clouds comes before the adapter's words. */
export const reasonFor = (absences: Absences, absent: string): Absence | undefined =>
  reasonIn(everywhere, absent) ?? reasonIn(absences, absent);

const everywhere: Absences = gatewayAbsences;

const reasonIn = (absences: Absences, absent: string): Absence | undefined => {
  const key = keyFor(absences, absent);
  return key === undefined ? undefined : absences[key];
};

/** Absences that nothing explains, and reasons of the adapter for what is there: both are mistakes. */
export function mistakesIn(offers: Offers, absences: Absences): readonly string[] {
  const own = absentFrom(offers).filter((name) => keyFor(everywhere, name) === undefined);
  const used = new Set(own.map((name) => keyFor(absences, name)));
  return [
    ...own.filter((name) => keyFor(absences, name) === undefined).map((name) => `${name} is absent and has no reason`),
    ...Object.keys(absences)
      .filter((key) => !used.has(key))
      .map((key) => `${key} has a reason and is not absent`),
  ];
}

/** Reasons of the gateway for what some cloud has: mistakes, too. */
export const idleIn = (clouds: readonly Offers[]): readonly string[] => {
  const used = new Set(clouds.flatMap(absentFrom).map((name) => keyFor(everywhere, name)));
  return Object.keys(everywhere).filter((key) => !used.has(key));
};
