import { type Description, model } from "@cimi-gateway/model";
import { describe, expect, it } from "@jest/globals";
import { COLLECTIONS, collectionOf, isCollection, routeOf } from "./route.js";

const types: readonly Description[] = Object.values(model);
const listed = types.filter(({ collection }) => collection !== undefined);

interface Nested {
  readonly path: string;
  readonly attribute: string;
  readonly owner: Description;
  readonly target: string;
  readonly link: string | undefined;
}

const nested: readonly Nested[] = listed.flatMap((owner) =>
  Object.keys(owner.attributes).flatMap((attribute) => {
    const collection = collectionOf(owner.name, attribute);
    const path = `${owner.collection}/7/${attribute}`;
    return collection ? [{ path, attribute, owner, target: collection.target, link: collection.link }] : [];
  }),
);

const operations = listed.flatMap(({ name, collection, operations: held }) =>
  Object.keys(held).map((operation) => ({ name, collection, operation })),
);

const routed = (path: string, tolerant = false) => routeOf(path.split("/").map(decodeURIComponent), tolerant);

describe("every type of the model", () => {
  it("is listed under the name by which the entry point has it (5.12)", () => {
    const shown = Object.entries(model.CloudEntryPoint.attributes).filter(([, { type }]) => type.collects);
    expect([...COLLECTIONS]).toEqual(expect.arrayContaining(shown.map(([key, { type }]) => [key, type.target])));
    expect(COLLECTIONS.size).toBe(shown.length);
  });

  it.each(listed)("$collection lists $name, and its items are below", ({ collection, name }) => {
    expect(routed(collection!)).toEqual({ kind: "collection", collection, type: name });
    expect(routed(`${collection}/a%20b`)).toEqual({
      kind: "item",
      collection,
      type: name,
      id: "a b",
      path: `${collection}/a%20b`,
    });
  });

  it.each(operations)("$collection/7/$operation is an operation", ({ name, collection, operation }) => {
    expect(routed(`${collection}/7/${operation}`)).toMatchObject({ kind: "operation", type: name, operation, id: "7" });
  });

  it.each(nested)("$path is a Collection of $target in a resource", ({ path, attribute, owner, target, link }) => {
    const parent = { type: owner.name, id: "7", attribute };
    const place = { collection: path, type: target, parent, ...(link !== undefined && { link }) };
    expect(routed(path)).toEqual({ kind: "collection", ...place });
    expect(routed(`${path}/9`)).toEqual({ kind: "item", ...place, id: "9", path: `${path}/9` });
  });

  it("there are Collections within resources, and operations", () => {
    expect(nested.map(({ path }) => path)).toEqual(expect.arrayContaining(["machines/7/disks", "volumes/7/images"]));
    expect(operations.length).toBeGreaterThan(8);
  });
});

// [5.5.11-1]
describe("what is nowhere", () => {
  it.each([
    "nothing",
    "machines//start",
    "machines/7/nothing",
    "machines/7/start/more",
    "machines/7/disks/1/disks",
    "machines/7/cpu",
    "Machines",
    "cloudEntryPoint/machines",
    "machine_templates",
    "machines/7/constructor",
    "machines/7/__proto__",
    "machines/7/toString",
    "constructor",
    "__proto__/7",
    "machines/a%00b",
    "machines/a%1Fb/start",
    "machines/",
    "machines/7/",
    "machines/7/start/",
    "machines/7/disks/",
    "cloudEntryPoint/",
  ])("%s", (path) => {
    expect(routed(path)).toBeUndefined();
  });
});

describe("the entry point", () => {
  it("is what follows nothing, and cloudEntryPoint", () => {
    expect(routeOf([], false)).toEqual({ kind: "entryPoint" });
    expect(routeOf(["cloudEntryPoint"], false)).toEqual({ kind: "entryPoint" });
  });
});

describe("spellings of older clients (PEERS 2.10)", () => {
  it.each([
    ["machine_templates", "machineTemplates"],
    ["machine_configurations", "machineConfigs"],
    ["volume_configurations", "volumeConfigs"],
    ["machine_images", "machineImages"],
    ["credential_templates", "credentialTemplates"],
  ])("%s is %s on tolerant faces, whose hrefs have the right name", (alias, collection) => {
    expect(routed(alias, true)).toMatchObject({ kind: "collection", collection });
    expect(routed(`${alias}/7`, true)).toMatchObject({ kind: "item", path: `${collection}/7` });
    expect(isCollection(alias)).toBe(true);
  });
});
