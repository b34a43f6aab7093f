import { model, type Representation, readResource } from "@cimi-gateway/model";
import { describe, expect, it } from "@jest/globals";
import { bodyOf, json, readingIn, titled, written, xml } from "./documents.js";

describe("5.12: the Cloud Entry Point", () => {
  const links = [
    "resourceMetadata",
    "systems",
    "systemTemplates",
    "machines",
    "machineTemplates",
    "machineConfigs",
    "machineImages",
    "credentials",
    "credentialTemplates",
  ];
  const volumes = ["volumes", "volumeTemplates", "volumeConfigs", "volumeImages"];
  const watching = ["jobs", "meters", "meterTemplates", "meterConfigs", "eventLogs", "eventLogTemplates"];
  const collections = [...links, ...volumes, ...watching];
  const members = Object.fromEntries(collections.map((name) => [name, { href: name }]));
  const elements = collections.map((name) => `<${name} href="${name}"/>`).join("");
  const shown: Representation = {
    type: "CloudEntryPoint",
    values: { id: "cloudEntryPoint", name: "cloud", properties: { k: "v" }, baseURI: "http://example.com/", ...members },
    operations: [{ rel: "edit", href: "cloudEntryPoint" }],
  };
  const head = { id: "cloudEntryPoint", name: "cloud", properties: { k: "v" }, baseURI: "http://example.com/" };
  const operations = [{ rel: "edit", href: "cloudEntryPoint" }];

  const forms = [
    json(2, { resourceURI: "http://schemas.dmtf.org/cimi/2/CloudEntryPoint", ...head, ...members, operations }),
    json(1, { resourceURI: "http://schemas.dmtf.org/cimi/1/CloudEntryPoint", ...head, ...members, operations }),
    xml(
      2,
      `<CloudEntryPoint xmlns="http://schemas.dmtf.org/cimi/2"><id>cloudEntryPoint</id><name>cloud</name>
        <properties><property key="k">v</property></properties><baseURI>http://example.com/</baseURI>${elements}
        <operations><operation rel="edit" href="cloudEntryPoint"/></operations></CloudEntryPoint>`,
    ),
    xml(
      1,
      `<CloudEntryPoint xmlns="http://schemas.dmtf.org/cimi/1"><id>cloudEntryPoint</id><name>cloud</name>
        <property key="k">v</property><baseURI>http://example.com/</baseURI>${elements}
        <operation rel="edit" href="cloudEntryPoint"/></CloudEntryPoint>`,
    ),
  ];

  // [5.12-5]
  it.each(titled(forms))("%s is written so", (_, { text, format, edition }) => {
    expect(written(shown, format, edition)).toBe(text);
  });

  it.each(titled(forms))("%s is read so", (_, sample) => {
    expect(readResource(bodyOf(sample), model.CloudEntryPoint, readingIn(sample.edition))).toEqual(shown.values);
  });
});

describe("Table 8: the errata of the Cloud Entry Point", () => {
  it("the type's URI is that of the namespace, not www.dmf.org as the table has it", () => {
    const shown = { type: "CloudEntryPoint", values: { id: "cloudEntryPoint" } };
    expect(JSON.parse(written(shown, "json", 2))).toMatchObject({
      resourceURI: "http://schemas.dmtf.org/cimi/2/CloudEntryPoint",
    });
  });

  it("jobs are a JobCollection, not a JobsCollection", () => {
    const shown = { type: "Job", collects: true, values: { id: "jobs", count: 0 } };
    expect(JSON.parse(written(shown, "json", 2))).toMatchObject({ resourceURI: "http://schemas.dmtf.org/cimi/2/JobCollection" });
  });
});

describe("5.1: what the gateway adds is in its own namespace, after the operations (<xs:any>*)", () => {
  const shown: Representation = {
    type: "Volume",
    values: { id: "volumes/1", capacity: 5, nativeId: "vol-1", location: "here" },
    operations: [{ rel: "edit", href: "volumes/1" }],
  };
  const extension =
    '<nativeId xmlns="urn:cimi-gateway:extension:1">vol-1</nativeId><location xmlns="urn:cimi-gateway:extension:1">here</location>';

  // [5.11-3]
  it("XML of both editions", () => {
    expect(written(shown, "xml", 1)).toBe(
      `<Volume xmlns="http://schemas.dmtf.org/cimi/1"><id>volumes/1</id><capacity>5</capacity><operation rel="edit" href="volumes/1"/>${extension}</Volume>`,
    );
    expect(written(shown, "xml", 2)).toBe(
      `<Volume xmlns="http://schemas.dmtf.org/cimi/2"><id>volumes/1</id><capacity>5</capacity><operations><operation rel="edit" href="volumes/1"/></operations>${extension}</Volume>`,
    );
  });

  it("JSON of edition 2 only: clients of edition 1 refuse members that they do not know", () => {
    expect(JSON.parse(written(shown, "json", 2))).toMatchObject({ nativeId: "vol-1", location: "here" });
    expect(written(shown, "json", 1)).not.toMatch(/nativeId|location/);
  });

  it("an element of a foreign namespace is no attribute of CIMI (5.3)", () => {
    const sample = xml(
      2,
      '<Volume xmlns="http://schemas.dmtf.org/cimi/2"><name>data</name><capacity xmlns="urn:other">7</capacity></Volume>',
    );
    expect(() => readResource(bodyOf(sample), model.Volume, readingIn(2))).toThrow('unknown attribute "capacity"');
    expect(readResource(bodyOf(sample), model.Volume, readingIn(2, { tolerant: true }))).toEqual({ name: "data" });
  });
});
