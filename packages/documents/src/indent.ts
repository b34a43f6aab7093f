const PARTS = /<[^>]*>|[^<]+/g;
const isClosing = (part: string | undefined): boolean => part?.startsWith("</") ?? false;
const opens = (part: string): boolean => part.startsWith("<") && !/^<[/?]|\/>$/.test(part);

/** An XML document of the model's writer for people: an element a line, text beside its tags. */
export function indented(document: string): string {
  const parts = document.match(PARTS)!.filter((part) => part.trim() !== "");
  const lines: string[] = [];
  let depth = 0;
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at]!;
    if (isClosing(part)) depth--;
    const isLeaf = opens(part) && isClosing(parts[at + 2]) && !parts[at + 1]!.startsWith("<");
    const line = isLeaf ? parts.slice(at, at + 3).join("") : part;
    lines.push("  ".repeat(depth) + line);
    if (isLeaf) at += 2;
    else if (opens(part)) depth++;
  }
  return lines.join("\n");
}
