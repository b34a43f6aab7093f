import { InvalidValue } from "@cimi-gateway/model";
import { describe, expect, it } from "@jest/globals";
import { Refusal } from "../fault.js";
import { readFormat, readQuery } from "./parameters.js";

const caught = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (error) {
    return error;
  }
};

describe("readQuery", () => {
  it("of nothing asks for nothing", () => {
    expect(readQuery("")).toEqual({ filters: [], orderBy: [], others: new Map() });
  });

  it("reads what the Sirocco client sends", () => {
    const query = readQuery("$expand=disks,volumes&$select=id,name&$filter=name%3D'm'&$first=1&$last=5");
    expect(query).toEqual({
      filters: [{ kind: "comparison", attribute: "name", operator: "=", literal: { kind: "string", text: "m" } }],
      first: 1,
      last: 5,
      select: ["id", "name"],
      expand: ["disks", "volumes"],
      orderBy: [],
      others: new Map(),
    });
  });

  // [4.1.6-2]
  it("4.1.6: ignores unknown parameters and hands over those without a dollar sign", () => {
    expect(readQuery("$top=3&$Filter=(&zone=a&zone=b&id")).toEqual({
      filters: [],
      orderBy: [],
      others: new Map([
        ["zone", "a"],
        ["id", ""],
      ]),
    });
  });

  it("refuses malformed percent-encoding", () => {
    expect(() => readQuery("$filter=name%3D'%zz'")).toThrow(InvalidValue);
  });
});

describe("$filter (4.1.6.1)", () => {
  // [4.1.6.1-6]
  it("may be given several times: all filters count", () => {
    expect(readQuery("$filter=cpu%3E1&$filter=name='a'").filters).toHaveLength(2);
  });

  it("an offset of a dateTime keeps its plus sign", () => {
    const [filter] = readQuery("$filter=created%3E2012-05-25T13:30:15+02:00").filters;
    expect(filter).toMatchObject({ literal: { kind: "date", text: "2012-05-25T13:30:15+02:00" } });
  });

  it("names itself in a fault", () => {
    expect(caught(() => readQuery("$filter=name="))).toMatchObject({
      path: ["$filter"],
      problem: "at position 6: expected an integer, a dateTime, a string in quotes, true or false, got the end",
    });
  });
});

describe("$first and $last (4.1.6.2)", () => {
  // [4.1.6.2-3]
  it.each(["-1", "1.5", "1e3", "", "x", "0x10"])("refuses %s", (text) => {
    for (const name of ["$first", "$last"]) {
      const problem = expect.stringMatching(/^expected the ordinal position of an item, from 1, got /);
      expect(caught(() => readQuery(`${name}=${text}`))).toMatchObject({ path: [name], problem });
    }
  });

  // [4.1.6.2-8]
  it("takes any position however far outside the Collection, since that is no fault", () => {
    expect(readQuery("$first=0&$last=9007199254740991")).toMatchObject({ first: 0, last: 9_007_199_254_740_991 });
    expect(readQuery(`$first=${"9".repeat(50)}`).first).toBe(9_007_199_254_740_991);
  });

  it("takes the first of several", () => {
    expect(readQuery("$first=2&$first=7").first).toBe(2);
  });
});

describe("$select (4.1.6.3) and $expand (4.1.6.4)", () => {
  // [4.1.6.3-5]
  it.each([
    "$select=name,state",
    "$select=name&$select=state",
    "$select=name,name&$select=state,name",
    "$select=%20name%20,,state,",
  ])("%s selects name and state", (text) => {
    expect(readQuery(text).select).toEqual(["name", "state"]);
  });

  it("$select without a name selects nothing; no $select makes no selection", () => {
    expect(readQuery("$select=").select).toEqual([]);
    expect(readQuery("").select).toBeUndefined();
  });

  // [4.1.6.4-7]
  it.each(["$expand=volumes,disks", "$expand=volumes&$expand=disks", "$expand=volumes,disks&$expand=volumes"])(
    "%s expands volumes and disks",
    (text) => {
      expect(readQuery(text).expand).toEqual(["volumes", "disks"]);
    },
  );

  it.each(["$expand", "$expand=", "$expand=*"])("%s expands all", (text) => {
    expect(readQuery(text).expand).toEqual(["*"]);
  });

  it("an empty $expand beside another still expands all", () => {
    expect(readQuery("$expand=disks&$expand").expand).toContain("*");
  });
});

describe("$format (4.1.6.5)", () => {
  // [4.1.6.5-2..3] [4.1.6.5-5]
  it.each([
    ["json", "json"],
    ["XML", "xml"],
    ["Json", "json"],
    ["xml&$format=json", "xml"],
    ["json&$format=nonsense", "json"],
  ])("$format=%s is %s", (text, format) => {
    expect(readQuery(`$format=${text}`).format).toBe(format);
    expect(readFormat(`$format=${text}`)).toBe(format);
  });

  it.each(["yaml", "", "application/json"])("refuses %j with 406", (text) => {
    const refusal = caught(() => readQuery(`$format=${text}`));
    expect(refusal).toBeInstanceOf(Refusal);
    expect(refusal).toMatchObject({
      status: 406,
      message: `$format: there is no ${JSON.stringify(text)} representation; expected json or xml`,
    });
  });

  it("can be known though the rest is refused", () => {
    expect(readFormat("$filter=((&$format=xml")).toBe("xml");
  });
});

describe("$orderby (4.1.6.6)", () => {
  // [4.1.6.6-2]
  it("reads the clause's examples", () => {
    expect(readQuery("$orderby=created:desc").orderBy).toEqual([{ name: "created", descending: true }]);
    expect(readQuery("$orderby=cpu:desc,memory:asc").orderBy).toEqual([
      { name: "cpu", descending: true },
      { name: "memory", descending: false },
    ]);
  });

  // [4.1.6.6-3]
  it("is ascending where nothing is said, and continues when repeated; the first mention of an attribute decides", () => {
    expect(readQuery("$orderby=cpu,%20name&$orderby=cpu:desc").orderBy).toEqual([
      { name: "cpu", descending: false },
      { name: "name", descending: false },
    ]);
  });

  it.each(["", "cpu:up", "cpu:", ":asc", "cpu:asc:desc", "cpu,", "a%20b"])("refuses %j", (text) => {
    const problem = expect.stringMatching(/^expected attributeName, attributeName:asc or attributeName:desc, got /);
    expect(caught(() => readQuery(`$orderby=${text}`))).toMatchObject({ path: ["$orderby"], problem });
  });
});
