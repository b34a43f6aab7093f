import { type Edition, model, type Representation } from "@cimi-gateway/model";
import { describe, expect, it } from "@jest/globals";
import { selectAttributes, selectedFields } from "./select.js";

const edit = [{ rel: "edit", href: "machines/7" }];
const machine: Representation = {
  type: "Machine",
  values: { id: "machines/7", name: "web", description: "front", state: "STARTED", cpu: 2, disks: { href: "machines/7/disks" } },
  operations: edit,
};

const add = [{ rel: "add", href: "machines/7/disks" }];
const disk = (number: number): Representation => ({
  type: "Disk",
  values: { id: `disks/${number}`, name: `d${number}`, capacity: number, updated: "2012-05-25T13:30:15Z" },
  operations: [{ rel: "delete", href: `disks/${number}` }],
});
const disks: Representation = {
  type: "Disk",
  collects: true,
  values: { id: "machines/7/disks", count: 2 },
  operations: add,
  items: [disk(1), disk(2)],
};

/** A selection, after checking that what it was made from is as before. */
function select(shown: Representation, names: readonly string[], edition: Edition = 2): Representation {
  const before = structuredClone(shown);
  const selected = selectAttributes(shown, names, edition, model);
  expect(shown).toEqual(before);
  return selected;
}

describe("$select on a resource (4.1.6.3)", () => {
  it("leaves the attributes named", () => {
    expect(select(machine, ["name", "description"])).toEqual({ type: "Machine", values: { name: "web", description: "front" } });
  });

  // [4.1.6.3-3]
  it("leaves the operations only if they are named", () => {
    expect(select(machine, ["operations", "id"])).toEqual({ type: "Machine", values: { id: "machines/7" }, operations: edit });
  });

  // [4.1.6.3-4]
  it("ignores what is unknown or absent", () => {
    expect(select(machine, ["colour", "cpuArch", "__proto__", "name"])).toEqual({ type: "Machine", values: { name: "web" } });
    expect(select(machine, [])).toEqual({ type: "Machine", values: {} });
  });

  it("* is everything, the operations too", () => {
    expect(select(machine, ["name", "*"])).toEqual(machine);
  });

  it("does not depend on the order of the names", () => {
    expect(Object.keys(select(machine, ["cpu", "state", "name"]).values)).toEqual(["name", "state", "cpu"]);
  });

  it("keeps an expanded reference as it is", () => {
    const expanded = { ...machine, values: { ...machine.values, disks: { href: "machines/7/disks", expanded: disks } } };
    expect(select(expanded, ["disks"]).values).toEqual({ disks: { href: "machines/7/disks", expanded: disks } });
  });

  it("edition 1 selects single keys of a Credential", () => {
    const credential = { type: "Credential", values: { name: "c", parameters: { userName: "ann", password: "p", key: "k" } } };
    expect(select(credential, ["userName"], 1).values).toEqual({ parameters: { userName: "ann" } });
    expect(select(credential, ["userName", "key"], 1).values).toEqual({ parameters: { userName: "ann", key: "k" } });
    expect(select(credential, ["userName"], 2).values).toEqual({});
    expect(select(credential, ["parameters"], 2).values).toEqual({ parameters: credential.values.parameters });
  });
});

describe("$select on a Collection (4.1.6.3)", () => {
  const bare = (names: readonly string[]): readonly Representation[] =>
    [1, 2].map((number) => ({
      type: "Disk",
      values: Object.fromEntries(Object.entries(disk(number).values).filter(([name]) => names.includes(name))),
    }));

  // [4.1.6.3-7]
  it("count,operations: the Collection's own, without items", () => {
    expect(select(disks, ["count", "operations"])).toEqual({
      type: "Disk",
      collects: true,
      values: { count: 2 },
      operations: add,
    });
  });

  // [4.1.6.3-8]
  it("name,capacity: each item with these and nothing else, neither id nor operations", () => {
    expect(select(disks, ["name", "capacity"])).toEqual({
      type: "Disk",
      collects: true,
      values: {},
      items: bare(["name", "capacity"]),
    });
  });

  // [5.11.1-11]
  it("disks/name,disks/capacity,operations: the same, with the operations of the Collection", () => {
    expect(select(disks, ["disks/name", "disks/capacity", "operations"])).toEqual({
      type: "Disk",
      collects: true,
      values: {},
      operations: add,
      items: bare(["name", "capacity"]),
    });
  });

  it("a name that both have is the Collection's own", () => {
    expect(select(disks, ["id", "name"])).toEqual({
      type: "Disk",
      collects: true,
      values: { id: "machines/7/disks" },
      items: bare(["name"]),
    });
  });

  it("edition 1's Collection has no updated, so there it is the items'", () => {
    expect(select(disks, ["updated"], 2).items).toBeUndefined();
    expect(select(disks, ["updated"], 1).items).toEqual(bare(["updated"]));
  });

  it("the path notation reaches the items' id and operations", () => {
    expect(select(disks, ["disks/id", "disks/operations"]).items).toEqual(
      bare(["id"]).map((item, index) => ({ ...item, operations: disk(index + 1).operations })),
    );
    expect(select(disks, ["disks/id"]).values).toEqual({});
  });

  it.each([["colour"], ["machines/name"], ["disks/colour"], ["disks/"], ["/name"], ["disks/name/first"]])(
    "ignores %s, which nothing has",
    (name) => {
      expect(select(disks, [name, "count"])).toEqual({ type: "Disk", collects: true, values: { count: 2 } });
    },
  );

  it("* is everything; disks and disks/* are the items as they are", () => {
    expect(select(disks, ["*"])).toEqual(disks);
    expect(select(disks, ["*", "name"])).toEqual(disks);
    for (const name of ["disks", "disks/*"]) {
      expect(select(disks, [name, "count"])).toEqual({ type: "Disk", collects: true, values: { count: 2 }, items: disks.items });
    }
  });

  it("an empty Collection stays one", () => {
    expect(select({ ...disks, items: [] }, ["name"]).items).toEqual([]);
  });

  it.each([
    ["MachineConfiguration", 2, "machineConfigurations/name"],
    ["MachineConfiguration", 2, "machineConfigs/name"],
    ["locatedVolume", 2, "locatedVolumes/name"],
    ["locatedVolume", 2, "volumes/name"],
    ["locatedVolume", 1, "machineVolumes/name"],
    ["MachineSnapshot", 1, "machineSnapshots/name"],
    ["MachineSnapshot", 1, "snapshots/name"],
  ] as const)("a Collection of %s in edition %i goes by the name in %s", (type, edition, name) => {
    const collection = { type, collects: true, values: { count: 1 }, items: [{ type, values: { id: "x/1", name: "n" } }] };
    expect(select(collection, [name], edition).items).toEqual([{ type, values: { name: "n" } }]);
  });
});

describe("selectedFields (4.2.1.3.1)", () => {
  const names = (select: readonly string[]): readonly string[] =>
    selectedFields(model.Machine, select, 2).map(({ name }) => name);

  it("are the attributes that a partial update replaces", () => {
    expect(names(["description", "name", "colour", "operations"])).toEqual(["name", "description"]);
    expect(names(["*"])).toEqual(Object.keys(model.Machine.attributes));
  });
});
