import { describe, expect, it } from "@jest/globals";
import { indented } from "./indent.js";

describe("XML for people", () => {
  it("has an element a line, with its text beside the tags", () => {
    const document = '<?xml version="1.0"?>\n<a x="/"><b>1</b><c/><d><e>2</e></d></a>';
    const lines = ['<?xml version="1.0"?>', '<a x="/">', "  <b>1</b>", "  <c/>", "  <d>", "    <e>2</e>", "  </d>", "</a>"];
    expect(indented(document).split("\n")).toEqual(lines);
  });
});
