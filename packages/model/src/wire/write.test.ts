import { describe, expect, it } from "@jest/globals";
import type { Edition } from "../edition.js";
import { writingIn } from "../testing/codec.js";
import type { Representation } from "../types/data-type.js";
import { writeJson, writeXml } from "./write.js";

describe("writing", () => {
  const machine: Representation = {
    type: "Machine",
    values: { id: "machines/7", disks: { href: "machines/7/disks" } },
    operations: [{ rel: "edit", href: "machines/7" }],
  };
  const absolute = writingIn(1, (path) => `http://example.com/cimi/1/sandbox/${path}`);

  it("every href and id becomes absolute", () => {
    expect(writeXml(machine, absolute)).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<Machine xmlns="http://schemas.dmtf.org/cimi/1"><id>http://example.com/cimi/1/sandbox/machines/7</id>' +
        '<disks href="http://example.com/cimi/1/sandbox/machines/7/disks"/><operation rel="edit" href="http://example.com/cimi/1/sandbox/machines/7"/></Machine>',
    );
    expect(writeJson(machine, absolute).match(/http:\/\/example\.com/g)).toHaveLength(3);
  });

  it("a representation is written once in each format, with the same writing", () => {
    let hrefs = 0;
    const writing = {
      ...writingIn(2, (path) => {
        hrefs++;
        return path;
      }),
      written: new WeakMap(),
    };
    const [xml, json] = [writeXml(machine, writing), writeJson(machine, writing)];
    expect(hrefs).toBe(6);
    expect([writeXml(machine, writing), writeJson(machine, writing)]).toEqual([xml, json]);
    expect(hrefs).toBe(6);
    expect(JSON.parse(json)).toMatchObject({ id: "machines/7" });
  });
});

describe.each([
  ["AddressTemplate", "addressTemplates", "addresses"],
  ["NetworkNetworkPort", "networkNetworkPorts", "networkPorts"],
])("a Collection of %s, whose items existing clients look for under another name", (type, name, other) => {
  const shown: Representation = {
    type,
    collects: true,
    values: { id: "some", count: 1 },
    items: [{ type, values: { id: "some/1" } }],
  };
  const under = (edition: Edition, tolerant: boolean, items = shown.items!) =>
    JSON.parse(writeJson({ ...shown, items }, { ...writingIn(edition), tolerant })) as Record<string, unknown>;

  it("shows them under either on tolerant faces of edition 1", () => {
    const items = [{ resourceURI: `http://schemas.dmtf.org/cimi/1/${type}`, id: "some/1" }];
    expect(under(1, true)).toMatchObject({ [name]: items, [other]: items });
  });

  it("shows them as 5.5.12 says on strict faces", () => {
    expect(Object.keys(under(1, false))).toEqual(["resourceURI", "id", "count", name]);
  });

  it("has neither where there are none (5.5.12)", () => {
    expect(Object.keys(under(1, true, []))).toEqual(["resourceURI", "id", "count"]);
  });

  it("names the elements of its XML as the schema does, on either", () => {
    expect(writeXml(shown, { ...writingIn(1), tolerant: true })).toBe(writeXml(shown, writingIn(1)));
  });
});
