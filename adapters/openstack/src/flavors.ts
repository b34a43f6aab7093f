import type { Context } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { inNewWords } from "./older-members.js";
import { path } from "./paths.js";
import { readMany } from "./reading.js";

/** Compute API, "Flavors". */
export interface Flavor {
  readonly id: string;
  readonly name?: string;
  readonly description?: string | null;
  readonly vcpus?: number;
  /** Mebibytes. */
  readonly ram?: number;
  /** Gibibytes; 0: as large as the image. */
  readonly disk?: number;
  readonly "OS-FLV-EXT-DATA:ephemeral"?: number;
  readonly extra_specs?: Readonly<Record<string, string>>;
}

export async function* flavorPages({ client }: Cloud, context: Context): AsyncGenerator<readonly Flavor[]> {
  const pages = client.pages<Flavor>(context, { service: "compute", path: "/flavors/detail" }, "flavors");
  for await (const page of pages) yield page.map(inNewWords);
}

export const readFlavors = (cloud: Cloud, ids: readonly string[], context: Context): Promise<Map<string, Flavor>> =>
  readMany(ids, {
    idOf: ({ id }) => id,
    one: async (id) => {
      const call = { service: "compute", path: path`/flavors/${id}` } as const;
      const flavor = (await cloud.client.readIfThere<{ flavor?: Flavor }>(context, call))?.flavor;
      return flavor && inNewWords(flavor);
    },
    list: () => flavorPages(cloud, context),
  });
