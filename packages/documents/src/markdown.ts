/** A table; cells hold no line breaks, and a bar in a cell does not end it. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

export const code = (text: string): string => `\`${text}\``;

export const codes = (texts: readonly string[]): string => texts.map(code).join(", ");

export const fence = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\``;

export const link = (text: string, target: string): string => `[${text}](${target})`;

/** Blocks with an empty line between them; what is empty is left out. */
export const blocks = (...texts: readonly string[]): string => `${texts.filter((text) => text !== "").join("\n\n")}\n`;

/** A section with its heading; nothing where it has no content. */
export const section = (heading: string, ...content: readonly string[]): string =>
  content.every((text) => text === "") ? "" : [heading, ...content.filter((text) => text !== "")].join("\n\n");
