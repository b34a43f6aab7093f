import type { Setting, Settings } from "@cimi-gateway/adapter";
import { z } from "zod";
import { boolean, integer, number, text } from "./values.js";

/** What zod checks for one setting; the help goes with it for the sample file. */
function checkOf({ type, help, required, choices, default: standard, example, secret }: Setting): z.ZodType {
  const plain: z.ZodType = choices && type === "string" ? z.enum(choices) : TYPES[type]();
  const described = plain.meta({ description: help, ...(example !== undefined && { example }), ...(secret && { secret }) });
  if (standard !== undefined) return described.default(standard);
  return required ? described : described.optional();
}

const TYPES = {
  string: text,
  strings: () => z.array(text()),
  integer: () => integer(),
  number,
  boolean,
  map: () => z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
} as const satisfies Record<Setting["type"], () => z.ZodType>;

interface Tree {
  readonly [key: string]: Setting | Tree;
}

/** `credentials.accessKeyId` stands in a mapping `credentials`. */
function treeOf(settings: readonly Setting[], depth = 0): Tree {
  const keyOf = ({ name }: Setting) => name.split(".")[depth]!;
  const keys = [...new Set(settings.map(keyOf))];
  return Object.fromEntries(
    keys.map((key) => {
      const members = settings.filter((setting) => keyOf(setting) === key);
      const first = members[0]!;
      return [key, first.name.split(".").length === depth + 1 ? first : treeOf(members, depth + 1)];
    }),
  );
}

const isSetting = (node: Setting | Tree): node is Setting => typeof node.name === "string";

const shapeOf = (tree: Tree): Record<string, z.ZodType> =>
  Object.fromEntries(Object.entries(tree).map(([key, node]) => [key, isSetting(node) ? checkOf(node) : groupOf(node)]));

/** A group may be left out as a whole; then its members' defaults hold, and what is required in it is missing. */
const groupOf = (tree: Tree): z.ZodType => z.strictObject(shapeOf(tree)).prefault({});

/** The members of a cloud's entry that an adapter's list of settings allows. */
export const shapeFor = (settings: readonly Setting[]): Record<string, z.ZodType> => shapeOf(treeOf(settings));

/** The validated entry by the paths of its settings; what was left out and has no default is absent. */
export const flatten = (settings: readonly Setting[], entry: unknown): Settings =>
  Object.fromEntries(
    settings.flatMap(({ name }) => {
      const value = name.split(".").reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], entry);
      return value === undefined ? [] : [[name, value]];
    }),
  );

/** Values that are never to be seen. */
export const secretsIn = (settings: readonly Setting[], values: Settings): readonly string[] =>
  settings.flatMap(({ name, secret }) => (secret && values[name] !== undefined ? [String(values[name])] : []));
