import { describe, expect, it } from "@jest/globals";
import { blocks, section, table } from "./markdown.js";

describe("Markdown", () => {
  it("a bar in a cell does not end it", () => {
    expect(table(["a"], [["b|c"]])).toBe("| a |\n| --- |\n| b\\|c |");
  });

  it("a section without content has no heading", () => {
    expect(blocks("# T", section("## Empty", ""), section("## Full", "", "text"))).toBe("# T\n\n## Full\n\ntext\n");
  });
});
