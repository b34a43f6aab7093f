import { attribute, type Edition, InvalidValue, model, type Values } from "@cimi-gateway/model";
import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { faultOf } from "../testing.js";
import { compileOrder } from "./orderby.js";
import { readQuery } from "./parameters.js";

type Name = "Machine" | "Job" | "Volume";

const sorted = (by: string, items: readonly Values[], type: Name = "Machine", edition: Edition = 2): readonly Values[] =>
  items.toSorted(compileOrder(readQuery(`$orderby=${by}`).orderBy, model[type], edition));

const column = (key: string, values: readonly unknown[]): readonly Values[] => values.map((value) => ({ [key]: value }));

// [4.1.6.6-5] [4.1.6.6-11]
describe("order by type (4.1.6.6)", () => {
  it.each([
    ["bootable", "Volume", [true, false, true], [false, true, true]],
    [
      "created",
      "Machine",
      ["2012-05-25T13:30:15-05:00", "2012-05-25T18:30:14Z", "2011-01-01T00:00:00Z"],
      ["2011-01-01T00:00:00Z", "2012-05-25T18:30:14Z", "2012-05-25T13:30:15-05:00"],
    ],
    ["cpu", "Machine", [10, -3, 9, 0, -20], [-20, -3, 0, 9, 10]],
    ["name", "Machine", ["b", "a", "B", "a10", "a9"], ["B", "a", "a10", "a9", "b"]],
    // NFKD: é is e followed by U+0301, and the ligature ﬁ is f followed by i.
    ["name", "Machine", ["f", "é", "ez", "ﬁa", "fia0", "e"], ["e", "ez", "é", "f", "ﬁa", "fia0"]],
  ] as const)("%s of a %s", (key, type, given, expected) => {
    expect(sorted(key, column(key, given), type)).toEqual(column(key, expected));
    expect(sorted(`${key}:asc`, column(key, given), type)).toEqual(column(key, expected));
    expect(sorted(`${key}:desc`, column(key, given), type)).toEqual(column(key, expected.toReversed()));
  });

  it("the clause's examples", () => {
    const items = [
      { name: "a", cpu: 1, memory: 2 },
      { name: "b", cpu: 2, memory: 2 },
      { name: "c", cpu: 2, memory: 1 },
    ];
    expect(sorted("cpu:desc,memory:asc", items).map(({ name }) => name)).toEqual(["c", "b", "a"]);
    const dated = column("created", ["2012-01-01T00:00:00Z", "2013-01-01T00:00:00Z"]);
    expect(sorted("created:desc", dated)).toEqual(dated.toReversed());
  });

  it("absent and empty ones come last, first when descending", () => {
    const items = [{ id: "1" }, { id: "2", name: "b" }, { id: "3", name: "" }, { id: "4", name: "a" }, { id: "5", name: null }];
    expect(sorted("name", items).map(({ id }) => id)).toEqual(["4", "2", "1", "3", "5"]);
    expect(sorted("name:desc", items).map(({ id }) => id)).toEqual(["1", "3", "5", "2", "4"]);
  });

  it("edition 1 sorts by the values that it shows", () => {
    const jobs = column("state", ["STOPPED", "RUNNING", "QUEUED"]);
    expect(sorted("state", jobs, "Job", 1)).toEqual(jobs);
    expect(sorted("state", jobs, "Job", 2)).toEqual(column("state", ["QUEUED", "RUNNING", "STOPPED"]));
  });

  // [4.1.6.6-4]
  it.each([
    ["disks", '$orderby: "disks" is of type collection[Disk], and nothing can be sorted by it; expected one of id, name,'],
    ["cpu,properties", '$orderby: "properties" is of type map'],
    ["latestSnapshot", '$orderby: "latestSnapshot" is of type ref'],
    ["colour:desc", '$orderby: "colour" is no attribute of Machine; expected one of id, name,'],
  ])("refuses %s", (by, message) => {
    expect(faultOf(() => sorted(by, []))).toContain(message);
  });

  it("a secret cannot be found out by sorting", () => {
    const description = {
      ...model.Machine,
      attributes: { pin: attribute(model.Machine.attributes.name.type, { secret: true }) },
    };
    expect(() => compileOrder([{ name: "pin", descending: false }], description, 2)).toThrow(InvalidValue);
  });

  it("keeps the order of what it does not distinguish; nothing to sort by distinguishes nothing", () => {
    const item = fc.record({ id: fc.nat(), cpu: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }) });
    fc.assert(
      fc.property(fc.array(item), (items) => {
        const numbered = items.map((values, index) => ({ ...values, index }));
        const result = numbered.toSorted(compileOrder([{ name: "cpu", descending: false }], model.Machine, 2));
        for (const [at, next] of result.slice(1).entries()) {
          const before = result[at]!;
          expect((before.cpu ?? 9) - (next.cpu ?? 9) || before.index - next.index).toBeLessThan(0);
        }
        expect(items.toSorted(compileOrder([], model.Machine, 2))).toEqual(items);
      }),
    );
  });
});
