import { type CreateRequest, type Following, pathOf } from "@cimi-gateway/adapter";
import { type Model, model, type Reference, type ResourceName, type Values } from "@cimi-gateway/model";
import { Refusal } from "../fault.js";
import type { Execution } from "./execute.js";
import type { Create, Part } from "./intent.js";

const described: Model = model;

/** What has to be there before the whole is made, and what is made in it afterwards. */
export const partsBefore = ({ parts = [] }: Create): readonly Part[] => parts.filter(({ by }) => by === undefined);
export const partsAfter = ({ parts = [] }: Create): readonly Part[] => parts.filter(({ by }) => by !== undefined);

/** Makes what comes first, each by a nested Job (5.14.3), and puts it into the request of the whole, which is told of what is to follow. */
export async function withParts(intent: Create, execution: Execution): Promise<CreateRequest<ResourceName>> {
  let template = intent.request.template as Values;
  const made: Reference[] = [];
  for (const part of partsBefore(intent)) {
    const nativeId = await execution.nested(part.name, part.intent, part.intent.request.id);
    made.push({ href: pathOf(part.intent.type, nativeId) });
    template = taken(intent.type, template, part, made.at(-1)!);
  }
  const following = partsAfter(intent).map(followingOf);
  return {
    ...intent.request,
    template: template as CreateRequest<ResourceName>["template"],
    ...(made.length > 0 && { made }),
    ...(following.length > 0 && { following }),
    ...(intent.joins && { joining: intent.joins }),
  };
}

const followingOf = ({ intent: { type, request } }: Part): Following => ({ type, template: request.template as Values });

/** The template with the new resource in its place: in a list of references or of structures that hold one, or as the one thing. */
function taken(type: string, template: Values, { into, accessories, intent }: Part, reference: Reference): Values {
  const description = described[type]!;
  const place =
    into === undefined ? description.attributes : described[description.template!.type]!.attributes[into]!.type.members;
  const member = Object.entries(place ?? {}).find(([, held]) => held.type.target === intent.type)?.[0];
  const item = member === undefined ? reference : { ...accessories, [member]: reference };
  if (into === undefined) return { ...template, ...item };
  return { ...template, [into]: [...((template[into] as readonly unknown[] | undefined) ?? []), item] };
}

/** Makes what belongs into the whole, which is there by now. */
export async function makeParts(intent: Create, nativeId: string, execution: Execution): Promise<void> {
  const whole = { href: pathOf(intent.type, nativeId) };
  for (const { name, by, intent: part } of partsAfter(intent)) {
    const template = { ...(part.request.template as Values), [by!]: whole } as CreateRequest<ResourceName>["template"];
    await execution.nested(name, { ...part, request: { ...part.request, template } }, part.request.id);
  }
}

/**
 * What a failed create made besides is taken back by nested Jobs, last first; what was made with a part goes with it.
 * Returns the names of those that stay.
 */
export async function discardParts(
  parts: readonly Part[],
  execution: Execution,
  within: readonly string[] = [],
): Promise<readonly string[]> {
  const left: string[] = [];
  for (const part of parts.toReversed()) {
    const place = [...within, part.name];
    const nativeId = await execution.madeAt(place);
    if (nativeId === undefined) continue;
    left.push(...(await discardParts(partsAfter(part.intent), execution, place)));
    if (!(await discarded(part, nativeId, place, execution))) left.push(`${part.intent.type} ${nativeId}`);
    left.push(...(await discardParts(partsBefore(part.intent), execution, place)));
  }
  return left;
}

/** It may still be held by what is on its way out: each attempt is a Job of its own. */
async function discarded(
  { intent: { type, request } }: Part,
  nativeId: string,
  place: readonly string[],
  { nested, watcher, limits, deadline }: Execution,
): Promise<boolean> {
  const { clock, signal } = watcher.writing();
  for (let count = 1; ; count++) {
    try {
      await nested(`${DISCARD}${place.join("/")}-${count}`, { kind: "delete", type, nativeId }, request.id);
      return true;
    } catch (error) {
      // The nested Job says why. A cloud that is away is waited for as long as the whole may take.
      if (count >= DISCARD_ATTEMPTS && !(isAway(error) && clock.now() < deadline)) return false;
      await clock.sleep(limits.pollShortest * 2 ** Math.min(count, DISCARD_ATTEMPTS), signal);
    }
  }
}

const isAway = (error: unknown): boolean => error instanceof Refusal && (error.status === 503 || error.status === 504);

const DISCARD_ATTEMPTS = 8;

/** Begins the names of the Jobs that take something back. */
export const DISCARD = "discard-";
