import { attribute, type Edition, InvalidValue, model, type Values } from "@cimi-gateway/model";
import { describe, expect, it } from "@jest/globals";
import { faultOf } from "../testing.js";
import { compileFilter } from "./filter.js";
import { parseFilter } from "./filter-parser.js";

type Name = "Machine" | "Job" | "Disk" | "Volume" | "Credential";

const holds = (text: string, values: Values, type: Name = "Machine", edition: Edition = 2): boolean =>
  compileFilter(parseFilter(text), model[type], edition)(values);

const machine = {
  id: "machines/7",
  name: "mine",
  state: "STARTED",
  cpu: 4,
  memory: 1024,
  created: "2012-05-25T13:30:15-05:00",
  properties: { env: "test", owner: "o'neill" },
};

describe("the clause's examples (4.1.6.1)", () => {
  // [4.1.6.1-3]
  it("name='mine' finds the Machines of that name", () => {
    expect(holds("name='mine'", { name: "mine" })).toBe(true);
    expect(holds("name='mine'", { name: "yours" })).toBe(false);
  });

  it("format='ntfs' names an attribute that Disk does not have (5.14.1.1.1) and is refused", () => {
    expect(faultOf(() => holds("format='ntfs'", {}, "Disk"))).toContain(
      '"format" is no attribute of Disk; expected one of id, name,',
    );
  });
});

describe("operators by type", () => {
  it.each([
    ["cpu<5", true],
    ["cpu<4", false],
    ["cpu<=4", true],
    ["cpu=4", true],
    ["cpu=04", true],
    ["cpu>=5", false],
    ["cpu>3", true],
    ["cpu!=4", false],
    ["10>cpu", true],
    ["cpu>-1", true],
    ["name!='mine'", false],
    ["name='MINE'", false],
    ["created=2012-05-25T18:30:15Z", true],
    ["created<'2012-05-25T18:30:16Z'", true],
    ["created>2012-05-25T13:30:15+00:00", true],
    ["2012-05-25T13:30:15-05:00!=created", false],
    ["state='STARTED'", true],
    ["state!='STOPPED'", true],
    ["id='machines/7'", true],
  ])("%s is %s", (text, expected) => {
    expect(holds(text, machine)).toBe(expected);
  });

  it("booleans are equal or not", () => {
    expect(holds("bootable=true", { bootable: true }, "Volume")).toBe(true);
    expect(holds("false!=bootable", { bootable: true }, "Volume")).toBe(true);
  });

  it.each([
    ["cpu='4'", '$filter cpu: expected an integer, got a string in quotes: "4"'],
    ["cpu=true", '$filter cpu: expected an integer, got true or false: "true"'],
    ["name=4", '$filter name: expected a string in quotes, got an integer: "4"'],
    ["name<'a'", "$filter name: < is not for this type; expected one of =, !="],
    ["created=2012", "$filter created: expected a dateTime or a string in quotes, got an integer"],
    ["created=2012-05-25", "$filter created: expected a dateTime such as"],
    ["created<'yesterday'", "$filter created: expected a dateTime such as"],
    ["cpu=9999999999999999999", "$filter cpu: expected an integer, got"],
    ["disks='x'", '$filter: "disks" is of type collection[Disk], and nothing can be filtered by it; expected one of id, name,'],
    ["properties='x'", '$filter: "properties" is of type map, and nothing can be filtered by it'],
    [
      "colour='red'",
      '$filter: "colour" is no attribute of Machine; expected one of id, name, description, created, updated, state, cpu,',
    ],
    ["__proto__='x'", '"__proto__" is no attribute of Machine'],
    ["name='a' and (cpu=1 or cpus=2)", '"cpus" is no attribute of Machine'],
    ["property['env']<'x'", '$filter property["env"]: < is not for strings; expected one of =, !='],
  ])("refuses %s", (text, message) => {
    expect(faultOf(() => holds(text, machine))).toContain(message);
  });

  it("booleans have no order", () => {
    expect(faultOf(() => holds("bootable<true", {}, "Volume"))).toBe(
      "$filter bootable: < is not for this type; expected one of =, !=",
    );
  });

  it("a secret cannot be found out by filtering", () => {
    const description = {
      ...model.Machine,
      attributes: { pin: attribute(model.Machine.attributes.name.type, { secret: true }) },
    };
    expect(() => compileFilter(parseFilter("pin='1'"), description, 2)).toThrow(InvalidValue);
  });
});

describe("and, or", () => {
  it.each([
    ["cpu=4 and name='mine'", true],
    ["cpu=4 and name='yours'", false],
    ["cpu=1 or name='mine'", true],
    ["cpu=1 or memory=1", false],
    ["cpu=4 or cpu=1 and name='yours'", true],
    ["(cpu=4 or cpu=1) and name='yours'", false],
  ])("%s is %s", (text, expected) => {
    expect(holds(text, machine)).toBe(expected);
  });

  it("look no further than needed", () => {
    const values = (): Values => ({
      cpu: 4,
      get name(): string {
        throw new Error("looked at");
      },
    });
    expect(holds("cpu=1 and name='x'", values())).toBe(false);
    expect(holds("cpu=4 or name='x'", values())).toBe(true);
    expect(() => holds("cpu=4 and name='x'", values())).toThrow("looked at");
  });
});

// [4.1.6.1-4]
describe("properties", () => {
  it.each([
    ["property['env']='test'", true],
    ["property['env']='live'", false],
    ["property['env']!='live'", true],
    ["property['env']!='test'", false],
    ["property['none']='test'", false],
    ["property['none']!='test'", false],
    ["property['constructor']!='x'", false],
    [`property['owner']="o'neill"`, true],
  ])("%s is %s", (text, expected) => {
    expect(holds(text, machine)).toBe(expected);
    expect(holds(text, {})).toBe(false);
  });
});

describe("an attribute that is absent", () => {
  it.each(["cpu=1", "cpu<1", "cpu<=1", "cpu>1", "cpu>=1", "name='x'", "created<2012-05-25T13:30:15Z", "state='STARTED'"])(
    "does not satisfy %s",
    (text) => {
      expect(holds(text, {})).toBe(false);
      expect(holds(text, { cpu: null, name: null, created: undefined })).toBe(false);
    },
  );

  it.each(["cpu!=1", "name!='x'", "created!=2012-05-25T13:30:15Z", "state!='STARTED'"])("satisfies %s", (text) => {
    expect(holds(text, {})).toBe(true);
  });

  it("5.5.15: looks like the empty string and is equal to it", () => {
    for (const values of [{}, { name: "" }]) {
      expect(holds("name=''", values)).toBe(true);
      expect(holds("name!=''", values)).toBe(false);
    }
    expect(holds("name=''", { name: "x" })).toBe(false);
  });
});

describe("editions", () => {
  it("edition 1 compares the values that it shows", () => {
    expect(holds("state='RUNNING'", { state: "QUEUED" }, "Job", 1)).toBe(true);
    expect(holds("state='RUNNING'", { state: "QUEUED" }, "Job", 2)).toBe(false);
    expect(holds("state='QUEUED'", { state: "QUEUED" }, "Job", 2)).toBe(true);
    expect(holds("state='QUEUED'", { state: "QUEUED" }, "Job", 1)).toBe(false);
    expect(holds("state='QUEUED'", { state: "RUNNING" }, "Job", 1)).toBe(false);
    expect(holds("state!='QUEUED'", { state: "QUEUED" }, "Job", 1)).toBe(true);
  });

  it("a state that does not exist is no resource's state", () => {
    expect(holds("state='CANCELLED'", { state: "STOPPED" }, "Job", 1)).toBe(false);
    expect(holds("state!='CANCELLED'", { state: "STOPPED" }, "Job", 1)).toBe(true);
  });

  it("URIs of CIMI are those of the edition", () => {
    const volume = { type: "http://schemas.dmtf.org/cimi/2/mapped" };
    expect(holds("type='http://schemas.dmtf.org/cimi/1/mapped'", volume, "Volume", 1)).toBe(true);
    expect(holds("type='http://schemas.dmtf.org/cimi/2/mapped'", volume, "Volume", 1)).toBe(false);
    expect(holds("type='http://schemas.dmtf.org/cimi/2/mapped'", volume, "Volume", 2)).toBe(true);
  });

  it("edition 1 finds the usual keys of a Credential under names of their own", () => {
    expect(holds("userName='ann'", { parameters: { userName: "ann" } }, "Credential", 1)).toBe(true);
    expect(holds("userName='ann'", { parameters: {} }, "Credential", 1)).toBe(false);
    expect(holds("userName!='ann'", {}, "Credential", 1)).toBe(true);
    expect(() => holds("userName='ann'", {}, "Credential", 2)).toThrow('"userName" is no attribute of Credential');
  });

  it("the gateway's own location can be filtered by in both", () => {
    expect(holds("location='eu'", { location: "eu" }, "Machine", 1)).toBe(true);
    expect(holds("location='eu'", { location: "eu" }, "Machine", 2)).toBe(true);
  });
});

it("an id is compared by its path within the cloud", () => {
  const localize = (uri: string): string => uri.replace("http://gateway/cimi/2/a/", "");
  const found = (text: string): boolean =>
    compileFilter(parseFilter(text), model.Machine, 2, localize)({ id: "machines/7", name: "machines/7" });
  expect(found("id='http://gateway/cimi/2/a/machines/7'")).toBe(true);
  expect(found("id='machines/7'")).toBe(true);
  expect(found("id='http://gateway/cimi/2/b/machines/7'")).toBe(false);
  expect(found("name='http://gateway/cimi/2/a/machines/7'")).toBe(false);
});
