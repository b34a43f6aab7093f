import { describe, expect, it } from "@jest/globals";
import { JSON_1, JSON_2, XML_1, XML_2 } from "./dialect.js";
import { type Content, written } from "./request.js";

const N1 = "http://schemas.dmtf.org/cimi/1";
const N2 = "http://schemas.dmtf.org/cimi/2";

/** The MachineCreate of the worked example (PEERS 3.4). */
const CREATE: Content = {
  name: "web",
  properties: { k: "v" },
  machineTemplate: {
    initialState: "STARTED",
    machineConfig: { href: "machineConfigs/m1" },
    volumes: [{ initialLocation: "/dev/vdb", volume: { href: "volumes/v1" } }],
    userData: null,
  },
};

describe("a request", () => {
  it("in XML of edition 1 repeats items without a wrapper and merges references", () => {
    expect(written("MachineCreate", CREATE, XML_1)).toBe(
      `<MachineCreate xmlns="${N1}"><name>web</name><property key="k">v</property><machineTemplate><initialState>STARTED</initialState><machineConfig href="machineConfigs/m1"></machineConfig><volume initialLocation="/dev/vdb" href="volumes/v1"></volume><userData/></machineTemplate></MachineCreate>`,
    );
  });

  it("in XML of edition 2 wraps", () => {
    expect(written("MachineCreate", CREATE, XML_2)).toBe(
      `<MachineCreate xmlns="${N2}"><name>web</name><properties><property key="k">v</property></properties><machineTemplate><initialState>STARTED</initialState><machineConfig href="machineConfigs/m1"></machineConfig><volumes><volume initialLocation="/dev/vdb"><volume href="volumes/v1"></volume></volume></volumes><userData/></machineTemplate></MachineCreate>`,
    );
  });

  it("in JSON of edition 1 merges references as well", () => {
    const { machineTemplate, resourceURI } = JSON.parse(written("MachineCreate", CREATE, JSON_1));
    expect([resourceURI, machineTemplate.volumes]).toEqual([
      `${N1}/MachineCreate`,
      [{ initialLocation: "/dev/vdb", href: "volumes/v1" }],
    ]);
  });

  it("in JSON of edition 2 is as it was given", () => {
    expect(JSON.parse(written("MachineCreate", CREATE, JSON_2))).toEqual({ resourceURI: `${N2}/MachineCreate`, ...CREATE });
  });

  it("has a credential's parameters as attributes in edition 1", () => {
    const content = { credentialTemplate: { parameters: { userName: "u" } } };
    expect(written("CredentialCreate", content, XML_1)).toContain(
      "<credentialTemplate><userName>u</userName></credentialTemplate>",
    );
    expect(written("CredentialCreate", content, XML_2)).toContain(
      '<parameters><parameter key="userName">u</parameter></parameters>',
    );
  });

  it("keeps markup from being markup", () => {
    expect(written("Machine", { name: `<&">` }, XML_2)).toContain("<name>&#60;&#38;&#34;&#62;</name>");
  });
});
