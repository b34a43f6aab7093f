import type { Adapter } from "@cimi-gateway/adapter";
import { makingsOf } from "@cimi-gateway/model";
import type { Scope, Store } from "@cimi-gateway/store";
import { type JobControl, jobAdapter } from "./jobs/job-source.js";
import { metadataAdapter } from "./metadata.js";
import { joinedAdapter } from "./read/joined.js";
import { keptAdapter } from "./read/kept.js";
import { type AnyResourceAdapter, type Source, Translator } from "./read/source.js";
import type { Access, CloudOptions, Limits, Resolve } from "./types.js";

/** One configured cloud with everything that is served of it. */
export interface Cloud {
  readonly name: string;
  readonly adapter: Adapter;
  readonly resolve: Resolve;
  readonly access: Access;
  readonly scope: Scope;
  readonly translator: Translator;
  /** By type; what is missing here is not in the Cloud Entry Point. */
  readonly sources: ReadonlyMap<string, Source>;
}

export function openCloud(options: CloudOptions, tenant: string, store: Store, limits: Limits, control: JobControl): Cloud {
  const scope = { tenant, cloud: options.name };
  const native = new Map(Object.entries(options.adapter.resources) as [string, AnyResourceAdapter][]);
  const sources = new Map<string, Source>();
  const add = (type: string, adapter: AnyResourceAdapter, kept: boolean) => sources.set(type, { type, adapter, kept });
  for (const [type, adapter] of native) add(type, adapter, false);
  // What a cloud makes things from is kept for it: no cloud has templates as CIMI means them.
  for (const type of makingsOf(native.keys())) {
    const kept = keptAdapter(type, store, scope);
    const own = native.get(type);
    add(type, own ? joinedAdapter(own, kept) : kept, !own);
  }
  add("Job", jobAdapter(store, scope, control), true);
  const metadata = joinedAdapter(metadataAdapter(sources, limits), keptAdapter("ResourceMetadata", store, scope));
  add("ResourceMetadata", metadata, true);
  return {
    name: options.name,
    adapter: options.adapter,
    resolve: options.resolve ?? "exact",
    access: options.access ?? "full",
    scope,
    translator: new Translator(store, scope),
    sources,
  };
}
