import { type Model, model } from "@cimi-gateway/model";
import type { Submission } from "../jobs/intent.js";
import { type Route, routeOf } from "../route.js";
import { ASSOCIATIONS } from "./associations.js";
import { spoken } from "./spoken.js";
import { VIEW_TYPES, viewsOver } from "./view-types.js";

const described: Model = model;

type Place = Exclude<Route, { kind: "entryPoint" }>;

const routeAt = (path: string): Place | undefined => {
  const found = routeOf(path.split("/").map(decodeURIComponent), false);
  const route = found && spoken(found, 1);
  return route?.kind === "entryPoint" ? undefined : route;
};

/** Where what edition 1 has at a path is in edition 2. */
function behind(path: string): string {
  const route = routeAt(path);
  const view = route && VIEW_TYPES.get(route.type);
  if (!view) return path;
  const collection = described[view.over]!.collection!;
  if (route.kind === "item") return `${collection}/${encodeURIComponent(route.id)}`;
  const association = ASSOCIATIONS.get(route.link ?? "");
  if (association) {
    const { id } = route.parent!;
    return `${described[association.type]!.collection}/${encodeURIComponent(id)}/${association.attribute}`;
  }
  return route.parent ? path : collection;
}

/**
 * A write through a view is one of what is behind it, under whose path it runs; its Job names the view, too, so that each edition finds
 * there what it knows.
 */
export function inBothEditions<S extends Submission>(submission: S): S {
  const { target, created, affected = [] } = submission;
  const named = [target, ...(created === undefined ? [] : [created]), ...affected];
  const views = named.filter((path) => behind(path) !== path);
  if (views.length === 0) return submission;
  return {
    ...submission,
    target: behind(target),
    ...(created !== undefined && { created: behind(created) }),
    affected: [...affected.map(behind), ...views],
  };
}

/** Whether edition 2 knows a path: of a view it names what is behind that. */
export function isOfSecond(path: string): boolean {
  const route = routeOf(path.split("/").map(decodeURIComponent), false);
  return route !== undefined && spoken(route, 2) !== undefined && behind(path) === path;
}

/**
 * Every path by which a resource may be named: where it was deleted, its own, and those of its views in edition 1.
 *
 * @param type its type in edition 2
 * @param path one of these paths
 */
export function pathsOf(type: string, path: string): ReadonlySet<string> {
  const id = path.replace(/^.*\//, "");
  const collections = [type, ...viewsOver(type).map((view) => view.type)].map((one) => described[one]!.collection);
  return new Set([path, ...collections.flatMap((collection) => (collection === undefined ? [] : [`${collection}/${id}`]))]);
}
