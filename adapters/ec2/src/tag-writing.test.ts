import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { newOverlay, newTags, tagChange } from "./tag-writing.js";
import { propertiesIn, RESERVED, type TagRules, tagIn } from "./tags.js";

const PLAIN: TagRules = { tagPrefixes: [], scope: {} };
const COSTS: TagRules = { tagPrefixes: ["cost/"], scope: {} };

const tags = (entries: Readonly<Record<string, string>>) => Object.entries(entries).map(([Key, Value]) => ({ Key, Value }));

/** The tags after a change, as EC2 would have them. */
function applied(current: ReturnType<typeof tags>, { set, remove }: ReturnType<typeof tagChange>) {
  const changed = new Map(current.map(({ Key, Value }) => [Key, Value]));
  for (const key of remove) changed.delete(key);
  for (const { Key, Value } of set) changed.set(Key!, Value!);
  return [...changed].map(([Key, Value]) => ({ Key, Value }));
}

const key = fc.string({ maxLength: 140, unit: "grapheme" }).filter((text) => !/^(aws:|cimi-)/i.test(text));
const properties = fc.dictionary(key, fc.string({ maxLength: 300, unit: "grapheme" }), { maxKeys: 60 });

describe("name, description and properties as tags (PROVIDERS.md, section 8)", () => {
  it("are read again as they were written, from the tags or from the overlay, never from both", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), fc.string({ maxLength: 300 }), properties, (name, description, wanted) => {
        const change = tagChange(undefined, { name, description, properties: wanted }, PLAIN);
        const stored = applied([], change);
        const overlay = change.overlay as Record<string, unknown>;
        expect(overlay.name ?? tagIn(stored, RESERVED.name)).toBe(name);
        expect(overlay.description ?? tagIn(stored, RESERVED.description)).toBe(description);
        expect(overlay.properties ?? propertiesIn(stored, PLAIN) ?? {}).toEqual(wanted);
        if (overlay.properties !== null) expect(propertiesIn(stored, PLAIN)).toBeUndefined();
      }),
    );
  });

  it("keep within the limits of EC2", () => {
    fc.assert(
      fc.property(properties, fc.integer({ min: 0, max: 45 }), (wanted, foreign) => {
        const present = Array.from({ length: foreign }, (_, index) => ({
          Key: `foreign key ${index} that nobody draws`,
          Value: "",
        }));
        const stored = applied(present, tagChange(present, { name: "n", description: "d", properties: wanted }, PLAIN));
        expect(stored.length).toBeLessThanOrEqual(50);
        for (const { Key, Value } of stored) expect([Key.length <= 128, Value.length <= 256]).toEqual([true, true]);
      }),
    );
  });

  it("leave foreign tags alone, whatever the properties become (5.1)", () => {
    fc.assert(
      fc.property(properties, properties, (first, second) => {
        const foreign = tags({ "kubernetes.io/role": "x", "aws:cloudformation:stack-name": "y" });
        const once = applied(foreign, tagChange(foreign, { properties: first }, PLAIN));
        const twice = applied(once, tagChange(once, { properties: second }, PLAIN));
        expect(twice.filter(({ Key }) => foreign.some((tag) => tag.Key === Key))).toEqual(foreign);
      }),
    );
  });

  it("write only what differs", () => {
    const current = tags({ Name: "web", "cimi-properties": '["a","b"]', a: "1", b: "2" });
    expect(tagChange(current, { name: "web", properties: { a: "1", b: "2" } }, PLAIN)).toEqual({
      set: [],
      remove: [],
      overlay: { name: null, properties: null },
    });
    expect(tagChange(current, { properties: { a: "1", c: "3" } }, PLAIN)).toEqual({
      set: [
        { Key: "cimi-properties", Value: '["a","c"]' },
        { Key: "c", Value: "3" },
      ],
      remove: ["b"],
      overlay: { properties: null },
    });
    expect(tagChange(current, { name: null, properties: null }, PLAIN).remove.sort()).toEqual([
      "Name",
      "a",
      "b",
      "cimi-properties",
    ]);
  });

  it("go to the overlay whole: one value that is too long takes the others with it", () => {
    const wanted = { short: "1", long: "x".repeat(257) };
    expect(tagChange(tags({ "cimi-properties": '["short"]', short: "0" }), { properties: wanted }, PLAIN)).toEqual({
      set: [],
      remove: ["short", "cimi-properties"],
      overlay: { properties: wanted },
    });
  });

  it.each(["aws:x", "AWS:x", "cimi-op", "cimi-anything"])("refuse the reserved key %s", (name) =>
    expect(() => tagChange(undefined, { properties: { [name]: "1" } }, PLAIN)).toThrow(
      expect.objectContaining({ kind: "invalid" }),
    ),
  );

  it("refuse to take over a foreign tag, but not one of a prefix that the operator named", () => {
    const current = tags({ "cost/center": "7" });
    expect(() => tagChange(current, { properties: { "cost/center": "8" } }, PLAIN)).toThrow(
      expect.objectContaining({ kind: "conflict" }),
    );
    expect(tagChange(current, { properties: { "cost/center": "8" } }, COSTS).set).toContainEqual({
      Key: "cost/center",
      Value: "8",
    });
    expect(propertiesIn(current, COSTS)).toEqual({ "cost/center": "7" });
  });

  it("of something new go with the marker in one specification", () => {
    expect(newTags(PLAIN, ["volume", "snapshot"], "id-1", { name: "n" }, { "cimi-type": "DISK" })).toEqual({
      TagSpecifications: [
        {
          ResourceType: "volume",
          Tags: [
            { Key: "cimi-op", Value: "id-1" },
            { Key: "cimi-type", Value: "DISK" },
            { Key: "Name", Value: "n" },
          ],
        },
      ],
    });
    expect(newOverlay(PLAIN, { name: "n" })).toEqual({});
    expect(newOverlay(PLAIN, { name: "n", description: "a\nb" })).toEqual({ overlay: { description: "a\nb" } });
  });

  it("are no properties when somebody spoiled the list of keys", () =>
    expect(propertiesIn(tags({ "cimi-properties": "{", a: "1" }), PLAIN)).toBeUndefined());
});
