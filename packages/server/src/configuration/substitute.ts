import type { Problem } from "./error.js";

export type Variables = Readonly<Record<string, string | undefined>>;

/** Replaces `${NAME}` in every text of a tree from the environment; what is not there is a problem with its path. */
export function substitute(
  tree: unknown,
  variables: Variables,
): { readonly value: unknown; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const replaced = (text: string, path: readonly string[]): string =>
    text.replace(/\$\{([^}]*)\}/g, (_, name: string) => {
      const value = variables[name];
      if (value === undefined) problems.push({ path: path.join("."), problem: `the environment has no variable ${name}` });
      return value ?? "";
    });
  const walk = (node: unknown, path: readonly string[]): unknown => {
    if (typeof node === "string") return replaced(node, path);
    if (Array.isArray(node)) return node.map((item, index) => walk(item, [...path, String(index)]));
    if (typeof node !== "object" || node === null) return node;
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, walk(value, [...path, key])]));
  };
  return { value: walk(tree, []), problems };
}
