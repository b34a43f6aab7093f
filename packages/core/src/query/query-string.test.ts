import { InvalidValue } from "@cimi-gateway/model";
import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { readParameters } from "./query-string.js";

describe("query string (RFC 3986, 4.1.6.1)", () => {
  it("splits at the first equals sign, so that an expression keeps its own", () => {
    expect(readParameters("$filter=name='mine'")).toEqual(new Map([["$filter", ["name='mine'"]]]));
  });

  // [4.1.6.1-5]
  it("decodes names and values, after splitting", () => {
    expect(readParameters("%24filter=name%3D'a%26b%3Dc'&x=%C3%A9")).toEqual(
      new Map([
        ["$filter", ["name='a&b=c'"]],
        ["x", ["é"]],
      ]),
    );
  });

  it("leaves a plus sign a plus sign and takes %20 for a blank", () => {
    expect(readParameters("x=a+b%20c%2Bd").get("x")).toEqual(["a+b c+d"]);
  });

  it("keeps repeated parameters in their order", () => {
    expect(readParameters("x=2&y=0&x=1").get("x")).toEqual(["2", "1"]);
  });

  it.each([
    ["", []],
    ["&&", []],
    ["$expand", [["$expand", [""]]]],
    ["$expand=", [["$expand", [""]]]],
  ])("reads %j", (text, entries) => {
    expect([...readParameters(text)]).toEqual(entries);
  });

  it.each(["x=%zz", "x=%", "x=%4", "%zz=1", "x=%ff", "x=%C3", "x=%ED%A0%80"])(
    "refuses %s, which is no percent-encoded UTF-8",
    (text) => {
      expect(() => readParameters(text)).toThrow(InvalidValue);
      expect(() => readParameters(text)).toThrow(/percent/);
    },
  );

  it("reads back whatever was percent-encoded", () => {
    const text = fc.string({ unit: "grapheme", minLength: 1 });
    fc.assert(
      fc.property(text, text, (name, value) => {
        expect(readParameters(`${encodeURIComponent(name)}=${encodeURIComponent(value)}`)).toEqual(new Map([[name, [value]]]));
      }),
    );
  });
});
