import { describe, expect, it } from "@jest/globals";
import { Table } from "./table.js";
import type { Disk } from "./things.js";

const disk = (serial: number, more: Partial<Disk> = {}): Disk => ({
  kind: "disk",
  id: `d${serial}`,
  serial,
  version: 1,
  owner: "m",
  zone: "z",
  created: "2026-06-01T12:00:00Z",
  state: "available",
  size: 1,
  device: "/dev/sda",
  ...more,
});

const listed = (table: Table<Disk>, now = 0): string[] => table.page({}, now, 100).items.map(({ id }) => id);

describe("a table", () => {
  it("carries out what fell due when somebody looks, once, and tells what vanished", () => {
    const gone: string[] = [];
    const table = new Table<Disk>(({ id }) => void gone.push(id));
    table.put(disk(1, { next: [{ at: 10, state: "available", changes: { size: 2 } }, { at: 20 }] }));
    expect(table.get("d1", 9)).toMatchObject({ size: 1, version: 1 });
    const changed = table.get("d1", 10);
    expect(changed).toMatchObject({ size: 2, version: 2 });
    expect(table.get("d1", 19)).toBe(changed);
    expect(listed(table, 20)).toEqual([]);
    expect(table.page({ owner: "m" }, 20, 100).items).toEqual([]);
    expect(gone).toEqual(["d1"]);
  });

  it("lists what came to another owner there, and no longer where it was", () => {
    const table = new Table<Disk>(() => undefined);
    const owned = (owner: string): string[] => table.page({ owner }, 0, 100).items.map(({ id }) => id);
    table.put(disk(1));
    table.put(disk(1, { owner: "n", version: 2 }));
    expect([owned("m"), owned("n")]).toEqual([[], ["d1"]]);
    table.put(disk(1));
    expect([owned("m"), owned("n")]).toEqual([["d1"], []]);
  });

  it("carries out several changes that fell due unseen", () => {
    const table = new Table<Disk>(() => undefined);
    table.put(
      disk(1, {
        next: [
          { at: 1, state: "available", changes: { size: 2 } },
          { at: 2, state: "available", changes: { size: 3 } },
        ],
      }),
    );
    expect(table.get("d1", 5)).toMatchObject({ size: 3, version: 3, next: undefined });
  });

  it("stays in the order of creation when something comes back", () => {
    const table = new Table<Disk>(() => undefined);
    for (const serial of [1, 2, 3]) table.put(disk(serial));
    table.delete(disk(1));
    table.put(disk(2, { size: 9 }));
    table.put(disk(1));
    expect(listed(table)).toEqual(["d1", "d2", "d3"]);
  });

  it("does not show what is hidden, until it is not", () => {
    const table = new Table<Disk>(() => undefined);
    table.put(disk(1, { hiddenUntil: 5 }));
    expect([listed(table, 4), listed(table, 5)]).toEqual([[], ["d1"]]);
  });

  it("pages on from anywhere, also after many removals", () => {
    const table = new Table<Disk>(() => undefined);
    for (let serial = 1; serial <= 1000; serial++) table.put(disk(serial));
    for (let serial = 1; serial <= 1000; serial++) if (serial % 10 !== 0) table.delete(disk(serial));
    expect(table.page({ after: 495 }, 0, 2)).toMatchObject({ items: [{ id: "d500" }, { id: "d510" }], after: 510 });
    expect(table.page({ owner: "m", after: 985 }, 0, 5).items.map(({ id }) => id)).toEqual(["d990", "d1000"]);
    expect(listed(table)).toHaveLength(100);
  });

  it("lists what took the id of something gone once, in its own place", () => {
    const table = new Table<Disk>(() => undefined);
    for (const serial of [1, 2]) table.put(disk(serial));
    table.delete(disk(1));
    table.put(disk(3, { id: "d1" }));
    expect(listed(table)).toEqual(["d2", "d1"]);
  });
});
