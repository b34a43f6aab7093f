import { describe, expect, it } from "@jest/globals";
import { passwordIn, redactor } from "./redact.js";

describe("secrets in the log", () => {
  it("are replaced as they are, as JSON writes them, and as URLs write them", () => {
    const redact = redactor(['a"b/c+d', "plain-secret"])!;
    expect(redact(JSON.stringify({ text: 'x a"b/c+d y plain-secret', url: `?k=${encodeURIComponent('a"b/c+d')}` }))).toBe(
      '{"text":"x [redacted] y [redacted]","url":"?k=[redacted]"}',
    );
  });

  it("are replaced whole where one is part of another", () => {
    expect(redactor(["secret", "secret-long"])!("secret-long secret")).toBe("[redacted] [redacted]");
  });

  it("shorter than a word are no reason to blacken the log", () => {
    expect(redactor(["ab", ""])).toBeUndefined();
  });

  it("are found in the database's URL", () => {
    expect(passwordIn("postgres://user:p%40ss@h/x")).toEqual(["p%40ss", "p@ss"]);
    expect(passwordIn("postgres://user@h/x")).toEqual([]);
    expect(passwordIn(undefined)).toEqual([]);
  });
});
