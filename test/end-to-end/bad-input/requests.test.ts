import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { ORIGIN } from "../../support/gateway.js";
import { type Asked, machine, N1, N2, openRefuse, type Refuse, ready, xmlMachine } from "./refused.js";

let refuse: Refuse;
beforeAll(async () => {
  refuse = await openRefuse();
});
afterAll(() => refuse.close());

// [5.3-2] [5.11.1-12]
describe("requests that CIMI does not allow (5.3, 4.2.1.1)", () => {
  it.each<[string, Asked, RegExp]>([
    ["an unknown attribute", { body: machine({ colour: "red" }) }, /unknown attribute .*colour/],
    ["an unknown element", { body: xmlMachine("<colour>red</colour>") }, /unknown attribute .*colour/],
    ["a number where text is wanted", { body: machine({}, { name: 7 }) }, /name: expected a string/],
    ["text where a number is wanted", { body: machine({ machineConfig: { cpu: "two", memory: 1 } }) }, /cpu/],
    ["a fraction where an integer is wanted", { body: machine({ machineConfig: { cpu: 1.5, memory: 1 } }) }, /cpu/],
    ["an array where an object is wanted", { body: machine({ machineConfig: [] }) }, /machineConfig/],
    ["an object where text is wanted", { body: machine({ initialState: {} }) }, /initialState/],
    ["no machineTemplate", { body: { resourceURI: `${N2}/MachineCreate`, name: "x" } }, /machineTemplate/],
    ["no machineImage", { body: { ...machine({}), machineTemplate: { machineConfig: ready.machineConfig } } }, /machineImage/],
    ["no machineConfig", { body: { ...machine({}), machineTemplate: { machineImage: ready.machineImage } } }, /machineConfig/],
    ["an href to nothing", { body: machine({ machineImage: { href: "machineImages/none" } }) }, /there is no MachineImage/],
    [
      "an href to another type",
      { body: machine({ machineImage: { href: "machineConfigs/tiny" } }) },
      /a MachineImage is expected/,
    ],
    [
      "an href of another cloud",
      { body: machine({ machineImage: { href: `${ORIGIN}/cimi/2/other/machineImages/debian-12` } }) },
      /another cloud/,
    ],
    [
      "an href of another host",
      { body: machine({ machineImage: { href: "http://elsewhere.test/machineImages/debian-12" } }) },
      /does not belong/,
    ],
    ["an href to a file", { body: machine({ machineImage: { href: "file:///etc/passwd" } }) }, /does not belong/],
    [
      "an href that climbs",
      { body: machine({ machineImage: { href: "../other/machineImages/debian-12" } }) },
      /href|names no resource|no MachineImage/,
    ],
    ["an href with a bad escape", { body: machine({ machineImage: { href: "machineImages/%zz" } }) }, /percent-encoded|URI/],
    ["an empty href", { body: machine({ machineImage: { href: "" } }) }, /machineImage/],
    [
      "a template reference that is none",
      { body: { ...machine({}), machineTemplate: { href: "machineTemplates/none" } } },
      /no MachineTemplate/,
    ],
    [
      "an image by value",
      { body: machine({ machineImage: { imageLocation: "http://169.254.169.254/latest" } }) },
      /machineImage/,
    ],
    ["an unreachable initialState", { body: machine({ initialState: "HIBERNATED" }) }, /STARTED,/],
    ["userData that is no Base64", { body: machine({ userData: "%%%" }) }, /Base64/],
    [
      "another type than the Collection's",
      { body: { ...machine({}), resourceURI: `${N2}/VolumeCreate` } },
      /expected MachineCreate/,
    ],
    ["the other edition's resourceURI", { body: { ...machine({}), resourceURI: `${N1}/MachineCreate` } }, /edition 2/],
    ["the other edition's namespace", { body: xmlMachine("").replace(N2, N1) }, /edition 2/],
    ["a foreign namespace", { body: xmlMachine("").replace(N2, "urn:other") }, /namespace/],
    [
      "101 properties",
      { body: machine({}, { properties: Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`k${i}`, "v"])) }) },
      /MaxPropertyItems/,
    ],
    ["a property that is no text", { body: machine({}, { properties: { a: { b: "c" } } }) }, /properties/],
  ])("%s is 400", (_, asked, message) => refuse.refused(asked, 400, message));

  it("an image location that is an address of the inside is refused by the cloud, and not asked for (RELIABILITY 31)", async () => {
    const body = { resourceURI: `${N2}/MachineImage`, imageLocation: "http://127.0.0.1:1/disk.img" };
    const answer = await refuse.sandbox.gateway.send("POST", "/cimi/2/sandbox/machineImages", { body });
    expect([answer.status, answer.body]).toEqual([400, expect.stringContaining("accepted")]);
  });
});
