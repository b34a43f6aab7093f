import type { Reference, Values } from "@cimi-gateway/model";
import type { Entity } from "../read/entity.js";
import { routeOf } from "../route.js";
import type { FirstSight } from "./first-sight.js";
import { spoken } from "./spoken.js";
import { hrefOf, type Surroundings } from "./surroundings.js";
import { pathIn, viewOfEntity } from "./view-types.js";

/**
 * What Jobs name in edition 1: what it has, and for the rest the view as which it sees that; what it has no word for is left out.
 * A write through a view named both when it began.
 */
export async function jobValues({ prospect }: FirstSight, jobs: readonly Entity[]): Promise<readonly Values[]> {
  if (jobs.every(({ values }) => referred(values).every(isOfFirst))) return jobs.map(({ values }) => values);
  const around = await seen(prospect);
  return jobs.map(({ values }) => told(values, around));
}

/** A Job can be read while the cloud cannot: it then names what it was told when it began. */
async function seen(prospect: FirstSight["prospect"]): Promise<Surroundings | undefined> {
  try {
    return (await prospect.look()).around;
  } catch (error) {
    prospect.view.reader.options.log.warn({ error: String(error) }, "what Jobs name could not be looked up");
    return undefined;
  }
}

const affectedBy = (values: Values): readonly Reference[] => (values.affectedResources ?? []) as readonly Reference[];
const referred = (values: Values): readonly string[] =>
  [values.targetResource, ...affectedBy(values)].flatMap((held) => hrefOf(held) ?? []);

function told(values: Values, around: Surroundings | undefined): Values {
  const { targetResource, affectedResources: _, ...rest } = values;
  const named = affectedBy(values).flatMap(({ href }) => href ?? []);
  const own = named.filter(isOfFirst);
  const others = named.filter((href) => !isOfFirst(href) && !own.some((one) => lastOf(one) === lastOf(href)));
  const seen = [...own, ...others.flatMap((href) => seenAs(href, around))];
  const target = hrefOf(targetResource) ?? "";
  const shown = isOfFirst(target) ? target : (seenAs(target, around)[0] ?? own[0]);
  return {
    ...rest,
    ...(shown !== undefined && { targetResource: { href: shown } }),
    ...(seen.length > 0 && { affectedResources: seen.map((href) => ({ href })) }),
  };
}

const lastOf = (href: string): string => href.replace(/^.*\//, "");

function isOfFirst(href: string): boolean {
  const route = routeOf(href.split("/").map(decodeURIComponent), false);
  return route !== undefined && spoken(route, 1) !== undefined;
}

function seenAs(href: string, around: Surroundings | undefined): readonly string[] {
  const entity = around?.at({ href });
  const view = entity && viewOfEntity(entity);
  return view ? [pathIn(view, entity)] : [];
}
