import { describe, expect, it } from "@jest/globals";
import { Trail } from "./trail.js";

describe("the templates that lead to a part (4.2.1.1)", () => {
  it("are not followed in a circle", () => {
    const trail = new Trail(10).follow("networkTemplates/a").follow("networkTemplates/b");
    expect(() => trail.follow("networkTemplates/a")).toThrow("made of itself");
  });

  it("may be the same side by side, and those by value may be anywhere", () => {
    const trail = new Trail(10).follow("networkTemplates/a");
    trail.follow("segmentTemplates/s");
    expect(trail.follow("segmentTemplates/s").follow(undefined).paths).toEqual(["networkTemplates/a", "segmentTemplates/s"]);
  });

  it("make no more parts than the setting says, in all branches together", () => {
    const trail = new Trail(3);
    const [first, second] = [trail.follow(undefined), trail.follow("networkTemplates/a")];
    first.follow("networkTemplates/b");
    expect(() => second.follow(undefined)).toThrow("one request makes at most 3 resources");
  });
});
