import type { Edition } from "@cimi-gateway/model";
import { isSpoken, type Route } from "../route.js";
import { VIEW_TYPES } from "./view-types.js";

/** A route as an edition has it: in edition 1 the links that are views stand for what they link. Undefined: it leads nowhere there. */
export function spoken(route: Route, edition: Edition): Route | undefined {
  if (!isSpoken(route, edition)) return undefined;
  if (edition === 2 || route.kind === "entryPoint" || route.link === undefined || !VIEW_TYPES.has(route.link)) return route;
  const { link, ...place } = route;
  return { ...place, type: link };
}
