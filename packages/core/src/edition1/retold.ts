import type { Reference, Values } from "@cimi-gateway/model";
import type { Entity } from "../read/entity.js";
import type { FirstSight } from "./first-sight.js";
import { jobValues } from "./job.js";
import { machineTemplateValues } from "./machine-template.js";
import { networkValues } from "./network.js";
import { toldInFirst } from "./told.js";
import { given } from "./wishes.js";

type Telling = (sight: FirstSight, entities: readonly Entity[]) => Promise<readonly Values[]>;

/** Types that both editions have, of which edition 1 tells something else. */
const TELLINGS: Readonly<Record<string, Telling>> = {
  Network: async ({ prospect, cloud }, entities) => {
    const { around } = await prospect.look();
    const told = toldInFirst("Network", cloud.sources);
    const first = (entity: Entity) => Object.entries(given(networkValues(entity, around))).filter(([key]) => told.has(key));
    return entities.map((entity) => ({ ...entity.values, ...Object.fromEntries(first(entity)) }));
  },
  MachineTemplate: async (sight, entities) => {
    if (entities.every(({ values }) => values.interfaceTemplates === undefined)) return entities.map(({ values }) => values);
    const { around } = await sight.prospect.look();
    const kept = await templatesIn(sight, entities);
    return entities.map((entity) => machineTemplateValues(entity, around, kept));
  },
  Job: jobValues,
};

export const isRetold = (type: string): boolean => Object.hasOwn(TELLINGS, type);

/** All are of one type. */
export async function retold(sight: FirstSight, entities: readonly Entity[]): Promise<readonly Entity[]> {
  if (entities.length === 0) return entities;
  const told = await TELLINGS[entities[0]!.type]!(sight, entities);
  return entities.map((entity, index) =>
    told[index] === entity.values ? entity : { ...entity, values: told[index]!, under: entity },
  );
}

async function templatesIn({ view, cloud }: FirstSight, entities: readonly Entity[]): Promise<ReadonlyMap<string, Values>> {
  const references = entities.flatMap(({ values }) => (values.interfaceTemplates ?? []) as readonly Reference[]);
  if (!cloud.sources.has("NetworkInterfaceTemplate") || references.every(({ href }) => href === undefined)) return new Map();
  const { entities: kept } = await view.list("NetworkInterfaceTemplate");
  return new Map(kept.map(({ path, values }) => [path, values]));
}
