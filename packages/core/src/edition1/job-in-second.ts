import type { Reference } from "@cimi-gateway/model";
import type { Entity } from "../read/entity.js";
import { isOfSecond } from "./paths.js";

/** A Job without the views of edition 1 by which its write came in: it names what is behind them as well. */
export function jobInSecond(job: Entity): Entity {
  const affected = (job.values.affectedResources ?? []) as readonly Reference[];
  const own = affected.filter(({ href }) => isOfSecond(href ?? ""));
  return own.length === affected.length ? job : { ...job, values: { ...job.values, affectedResources: own } };
}
