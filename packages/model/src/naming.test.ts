import { describe, expect, it } from "@jest/globals";
import { plural, singular } from "./naming.js";

describe("5.5.11, 5.5.12: item names and grouping names", () => {
  it.each([
    ["disks", "disk"],
    ["addresses", "address"],
    ["address", "address"],
    ["properties", "property"],
    ["capabilities", "capability"],
    ["volumeTemplates", "volumeTemplate"],
    ["disk", "disk"],
  ])("an item of %s is a %s", (name, item) => expect(singular(name)).toBe(item));

  it.each([
    ["Machine", "machines"],
    ["Address", "addresses"],
    ["locatedVolume", "locatedVolumes"],
    ["ResourceMetadata", "resourceMetadatas"],
    ["Policy", "policies"],
  ])("a Collection of %s groups them as %s", (type, grouping) => expect(plural(type)).toBe(grouping));
});
