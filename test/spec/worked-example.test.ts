import {
  actionUri,
  type Edition,
  model,
  type Representation,
  readAction,
  readCreate,
  readResource,
  type Values,
} from "@cimi-gateway/model";
import { describe, expect, it } from "@jest/globals";
import { bodyOf, json, readingIn, titled, written, xml } from "./documents.js";

const values: Values = {
  id: "machines/7",
  name: "web",
  parent: { href: "machines" },
  properties: { k: "v" },
  state: "STARTED",
  cpu: 2,
  memory: 4194304,
  disks: { href: "machines/7/disks" },
  cpuArch: "x86_64",
  volumes: { href: "machines/7/volumes" },
};
const machine = (edition: Edition): Representation => ({
  type: "Machine",
  values,
  operations: [
    { rel: "delete", href: "machines/7", ...(edition === 2 && { available: false }) },
    { rel: actionUri("stop", edition), href: "machines/7/stop" },
  ],
});

const machines = [
  xml(
    1,
    `<Machine xmlns="http://schemas.dmtf.org/cimi/1">
      <id>machines/7</id><name>web</name><property key="k">v</property>
      <state>STARTED</state><cpu>2</cpu><memory>4194304</memory><disks href="machines/7/disks"/>
      <cpuArch>x86_64</cpuArch><volumes href="machines/7/volumes"/>
      <operation rel="delete" href="machines/7"/>
      <operation rel="http://schemas.dmtf.org/cimi/1/action/stop" href="machines/7/stop"/>
    </Machine>`,
  ),
  xml(
    2,
    `<Machine xmlns="http://schemas.dmtf.org/cimi/2">
      <id>machines/7</id><name>web</name><parent href="machines"/>
      <properties><property key="k">v</property></properties>
      <state>STARTED</state><cpu>2</cpu><memory>4194304</memory><disks href="machines/7/disks"/>
      <cpuArch>x86_64</cpuArch><volumes href="machines/7/volumes"/>
      <operations>
        <operation rel="delete" href="machines/7" available="false"/>
        <operation rel="http://schemas.dmtf.org/cimi/2/action/stop" href="machines/7/stop"/>
      </operations>
    </Machine>`,
  ),
  json(1, {
    resourceURI: "http://schemas.dmtf.org/cimi/1/Machine",
    id: "machines/7",
    name: "web",
    properties: { k: "v" },
    state: "STARTED",
    cpu: 2,
    memory: 4194304,
    disks: { href: "machines/7/disks" },
    cpuArch: "x86_64",
    volumes: { href: "machines/7/volumes" },
    operations: [
      { rel: "delete", href: "machines/7" },
      { rel: "http://schemas.dmtf.org/cimi/1/action/stop", href: "machines/7/stop" },
    ],
  }),
  json(2, {
    resourceURI: "http://schemas.dmtf.org/cimi/2/Machine",
    id: "machines/7",
    name: "web",
    parent: { href: "machines" },
    properties: { k: "v" },
    state: "STARTED",
    cpu: 2,
    memory: 4194304,
    disks: { href: "machines/7/disks" },
    cpuArch: "x86_64",
    volumes: { href: "machines/7/volumes" },
    operations: [
      { rel: "delete", href: "machines/7", available: false },
      { rel: "http://schemas.dmtf.org/cimi/2/action/stop", href: "machines/7/stop" },
    ],
  }),
];

describe("one Machine in both editions and formats", () => {
  // [4.1.4-3] [4.2-5]
  it.each(titled(machines))("%s: it is written so", (_, { text, format, edition }) => {
    expect(written(machine(edition), format, edition)).toBe(text);
  });

  it.each(titled(machines))("%s: it is read so; resourceURI and operations are passed over (4.2)", (_, sample) => {
    const { parent, ...seenInBoth } = values;
    const expected = sample.edition === 2 ? values : seenInBoth;
    expect(readResource(bodyOf(sample), model.Machine, readingIn(sample.edition))).toEqual(expected);
  });

  it("edition 1 leaves out an operation that is not available now", () => {
    const stopped: Representation = {
      type: "Machine",
      values: { id: "machines/7" },
      operations: [{ rel: "edit", href: "machines/7", available: false }],
    };
    expect(written(stopped, "json", 1)).toBe('{"resourceURI":"http://schemas.dmtf.org/cimi/1/Machine","id":"machines/7"}');
    expect(written(stopped, "xml", 1)).toBe('<Machine xmlns="http://schemas.dmtf.org/cimi/1"><id>machines/7</id></Machine>');
  });
});

const collection: Representation = {
  type: "Machine",
  collects: true,
  values: { id: "machines", parent: { href: "cloudEntryPoint" }, count: 1 },
  items: [{ type: "Machine", values: { id: "machines/7", name: "web", state: "STARTED" } }],
  operations: [{ rel: "add", href: "machines" }],
};

const collections = [
  xml(
    1,
    `<Collection resourceURI="http://schemas.dmtf.org/cimi/1/MachineCollection" xmlns="http://schemas.dmtf.org/cimi/1">
      <id>machines</id><count>1</count>
      <Machine><id>machines/7</id><name>web</name><state>STARTED</state></Machine>
      <operation rel="add" href="machines"/>
    </Collection>`,
  ),
  xml(
    2,
    `<Collection resourceURI="http://schemas.dmtf.org/cimi/2/MachineCollection" xmlns="http://schemas.dmtf.org/cimi/2">
      <id>machines</id><parent href="cloudEntryPoint"/><count>1</count>
      <machines><Machine><id>machines/7</id><name>web</name><state>STARTED</state></Machine></machines>
      <operations><operation rel="add" href="machines"/></operations>
    </Collection>`,
  ),
  json(1, {
    resourceURI: "http://schemas.dmtf.org/cimi/1/MachineCollection",
    id: "machines",
    count: 1,
    machines: [{ resourceURI: "http://schemas.dmtf.org/cimi/1/Machine", id: "machines/7", name: "web", state: "STARTED" }],
    operations: [{ rel: "add", href: "machines" }],
  }),
  json(2, {
    resourceURI: "http://schemas.dmtf.org/cimi/2/MachineCollection",
    id: "machines",
    parent: { href: "cloudEntryPoint" },
    count: 1,
    machines: [{ resourceURI: "http://schemas.dmtf.org/cimi/2/Machine", id: "machines/7", name: "web", state: "STARTED" }],
    operations: [{ rel: "add", href: "machines" }],
  }),
];

describe("one Collection in both editions and formats (5.5.12)", () => {
  it.each(titled(collections))("%s: it is written so", (_, { text, format, edition }) => {
    expect(written(collection, format, edition)).toBe(text);
  });

  it.each(titled(collections))(
    "%s: expanded inside another resource it is the same, without wrapper and type (4.1.6.4)",
    (_, { text, format, edition }) => {
      const outer = written(
        { type: "CloudEntryPoint", values: { machines: { href: "machines", expanded: collection } } },
        format,
        edition,
      );
      const inner =
        format === "json" ? text.slice(text.indexOf('"id"')) : text.slice(text.indexOf("<id>"), text.indexOf("</Collection>"));
      expect(outer).toContain(
        format === "json" ? `"machines":{"href":"machines",${inner}` : `<machines href="machines">${inner}</machines>`,
      );
    },
  );
});

const template = {
  initialState: "STARTED",
  machineConfig: { href: "machineConfigs/m1" },
  machineImage: { href: "machineImages/i1" },
  volumes: [{ initialLocation: "/dev/vdb", volume: { href: "volumes/v1" } }],
  userData: "QQ==",
};
const creates = [
  xml(
    1,
    `<MachineCreate xmlns="http://schemas.dmtf.org/cimi/1"><name>web</name><property key="k">v</property>
      <machineTemplate><initialState>STARTED</initialState>
        <machineConfig href="machineConfigs/m1"/><machineImage href="machineImages/i1"/>
        <volume initialLocation="/dev/vdb" href="volumes/v1"/>
        <userData>QQ==</userData></machineTemplate>
    </MachineCreate>`,
  ),
  xml(
    2,
    `<MachineCreate xmlns="http://schemas.dmtf.org/cimi/2"><name>web</name><properties><property key="k">v</property></properties>
      <machineTemplate><initialState>STARTED</initialState>
        <machineConfig href="machineConfigs/m1"/><machineImage href="machineImages/i1"/>
        <volumes><volume initialLocation="/dev/vdb"><volume href="volumes/v1"/></volume></volumes>
        <userData>QQ==</userData></machineTemplate>
    </MachineCreate>`,
  ),
  json(1, {
    resourceURI: "http://schemas.dmtf.org/cimi/1/MachineCreate",
    name: "web",
    properties: { k: "v" },
    machineTemplate: { ...template, volumes: [{ initialLocation: "/dev/vdb", href: "volumes/v1" }] },
  }),
  json(2, {
    resourceURI: "http://schemas.dmtf.org/cimi/2/MachineCreate",
    name: "web",
    properties: { k: "v" },
    machineTemplate: template,
  }),
];

// [5.5.12.1-5]
describe("one MachineCreate by value in both editions and formats (4.2.1.1)", () => {
  it.each(titled(creates))("%s: it is read so", (_, sample) => {
    const expected = { name: "web", properties: { k: "v" }, machineTemplate: { value: template } };
    expect(readCreate(bodyOf(sample), model.Machine, readingIn(sample.edition))).toEqual(expected);
  });

  it.each(titled(creates))("%s: the template alone is written so", (_, { text, format, edition }) => {
    const shown = written({ type: "MachineTemplate", values: template }, format, edition);
    const start = format === "json" ? text.indexOf('"initialState"') : text.indexOf("<initialState>");
    const end = format === "json" ? text.length - 1 : text.indexOf("</machineTemplate>");
    expect(shown).toContain(text.slice(start, end));
  });
});

const actions = [
  xml(
    1,
    '<Action xmlns="http://schemas.dmtf.org/cimi/1"><action>http://schemas.dmtf.org/cimi/1/action/stop</action><force>true</force></Action>',
  ),
  xml(
    2,
    '<Action xmlns="http://schemas.dmtf.org/cimi/2"><action>http://schemas.dmtf.org/cimi/2/action/stop</action><force>true</force></Action>',
  ),
  json(1, {
    resourceURI: "http://schemas.dmtf.org/cimi/1/Action",
    action: "http://schemas.dmtf.org/cimi/1/action/stop",
    force: true,
  }),
  json(2, {
    resourceURI: "http://schemas.dmtf.org/cimi/2/Action",
    action: "http://schemas.dmtf.org/cimi/2/action/stop",
    force: true,
  }),
];

describe("one Action in both editions and formats", () => {
  it.each(titled(actions))("%s: it is read so", (_, sample) => {
    const read = readAction(bodyOf(sample), readingIn(sample.edition), (name) =>
      name === "stop" ? model.Machine.operations.stop.input : undefined,
    );
    expect(read).toEqual({ name: "stop", input: { force: true } });
  });
});
