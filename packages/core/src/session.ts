import type { Writer } from "./answer.js";
import type { Cloud } from "./cloud.js";
import type { FirstSight } from "./edition1/first-sight.js";
import type { EntryPoints } from "./entry-point.js";
import type { ETags } from "./etag.js";
import type { Runner } from "./jobs/runner.js";
import type { Query } from "./query/parameters.js";
import type { Reader } from "./read/reader.js";
import type { Sight } from "./read/sight.js";
import type { Representer } from "./represent.js";
import type { Face, GatewayRequest, Limits } from "./types.js";
import type { Turns } from "./write/turns.js";

/** One cloud in service: what reads, writes and represents its resources. */
export interface Service {
  readonly cloud: Cloud;
  readonly reader: Reader;
  readonly view: Sight;
  /** What consumers of each edition see. */
  readonly sights: { readonly 1: FirstSight; readonly 2: Sight };
  readonly representer: Representer;
  readonly runner: Runner;
  readonly writer: Writer;
  readonly limits: Limits;
  /** Keeps conditional writes of one resource apart. */
  readonly turns: Turns;
  readonly entryPoints: EntryPoints;
}

/** A request on its way: where it came in, what it asks, and the cloud that it is for. */
export interface Session extends Service {
  readonly tags: ETags;
  readonly request: GatewayRequest;
  readonly face: Face;
  readonly query: Query;
  /** Takes an href of any face to the path within this cloud; undefined for what is not ours. */
  local(href: string): LocalPath | undefined;
  /** Ids and references are compared as paths: an absolute URI of ours is cut to its path, anything else stays. */
  readonly localize: (uri: string) => string;
}

export interface LocalPath {
  readonly cloud: string;
  readonly segments: readonly string[];
}
