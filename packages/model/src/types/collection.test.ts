import { describe, expect, it } from "@jest/globals";
import { fromJson, fromXml, readingIn, toJson, toXml } from "../testing/codec.js";
import { collection } from "./collection.js";

const disks = collection("Disk");
const reading = readingIn(2);

describe("5.5.12: a Collection as an attribute", () => {
  it("travels as a reference", () => {
    expect(toJson(disks, { href: "machines/7/disks" }, 2)).toBe('{"href":"machines/7/disks"}');
    expect(toXml(disks, "disks", { href: "machines/7/disks" }, 2)).toBe('<disks href="machines/7/disks"/>');
    expect([disks.label, disks.target, disks.collects]).toEqual(["collection[Disk]", "Disk", true]);
  });

  it("expanded, shows id, count, items and operations (4.1.6.4)", () => {
    const expanded = {
      type: "Disk",
      collects: true,
      values: { id: "machines/7/disks", count: 1 },
      items: [{ type: "Disk", values: { id: "machines/7/disks/1", capacity: 5 } }],
      operations: [{ rel: "add", href: "machines/7/disks" }],
    };
    expect(toXml(disks, "disks", { href: "machines/7/disks", expanded }, 2)).toBe(
      '<disks href="machines/7/disks"><id>machines/7/disks</id><count>1</count><disks><Disk><id>machines/7/disks/1</id><capacity>5</capacity></Disk></disks>' +
        '<operations><operation rel="add" href="machines/7/disks"/></operations></disks>',
    );
  });

  it("5.3: a consumer that sends an expanded one back sends its reference", () => {
    expect(fromJson(disks, '{"href":"d","id":"d","count":1,"disks":[{"id":"d/1"}]}', reading)).toEqual({ href: "d" });
    expect(fromXml(disks, '<disks href="d"><id>d</id><count>1</count><disks><Disk/></disks></disks>', reading)).toEqual({
      href: "d",
    });
  });

  it.each(["{}", '{"count":1}', "[]", "null", '"d"'])("refuses %s", (text) =>
    expect(() => fromJson(disks, text, reading)).toThrow(),
  );
});
