import type { Adapter } from "@cimi-gateway/adapter";
import { type Description, type Model, model, type ResourceName } from "@cimi-gateway/model";
import type { Scope, Store, StoredRecord } from "@cimi-gateway/store";
import { viewSources } from "./edition1/sources.js";
import { type JobControl, jobAdapter } from "./jobs/job-source.js";
import { metadataAdapter } from "./metadata.js";
import { joinedAdapter } from "./read/joined.js";
import { keptAdapter } from "./read/kept.js";
import { KeptSecrets } from "./read/kept-secrets.js";
import { type AnyResourceAdapter, type Source, Translator } from "./read/source.js";
import type { Serves } from "./served.js";
import type { Access, CloudOptions, Limits, Resolve } from "./types.js";

const described: Model = model;

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
  readonly serves: Serves;
}

export function openCloud(options: CloudOptions, tenant: string, store: Store, limits: Limits, control: JobControl): Cloud {
  const scope = { tenant, cloud: options.name };
  const native = new Map(Object.entries(options.adapter.resources) as [string, AnyResourceAdapter][]);
  const sources = new Map<string, Source>();
  const add = (type: string, adapter: AnyResourceAdapter, kept: boolean) => sources.set(type, { type, adapter, kept });
  const addKept = (type: ResourceName, adapter: AnyResourceAdapter) => {
    const secrets = new KeptSecrets(type, store.secrets, scope);
    sources.set(type, { type, adapter, kept: true, reveal: (native) => secrets.reveal(native as StoredRecord) });
  };
  const views = viewSources(native);
  const offered = [...native.keys(), ...views.map(({ type }) => type)];
  const keeps = keptTypes(offered);
  const served = new Set<string>([...offered, ...keeps, "Job", "ResourceMetadata"]);
  const serves = (type: string): boolean => served.has(type);
  const keeping = { store, scope, limits, serves };
  for (const [type, adapter] of native) add(type, adapter, false);
  for (const source of views) sources.set(source.type, source);
  for (const type of keeps) {
    const kept = keptAdapter(type, keeping);
    const own = native.get(type);
    if (own) add(type, joinedAdapter(own, kept), false);
    else addKept(type, kept);
  }
  add("Job", jobAdapter(store, scope, limits, control), true);
  const metadata = joinedAdapter(metadataAdapter(sources, limits), keptAdapter("ResourceMetadata", keeping));
  add("ResourceMetadata", metadata, true);
  return {
    name: options.name,
    adapter: options.adapter,
    resolve: options.resolve ?? "exact",
    access: options.access ?? "full",
    scope,
    translator: new Translator(store, scope),
    sources,
    serves,
  };
}

/**
 * What the gateway keeps for every cloud: the templates of what the cloud serves, and the configurations that those templates refer to
 * (types with neither a state nor a template of their own, and no templates of what the cloud does not serve).
 */
function keptTypes(offered: readonly string[]): ReadonlySet<ResourceName> {
  const templates = offered.flatMap((type) => described[type]!.template?.type ?? []);
  const configurations = templates.flatMap((type) => referredTo(described[type]!)).filter((type) => isPlain(described[type]!));
  return new Set([...templates, ...configurations].filter((type) => type !== "ResourceMetadata") as ResourceName[]);
}

const referredTo = ({ attributes }: Description): string[] =>
  Object.values(attributes).flatMap(({ type }) => (type.target !== undefined && type.target in described ? [type.target] : []));

const TEMPLATES: ReadonlySet<string> = new Set(
  Object.values(described).flatMap((description) => description?.template?.type ?? []),
);

const isPlain = ({ name, stable, template, collection }: Description): boolean =>
  !stable && !template && collection !== undefined && !TEMPLATES.has(name);
