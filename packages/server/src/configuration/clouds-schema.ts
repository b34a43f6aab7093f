import type { AdapterPackage } from "@cimi-gateway/adapter";
import { type Model, model } from "@cimi-gateway/model";
import { z } from "zod";
import { shapeFor } from "./adapter-schema.js";
import { text } from "./values.js";

const described: Model = model;

/** What follows `/cimi/` or an edition in an address and is no cloud. */
const RESERVED: ReadonlySet<string> = new Set([
  "all",
  ...Object.values(described).flatMap((description) => description?.collection ?? []),
]);

const kind = text()
  .regex(/^[a-z][a-z0-9-]*$/, "must be the name of an adapter, e.g. sandbox")
  .meta({ description: "The kind of cloud." });

/** What is to be known of a cloud before its adapter is loaded. */
export const entrySchema = z.looseObject({ adapter: kind });

export type CloudEntry = z.infer<typeof entrySchema>;

/** What each cloud may say, whatever its kind. */
const COMMON = {
  adapter: kind,
  resolve: z.enum(["exact", "atLeast"]).optional().meta({
    description: "How a MachineConfiguration made by a consumer becomes one of the cloud's own: the same, or the next larger.",
    example: "atLeast",
  }),
  access: z
    .enum(["read", "operate", "full"])
    .default("full")
    .meta({ description: "What consumers may do: only read; also operate what exists; everything." }),
  userData: z.enum(["provider", "cimi"]).default("provider").meta({
    description:
      "What becomes of userData: the provider gets it as it is; or, in guests with cloud-init, /var/lib/cimi/user-data holds it (5.14.3).",
  }),
} as const;

/** A whole cloud of the kind that has these settings. */
export const cloudSchema = ({ settings }: Pick<AdapterPackage, "settings">) =>
  z.strictObject({ ...shapeFor(settings), ...COMMON });

export const cloudName = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, "a cloud's name begins with a letter and has lower-case letters, digits and hyphens only")
  .refine((name) => !RESERVED.has(name), "this name is reserved: it begins other addresses under /cimi/");
