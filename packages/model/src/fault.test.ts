import { describe, expect, it } from "@jest/globals";
import { excerpt, InvalidValue, inside, shown } from "./fault.js";

describe("faults in what a consumer sends", () => {
  it("name the attribute and what would be accepted", () => {
    const fail = () =>
      inside("machineTemplate", () =>
        inside("volumes", () =>
          inside(0, () =>
            inside("volume", () => {
              throw new InvalidValue("needs an href");
            }),
          ),
        ),
      );
    expect(fail).toThrow("machineTemplate.volumes[0].volume: needs an href");
    expect(fail).toThrow(
      expect.objectContaining({
        name: "InvalidValue",
        problem: "needs an href",
        path: ["machineTemplate", "volumes", 0, "volume"],
      }),
    );
  });

  it("other errors pass unchanged", () => {
    const error = new TypeError("ours");
    expect(() =>
      inside("a", () => {
        throw error;
      }),
    ).toThrow(error);
  });

  it("show a refused value shortly", () => {
    expect([shown("a\nb"), shown(1), shown(null), shown([1]), shown({}), shown(undefined)]).toEqual([
      '"a\\nb"',
      "1",
      "null",
      "an array",
      "an object",
      "undefined",
    ]);
    expect(shown("x".repeat(1000))).toHaveLength(61);
  });

  it("hold nothing that XML cannot carry, not even half a character", () => {
    expect(excerpt("a\u0000\ufffe😀", 4)).toBe("a\ufffd\ufffd\ufffd…");
    expect(excerpt("😀")).toBe("😀");
  });
});
