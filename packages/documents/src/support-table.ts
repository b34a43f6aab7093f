import type { Adapter } from "@cimi-gateway/adapter";
import { type Model, model, type ResourceName } from "@cimi-gateway/model";
import { GATEWAYS } from "./absences.js";
import type { Shown } from "./clouds.js";
import { code, table } from "./markdown.js";

const described: Model = model;

/** The small table of README.md: what there is beside reading. */
export function supportTable(clouds: readonly Shown[]): string {
  const types = Object.keys(model).filter((type) => !GATEWAYS.has(type) && clouds.some(({ offers }) => offers.has(type)));
  const rows = types.map((type) => [type, ...clouds.map((cloud) => cell(cloud, type))]);
  return table(["Type", ...clouds.map(({ kind }) => kind)], rows);
}

const cell = ({ adapter, offers }: Shown, type: string): string =>
  native(adapter, type) ?? (offers.has(type) ? gateways(type) : "–");

/** What the gateway has for a cloud: a view of what the cloud has, or what the gateway keeps. */
const gateways = (type: string): string => {
  const { replacedBy } = described[type]!;
  return replacedBy === undefined ? "_kept_" : `_view_ of ${replacedBy}`;
};

/** What the cloud itself has; the operations in the model's order. */
function native({ resources }: Adapter, type: string): string | undefined {
  const adapter = resources[type as ResourceName];
  if (!adapter) return undefined;
  const writes = [adapter.create && "add", adapter.update && "edit", adapter.delete && "delete"].filter(
    (name) => name !== undefined,
  );
  const inserts = resources.locatedVolume?.create !== undefined;
  const operations = Object.entries(described[type]!.operations)
    .filter(([name, { inserts: into }]) => (into === undefined ? name in (adapter.operations ?? {}) : inserts))
    .map(([name]) => code(name));
  return [...writes, ...operations].join(", ") || "read only";
}
