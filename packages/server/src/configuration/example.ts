import type { AdapterPackage } from "@cimi-gateway/adapter";
import { z } from "zod";
import { cloudSchema } from "./clouds-schema.js";
import { serverSchema } from "./server-schema.js";

/** What zod tells about a schema, as far as it is needed here. */
interface Node {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly example?: unknown;
  readonly secret?: boolean;
}

const nodeOf = (schema: z.ZodType): Node => z.toJSONSchema(schema, { io: "output", unrepresentable: "any" }) as Node;

/** The sample file: every setting there is, with what it is for. Settings that are commented out have no default, or are not needed. */
export function exampleConfiguration(adapters: ReadonlyMap<string, Pick<AdapterPackage, "settings">>): string {
  const clouds = [...adapters].flatMap(([kind, adapter]) => ["", ...cloudLines(kind, adapter)]);
  return `${[...HEADER, "server:", ...linesOf(nodeOf(serverSchema), "  ", false), "", "clouds:", ...clouds.slice(1)].join("\n")}\n`;
}

const HEADER = [
  "# Every setting of the gateway. Written by `npm run docs` from the lists of settings: change those, not this file.",
  `# \${NAME} in a text is replaced from the environment. Times are milliseconds where nothing else is said.`,
  "",
];

/** The cloud that needs nothing is ready to use, all others are commented out. */
function cloudLines(kind: string, adapter: Pick<AdapterPackage, "settings">): readonly string[] {
  const needsNothing = adapter.settings.every(({ required }) => !required);
  const { properties: { adapter: _, ...properties } = {}, ...node } = nodeOf(cloudSchema(adapter));
  const lines = linesOf({ ...node, properties }, "    ", !needsNothing, kind);
  const name = needsNothing ? kind : `my-${kind}`;
  return [`${mark("  ", !needsNothing)}${name}:`, `${mark("    ", !needsNothing)}adapter: ${kind}`, ...lines];
}

/** Descriptions stand behind `# `, settings that are off behind `#`: taking those marks away switches them on. */
function linesOf({ properties = {} }: Node, indent: string, off: boolean, variables = ""): readonly string[] {
  return Object.entries(properties).flatMap(([key, node]) => {
    const help = node.description === undefined ? [] : [`${indent}# ${node.description}${choicesOf(node)}`];
    if (node.properties) {
      const inner = linesOf(node, `${indent}  `, off || isOff(node), `${variables}_${key}`);
      return [...help, `${mark(indent, off || isOff(node))}${key}:`, ...inner];
    }
    const isDefault = node.default !== undefined;
    return [...help, `${mark(indent, off || !isDefault)}${key}: ${shownValue(node, `${variables}_${key}`)}`];
  });
}

const mark = (indent: string, off: boolean): string => (off ? `${indent}#` : indent);

/** A section of nothing but settings that are off would be empty. */
const isOff = ({ properties = {}, ...node }: Node): boolean =>
  node.default === undefined &&
  Object.values(properties).every((inner) => (inner.properties ? isOff(inner) : inner.default === undefined));

const choicesOf = ({ enum: choices = [] }: Node): string => (choices.length > 1 ? ` (${choices.join(", ")})` : "");

/** The default, the example, or something of the right type; for secrets a variable of the environment. */
function shownValue(node: Node, variable: string): string {
  if (node.default !== undefined) return JSON.stringify(node.default);
  if (node.secret) return `"\${${variable.replace(/([A-Z])/g, "_$1").toUpperCase()}}"`;
  if (node.type === "array") return JSON.stringify([node.example ?? "…"]);
  return JSON.stringify(node.example ?? node.enum?.[0] ?? FITTING[node.type ?? ""] ?? "…");
}

const FITTING: Readonly<Record<string, unknown>> = { integer: 1, number: 1, boolean: false, object: {} };
