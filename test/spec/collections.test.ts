import { type Description, groupingName, model, type Representation, readAction } from "@cimi-gateway/model";
import { describe, expect, it } from "@jest/globals";
import { bodyOf, json, readingIn, titled, written, xml } from "./documents.js";

describe("5.5.12: an enhanced Collection, named after its items (5.14.1.1.2)", () => {
  const volumes: Representation = {
    type: "locatedVolume",
    collects: true,
    values: { id: "machines/7/volumes", updated: "2012-05-25T13:30:15Z", parent: { href: "machines/7" }, count: 1 },
    items: [
      {
        type: "locatedVolume",
        values: { id: "machines/7/volumes/1", initialLocation: "/dev/vdb", volume: { href: "volumes/1" } },
        operations: [{ rel: "delete", href: "machines/7/volumes/1" }],
      },
    ],
    operations: [
      { rel: "insert", href: "machines/7/volumes" },
      { rel: "remove", href: "machines/7/volumes" },
    ],
  };
  const forms = [
    json(2, {
      resourceURI: "http://schemas.dmtf.org/cimi/2/locatedVolumeCollection",
      id: "machines/7/volumes",
      updated: "2012-05-25T13:30:15Z",
      parent: { href: "machines/7" },
      count: 1,
      locatedVolumes: [
        {
          resourceURI: "http://schemas.dmtf.org/cimi/2/locatedVolume",
          id: "machines/7/volumes/1",
          initialLocation: "/dev/vdb",
          volume: { href: "volumes/1" },
          operations: [{ rel: "delete", href: "machines/7/volumes/1" }],
        },
      ],
      operations: [
        { rel: "insert", href: "machines/7/volumes" },
        { rel: "remove", href: "machines/7/volumes" },
      ],
    }),
    xml(
      2,
      `<Collection resourceURI="http://schemas.dmtf.org/cimi/2/locatedVolumeCollection" xmlns="http://schemas.dmtf.org/cimi/2">
        <id>machines/7/volumes</id><updated>2012-05-25T13:30:15Z</updated><parent href="machines/7"/><count>1</count>
        <locatedVolumes><locatedVolume><id>machines/7/volumes/1</id><initialLocation>/dev/vdb</initialLocation><volume href="volumes/1"/>
          <operations><operation rel="delete" href="machines/7/volumes/1"/></operations></locatedVolume></locatedVolumes>
        <operations><operation rel="insert" href="machines/7/volumes"/><operation rel="remove" href="machines/7/volumes"/></operations>
      </Collection>`,
    ),
    xml(
      1,
      `<Collection resourceURI="http://schemas.dmtf.org/cimi/1/MachineVolumeCollection" xmlns="http://schemas.dmtf.org/cimi/1">
        <id>machines/7/volumes</id><count>1</count>
        <MachineVolume><id>machines/7/volumes/1</id><initialLocation>/dev/vdb</initialLocation><volume href="volumes/1"/>
          <operation rel="delete" href="machines/7/volumes/1"/></MachineVolume>
        <operation rel="insert" href="machines/7/volumes"/><operation rel="remove" href="machines/7/volumes"/>
      </Collection>`,
    ),
  ];

  // [4.1.4-4] [5.5.12-3] [5.5.12-7..8]
  it.each(titled(forms))("%s is written so", (_, { text, format, edition }) => {
    expect(written(volumes, format, edition)).toBe(text);
  });

  // [5.5.12-10]
  it("an empty list of items is left out", () => {
    const empty: Representation = { type: "Volume", collects: true, values: { id: "volumes", count: 0 }, items: [] };
    expect(written(empty, "json", 2)).toBe(
      '{"resourceURI":"http://schemas.dmtf.org/cimi/2/VolumeCollection","id":"volumes","count":0}',
    );
    expect(written(empty, "xml", 2)).toBe(
      '<Collection resourceURI="http://schemas.dmtf.org/cimi/2/VolumeCollection" xmlns="http://schemas.dmtf.org/cimi/2"><id>volumes</id><count>0</count></Collection>',
    );
  });

  it.each([
    ["ResourceMetadata", "resourceMetadatas", "resourceMetadatas"],
    ["MachineConfiguration", "machineConfigurations", "machineConfigurations"],
    ["locatedVolume", "machineVolumes", "locatedVolumes"],
    ["MachineSnapshot", "machineSnapshots", "machineSnapshots"],
    ["VolumeVolumeImage", "volumeVolumeImages", "volumeVolumeImages"],
    ["Credential", "credentials", "credentials"],
    ["Disk", "disks", "disks"],
    ["MeterConfiguration", "meterConfigurations", "meterConfigurations"],
    ["EventLog", "eventLogs", "eventLogs"],
    ["SystemMachine", "systemMachines", "systemMachines"],
    ["SystemService", "systemServices", "systemServices"],
    ["RecoverableMachine", "recoverableMachines", "recoverableMachines"],
  ])("%s is grouped as %s in edition 1 and %s in edition 2", (name, first, second) => {
    const description: Description = model[name as keyof typeof model];
    expect([groupingName(description, 1), groupingName(description, 2)]).toEqual([first, second]);
  });
});

describe("edition 1's link Collections (XSD)", () => {
  const snapshots: Representation = {
    type: "MachineSnapshot",
    collects: true,
    values: { id: "machines/7/snapshots", count: 1 },
    items: [{ type: "MachineSnapshot", values: { id: "machines/7/snapshots/1", snapshot: { href: "machineImages/1" } } }],
    operations: [{ rel: "add", href: "machines/7/snapshots" }],
  };

  it("XML spells the reference as the schema does and shows no operations there", () => {
    expect(written(snapshots, "xml", 1)).toBe(
      '<Collection resourceURI="http://schemas.dmtf.org/cimi/1/MachineSnapshotCollection" xmlns="http://schemas.dmtf.org/cimi/1"><id>machines/7/snapshots</id><count>1</count>' +
        '<MachineSnapshot><id>machines/7/snapshots/1</id><shapshot href="machineImages/1"/></MachineSnapshot></Collection>',
    );
  });

  it("JSON spells it properly and shows them", () => {
    expect(JSON.parse(written(snapshots, "json", 1))).toMatchObject({
      machineSnapshots: [{ snapshot: { href: "machineImages/1" } }],
      operations: [{ rel: "add", href: "machines/7/snapshots" }],
    });
  });

  it("Disk has neither common attributes nor operations in XML, but in JSON", () => {
    const disk: Representation = {
      type: "Disk",
      values: { id: "machines/7/disks/1", name: "root", capacity: 5 },
      operations: [{ rel: "edit", href: "x" }],
    };
    expect(written(disk, "xml", 1)).toBe('<Disk xmlns="http://schemas.dmtf.org/cimi/1"><capacity>5</capacity></Disk>');
    expect(JSON.parse(written(disk, "json", 1))).toMatchObject({
      id: "machines/7/disks/1",
      name: "root",
      operations: [{ rel: "edit" }],
    });
    expect(written(disk, "xml", 2)).toContain("<id>machines/7/disks/1</id>");
  });
});

// [5.5.12.2-3] [5.5.12.3-3]
describe("5.5.12.2, 5.5.12.3: insert and remove", () => {
  const { initialLocation, volume } = model.locatedVolume.attributes;

  it.each(
    titled([
      json(2, {
        resourceURI: "http://schemas.dmtf.org/cimi/2/Action",
        action: "http://schemas.dmtf.org/cimi/2/action/insert",
        initialLocation: "/dev/vdb",
        volume: { href: "volumes/1" },
      }),
      xml(
        2,
        `<Action xmlns="http://schemas.dmtf.org/cimi/2"><action>http://schemas.dmtf.org/cimi/2/action/insert</action>
          <initialLocation>/dev/vdb</initialLocation><volume href="volumes/1"/></Action>`,
      ),
    ]),
  )("%s: insert", (_, sample) => {
    const read = readAction(bodyOf(sample), readingIn(2), () => ({ initialLocation, volume }));
    expect(read).toEqual({ name: "insert", input: { initialLocation: "/dev/vdb", volume: { href: "volumes/1" } } });
  });

  it.each(
    titled([
      json(2, {
        resourceURI: "http://schemas.dmtf.org/cimi/2/Action",
        action: "http://schemas.dmtf.org/cimi/2/action/remove",
        volume: { href: "volumes/1" },
      }),
      xml(
        2,
        '<Action xmlns="http://schemas.dmtf.org/cimi/2"><action>http://schemas.dmtf.org/cimi/2/action/remove</action><volume href="volumes/1"/></Action>',
      ),
    ]),
  )("%s: remove", (_, sample) => {
    const read = readAction(bodyOf(sample), readingIn(2), () => ({ volume }));
    expect(read).toEqual({ name: "remove", input: { volume: { href: "volumes/1" } } });
  });
});
