import { describe, expect, it } from "@jest/globals";
import { JSON_1, JSON_2, XML_1, XML_2 } from "./dialect.js";
import { idOf, linkOf, offers, required, type Seen, seenIn } from "./seen.js";

const N1 = "http://schemas.dmtf.org/cimi/1";
const N2 = "http://schemas.dmtf.org/cimi/2";

/** The Machine of the worked example (PEERS 3.4), in four dialects. */
const MACHINES = [
  [
    XML_1,
    `<Machine xmlns="${N1}"><id>machines/7</id><name>web</name><property key="k">v</property><cpu>2</cpu><disks href="machines/7/disks"/><operation rel="${N1}/action/stop" href="machines/7/stop"/></Machine>`,
  ],
  [
    XML_2,
    `<Machine xmlns="${N2}"><id>machines/7</id><name>web</name><properties><property key="k">v</property></properties><cpu>2</cpu><disks href="machines/7/disks"/><operations><operation rel="delete" href="machines/7" available="false"/><operation rel="${N2}/action/stop" href="machines/7/stop"/></operations></Machine>`,
  ],
  [
    JSON_1,
    `{"resourceURI":"${N1}/Machine","id":"machines/7","name":"web","properties":{"k":"v"},"cpu":2,"disks":{"href":"machines/7/disks"},"operations":[{"rel":"${N1}/action/stop","href":"machines/7/stop"}]}`,
  ],
  [
    JSON_2,
    `{"resourceURI":"${N2}/Machine","id":"machines/7","name":"web","properties":{"k":"v"},"cpu":2,"disks":{"href":"machines/7/disks"},"operations":[{"rel":"delete","href":"machines/7","available":false},{"rel":"${N2}/action/stop","href":"machines/7/stop"}]}`,
  ],
] as const;

describe.each(MACHINES.map(([dialect, text]) => [dialect.title, dialect, text] as const))(
  "a resource in %s",
  (_, dialect, text) => {
    const seen: Seen = seenIn(text, dialect);

    it("has its type, attributes, references and properties", () => {
      expect([seen.type, idOf(seen), seen.text("cpu"), seen.text("none")]).toEqual(["Machine", "machines/7", "2", undefined]);
      expect([seen.href("disks"), seen.properties]).toEqual(["machines/7/disks", { k: "v" }]);
    });

    it("has its operations, and whether they may be used", () => {
      expect([linkOf(seen, "stop")!.href, offers(seen, "stop"), offers(seen, "start")]).toEqual(["machines/7/stop", true, false]);
      expect(offers(seen, "delete")).toBe(false);
      expect(seen.names).not.toContain("operation");
    });
  },
);

const COLLECTIONS = [
  [
    XML_1,
    `<Collection resourceURI="${N1}/MachineCollection" xmlns="${N1}"><id>m</id><count>1</count><Machine><id>m/7</id></Machine><operation rel="add" href="m"/></Collection>`,
  ],
  [
    XML_2,
    `<Collection resourceURI="${N2}/MachineCollection" xmlns="${N2}"><id>m</id><parent href="c"/><count>1</count><machines><Machine><id>m/7</id></Machine></machines><operations><operation rel="add" href="m"/></operations></Collection>`,
  ],
  [
    JSON_2,
    `{"resourceURI":"${N2}/MachineCollection","id":"m","count":1,"machines":[{"resourceURI":"${N2}/Machine","id":"m/7"}],"operations":[{"rel":"add","href":"m"}]}`,
  ],
] as const;

describe.each(COLLECTIONS.map(([dialect, text]) => [dialect.title, dialect, text] as const))(
  "a Collection in %s",
  (_, dialect, text) => {
    it("has its type, count, items and links", () => {
      const seen = seenIn(text, dialect);
      expect([seen.type, seen.text("count"), seen.items.map(idOf), linkOf(seen, "add")!.href]).toEqual([
        "MachineCollection",
        "1",
        ["m/7"],
        "m",
      ]);
    });
  },
);

describe("what has to be there", () => {
  it("is a failure where it is not", () => expect(() => required(undefined, "Location")).toThrow("Location"));
});
