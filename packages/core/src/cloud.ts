import type { Adapter } from "@cimi-gateway/adapter";
import { extendedModel, type Model, makingsOf, model, type ResourceName } from "@cimi-gateway/model";
import type { Scope, Store, StoredRecord } from "@cimi-gateway/store";
import { viewSources } from "./edition1/sources.js";
import { entryPointAdapter } from "./entry-point-adapter.js";
import { withExtensions } from "./extensions.js";
import { type JobControl, jobAdapter } from "./jobs/job-source.js";
import { METADATA, metadataAdapter } from "./metadata/adapter.js";
import { joinedAdapter } from "./read/joined.js";
import { keptAdapter } from "./read/kept.js";
import { KeptSecrets } from "./read/kept-secrets.js";
import { type AnyResourceAdapter, type Source, Translator } from "./read/source.js";
import type { Served } from "./served.js";
import type { Access, CloudOptions, Limits, Resolve, UserData } from "./types.js";

const described: Model = model;

/** One configured cloud with everything that is served of it. */
export interface Cloud extends Served {
  readonly name: string;
  readonly adapter: Adapter;
  readonly resolve: Resolve;
  readonly access: Access;
  readonly userData: UserData;
  readonly scope: Scope;
  readonly translator: Translator;
  /** By type; what is missing here is not in the Cloud Entry Point. */
  readonly sources: ReadonlyMap<string, Source>;
}

export function openCloud(options: CloudOptions, tenant: string, store: Store, limits: Limits, control: JobControl): Cloud {
  const scope = { tenant, cloud: options.name };
  const given = Object.entries(options.adapter.resources) as [string, AnyResourceAdapter][];
  const native = new Map(given.map(([type, adapter]) => [type, withExtensions(adapter)]));
  const types = extendedModel(
    described,
    Object.fromEntries(given.map(([type, { extensions, instead }]) => [type, { ...extensions, ...(instead && { instead }) }])),
  );
  const sources = new Map<string, Source>();
  const add = (type: string, adapter: AnyResourceAdapter, kept: boolean) => sources.set(type, { type, adapter, kept });
  const addKept = (type: ResourceName, adapter: AnyResourceAdapter) => {
    const secrets = new KeptSecrets(type, types, store.secrets, scope);
    sources.set(type, { type, adapter, kept: true, reveal: (native) => secrets.reveal(native as StoredRecord) });
  };
  const views = viewSources(native);
  const offered = [...native.keys(), ...views.map(({ type }) => type)];
  const keeps = makingsOf(offered);
  const served = new Set<string>([...offered, ...keeps, "Job", "ResourceMetadata"]);
  const serves = (type: string): boolean => served.has(type);
  const keeping = { store, scope, limits, serves, model: types, handsOn: handsOn(native) };
  for (const [type, adapter] of native) add(type, adapter, false);
  for (const source of views) sources.set(source.type, source);
  // What a cloud makes things from is kept for it: no cloud has templates as CIMI means them.
  for (const type of keeps) {
    const kept = keptAdapter(type, keeping);
    const own = native.get(type);
    if (own) add(type, joinedAdapter(own, kept), false);
    else addKept(type, kept);
  }
  add("Job", jobAdapter(store, scope, limits, control), true);
  add("CloudEntryPoint", entryPointAdapter({ name: options.name, sources, model: types }, keeping), true);
  const told = { sources, model: types, userData: options.userData ?? "provider" };
  add(METADATA, metadataAdapter(told, keeping, keptAdapter(METADATA, keeping)), true);
  return {
    name: options.name,
    adapter: options.adapter,
    resolve: options.resolve ?? "exact",
    access: options.access ?? "full",
    userData: options.userData ?? "provider",
    scope,
    translator: new Translator(store, scope, types),
    sources,
    serves,
    model: types,
  };
}

/** Whether what is made from a template gets data for its guest. */
const handsOn =
  (native: ReadonlyMap<string, AnyResourceAdapter>) =>
  (template: string): boolean =>
    [...native].some(([type, { payload }]) => payload !== undefined && described[type]!.template?.type === template);
