import { describe, expect, it } from "@jest/globals";
import { formatOf, preferenceOf } from "./media-type.js";

describe("4.1.4: media types", () => {
  it.each([
    ["application/json", "json"],
    ["Application/XML; charset=utf-8", "xml"],
    ["text/xml", "xml"],
    ["text/html", undefined],
    ["", undefined],
  ])("Content-Type %j is %s", (given, format) => expect(formatOf(given)).toBe(format));

  it.each([
    [undefined, "any"],
    ["", "any"],
    ["*/*", "any"],
    ["application/*", "any"],
    ["application/json", "json"],
    ["text/xml", "xml"],
    ["*/*; q=0.5, application/xml", "xml"],
    ["application/xml;q=0.2, application/json;q=0.8", "json"],
    ["application/xml, application/json", "xml"],
    ["application/json, application/xml", "json"],
    ["text/html, */*;q=0.1", "any"],
    ["application/json;q=0, */*", "xml"],
    ["text/html", "none"],
    ["application/json;q=0", "none"],
    ["application/json;q=high", "none"],
  ])("Accept %j prefers %s (RFC 9110, 12.5.1)", (accept, preference) => expect(preferenceOf(accept)).toBe(preference));
});
