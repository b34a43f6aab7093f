import { model, type Representation, readCreate, readResource } from "@cimi-gateway/model";
import { describe, expect, it } from "@jest/globals";
import { bodyOf, json, readingIn, titled, written, xml } from "./documents.js";
import { holds } from "./holds.js";

describe("5.4, 5.7.1: a resource and the common attributes", () => {
  const values = {
    id: "volumeImages/1",
    name: "backup",
    description: "of Monday",
    created: "2012-05-25T13:30:15-05:00",
    updated: "2012-05-26T09:00:00Z",
    parent: { href: "volumeImages" },
    properties: { owner: "lee", "": "no name" },
    resourceMetadata: { href: "resourceMetadata/volumeImage" },
  };
  holds({ type: "VolumeImage", values }, [
    json(2, {
      resourceURI: "http://schemas.dmtf.org/cimi/2/VolumeImage",
      id: "volumeImages/1",
      name: "backup",
      description: "of Monday",
      created: "2012-05-25T13:30:15-05:00",
      updated: "2012-05-26T09:00:00Z",
      parent: { href: "volumeImages" },
      properties: { owner: "lee", "": "no name" },
      resourceMetadata: { href: "resourceMetadata/volumeImage" },
    }),
    xml(
      2,
      `<VolumeImage xmlns="http://schemas.dmtf.org/cimi/2">
        <id>volumeImages/1</id><name>backup</name><description>of Monday</description>
        <created>2012-05-25T13:30:15-05:00</created><updated>2012-05-26T09:00:00Z</updated>
        <parent href="volumeImages"/>
        <properties><property key="owner">lee</property><property key="">no name</property></properties>
        <resourceMetadata href="resourceMetadata/volumeImage"/>
      </VolumeImage>`,
    ),
  ]);

  it("5.5.12 prints parent as a plain URI, Table 5 makes it a ref: both are read", () => {
    const samples = [
      json(2, { id: "volumes/1", parent: "volumes" }),
      xml(2, '<Volume xmlns="http://schemas.dmtf.org/cimi/2"><id> volumes/1 </id><parent> volumes </parent></Volume>'),
    ];
    for (const sample of samples) {
      expect(readResource(bodyOf(sample), model.Volume, readingIn(2))).toEqual({ id: "volumes/1", parent: { href: "volumes" } });
    }
  });
});

describe("5.5.6, 5.5.11: references and arrays of references (Job, 5.17.1)", () => {
  const values = {
    state: "SUCCESS",
    targetResource: { href: "machines" },
    affectedResources: [{ href: "machines" }, { href: "machines/7" }],
    action: "http://schemas.dmtf.org/cimi/2/action/stop",
    returnCode: 0,
    progress: 100,
    nestedJobs: [{ href: "jobs/2" }],
  };
  holds({ type: "Job", values }, [
    json(2, {
      resourceURI: "http://schemas.dmtf.org/cimi/2/Job",
      state: "SUCCESS",
      targetResource: { href: "machines" },
      affectedResources: [{ href: "machines" }, { href: "machines/7" }],
      action: "http://schemas.dmtf.org/cimi/2/action/stop",
      returnCode: 0,
      progress: 100,
      nestedJobs: [{ href: "jobs/2" }],
    }),
    xml(
      2,
      `<Job xmlns="http://schemas.dmtf.org/cimi/2"><state>SUCCESS</state><targetResource href="machines"/>
        <affectedResource href="machines"/><affectedResource href="machines/7"/>
        <action>http://schemas.dmtf.org/cimi/2/action/stop</action><returnCode>0</returnCode><progress>100</progress>
        <nestedJob href="jobs/2"/></Job>`,
    ),
  ]);

  // [4.2.2-3]
  it("4.2.2: the Job of an error that nobody stored shows its empty id and its nested Jobs inline", () => {
    const nested: Representation = { type: "Job", values: { id: "", state: "FAILED" } };
    const shown: Representation = { type: "Job", values: { id: "", state: "FAILED", nestedJobs: [{ expanded: nested }] } };
    expect(written(shown, "json", 2)).toBe(
      '{"resourceURI":"http://schemas.dmtf.org/cimi/2/Job","id":"","state":"FAILED","nestedJobs":[{"id":"","state":"FAILED"}]}',
    );
    expect(written(shown, "xml", 2)).toBe(
      '<Job xmlns="http://schemas.dmtf.org/cimi/2"><id/><state>FAILED</state><nestedJob><id/><state>FAILED</state></nestedJob></Job>',
    );
  });
});

describe("5.5.8, 5.5.11: structures and arrays of structures (MachineConfiguration, 5.14.5)", () => {
  const disks = [
    { capacity: 1000, format: "ext4", initialLocation: "/dev/sda" },
    { capacity: 2000, format: "ntfs" },
  ];
  holds({ type: "MachineConfiguration", values: { cpu: 1, memory: 1024, disks } }, [
    json(2, { resourceURI: "http://schemas.dmtf.org/cimi/2/MachineConfiguration", cpu: 1, memory: 1024, disks }),
    xml(
      2,
      `<MachineConfiguration xmlns="http://schemas.dmtf.org/cimi/2"><cpu>1</cpu><memory>1024</memory><disks>
        <disk capacity="1000" format="ext4" initialLocation="/dev/sda"/><disk capacity="2000" format="ntfs"/>
      </disks></MachineConfiguration>`,
    ),
    json(1, { resourceURI: "http://schemas.dmtf.org/cimi/1/MachineConfiguration", cpu: 1, memory: 1024, disks }),
    xml(
      1,
      `<MachineConfiguration xmlns="http://schemas.dmtf.org/cimi/1"><cpu>1</cpu><memory>1024</memory>
        <disk><capacity>1000</capacity><format>ext4</format><initialLocation>/dev/sda</initialLocation></disk>
        <disk><capacity>2000</capacity><format>ntfs</format></disk></MachineConfiguration>`,
    ),
  ]);

  it("5.5.8: members of simple types may be child elements in edition 2 and attributes in edition 1, too", () => {
    const samples = [
      xml(2, "<MachineConfiguration><disks><disk><capacity> 1000 </capacity></disk></disks></MachineConfiguration>"),
      xml(1, '<MachineConfiguration><disk capacity="1000"/></MachineConfiguration>'),
    ];
    for (const sample of samples) {
      const read = readResource(bodyOf(sample), model.MachineConfiguration, readingIn(sample.edition));
      expect(read).toEqual({ disks: [{ capacity: 1000 }] });
    }
  });

  it("edition 1's schema wants the format of a disk: an empty element where there is none, and read as none", () => {
    const shown: Representation = { type: "MachineConfiguration", values: { disks: [{ capacity: 5 }] } };
    const text =
      '<MachineConfiguration xmlns="http://schemas.dmtf.org/cimi/1"><disk><capacity>5</capacity><format/></disk></MachineConfiguration>';
    expect(written(shown, "xml", 1)).toBe(text);
    expect(readResource(bodyOf(xml(1, text)), model.MachineConfiguration, readingIn(1))).toEqual(shown.values);
    expect(written(shown, "json", 1)).not.toContain("format");
  });
});

// [4.2.1.1-3]
describe("4.2.1.1: the two patterns of a create request", () => {
  const byValue = {
    name: "data",
    description: "for web",
    properties: { k: "v" },
    volumeTemplate: { value: { volumeConfig: { href: "volumeConfigs/1" } } },
  };
  const byReference = {
    name: "data",
    volumeTemplate: { href: "volumeTemplates/1", value: { volumeImage: null, volumeConfig: { value: { capacity: 5 } } } },
  };

  it.each(
    titled([
      json(2, {
        resourceURI: "http://schemas.dmtf.org/cimi/2/VolumeCreate ",
        name: "data",
        description: "for web",
        properties: { k: "v" },
        volumeTemplate: { volumeConfig: { href: "volumeConfigs/1" } },
      }),
      xml(
        2,
        `<VolumeCreate xmlns="http://schemas.dmtf.org/cimi/2"><name>data</name><description>for web</description>
          <properties><property key="k">v</property></properties>
          <volumeTemplate><volumeConfig href="volumeConfigs/1"/></volumeTemplate></VolumeCreate>`,
      ),
    ]),
  )("%s, pattern 1: the template by value", (_, sample) => {
    expect(readCreate(bodyOf(sample), model.Volume, readingIn(2))).toEqual(byValue);
  });

  it.each(
    titled([
      json(2, { name: "data", volumeTemplate: { href: "volumeTemplates/1", volumeImage: null, volumeConfig: { capacity: 5 } } }),
      xml(
        2,
        `<VolumeCreate xmlns="http://schemas.dmtf.org/cimi/2"><name>data</name>
          <volumeTemplate href="volumeTemplates/1"><volumeImage/><volumeConfig><capacity>5</capacity></volumeConfig></volumeTemplate></VolumeCreate>`,
      ),
    ]),
  )("%s, pattern 2: a reference whose attributes are overridden and erased", (_, sample) => {
    expect(readCreate(bodyOf(sample), model.Volume, readingIn(2))).toEqual(byReference);
  });

  it("5.5.12.1: XML needs the wrapper element named after the resource and Create", () => {
    const sample = xml(2, '<Volume xmlns="http://schemas.dmtf.org/cimi/2"><volumeTemplate href="volumeTemplates/1"/></Volume>');
    expect(() => readCreate(bodyOf(sample), model.Volume, readingIn(2))).toThrow('the body is "Volume"; expected VolumeCreate');
  });
});
