import { model, readResource, type Values } from "@cimi-gateway/model";
import { describe, expect, it } from "@jest/globals";
import { bodyOf, compact, json, readingIn, titled, written, xml } from "./documents.js";

const capability = (name: string) => `http://schemas.dmtf.org/cimi/2/capability/Machine/${name}`;

// [5.11.1-1..3]
describe("5.11.1: the printed example of a Machine's capabilities", () => {
  const values: Values = {
    id: "http://example.com/types/Machine",
    typeURI: "http://schemas.dmtf.org/cimi/2/Machine",
    name: "Machine",
    capabilities: [
      { uri: capability("MachineConfigByValue"), value: true },
      { uri: capability("MachineImageByValue"), value: true },
      { uri: capability("DefaultInitialState"), value: "STARTED" },
    ],
  };

  it.each(
    titled([
      json(2, { resourceURI: "http://schemas.dmtf.org/cimi/2/ResourceMetadata", ...values }),
      xml(
        2,
        `<ResourceMetadata xmlns="http://schemas.dmtf.org/cimi/2"><id> http://example.com/types/Machine </id>
          <typeURI> http://schemas.dmtf.org/cimi/2/Machine </typeURI><name>Machine</name>
          <capabilities><capability uri="${capability("MachineConfigByValue")}"> true </capability>
          <capability uri="${capability("MachineImageByValue")}"> true </capability>
          <capability uri="${capability("DefaultInitialState")}"> STARTED </capability></capabilities></ResourceMetadata>`,
      ),
    ]),
  )("%s is read so", (_, sample) => {
    expect(readResource(bodyOf(sample), model.ResourceMetadata, readingIn(2))).toEqual(values);
  });
});

const full: Values = {
  id: "resourceMetadata/volume",
  name: "Volume",
  typeURI: "http://schemas.dmtf.org/cimi/2/Volume",
  attributes: [
    {
      name: "nativeId",
      namespace: "urn:x",
      type: "string",
      required: false,
      providerMandatory: true,
      consumerMandatory: false,
      mutable: false,
      consumerWritable: false,
    },
  ],
  vscope: [{ capacity: { minimum: 1, units: "gigabyte" }, type: { values: ["a", "b"], default: "a" } }],
  capabilities: [{ name: "snapshots", uri: "urn:y", description: "of volumes", value: 3 }],
  actions: [
    {
      name: "snapshot",
      uri: "urn:z",
      description: "takes one",
      method: "POST",
      inputMessage: "application/json",
      outputMessage: "application/xml",
    },
  ],
};
const links = [{ rel: "edit", href: "resourceMetadata/volume" }];

// [5.5.14-2] [5.11-13]
describe("5.11: the form of ResourceMetadata", () => {
  const forms = [
    json(2, { resourceURI: "http://schemas.dmtf.org/cimi/2/ResourceMetadata", ...full, operations: links }),
    xml(
      2,
      `<ResourceMetadata xmlns="http://schemas.dmtf.org/cimi/2"><id>resourceMetadata/volume</id><name>Volume</name>
        <typeURI>http://schemas.dmtf.org/cimi/2/Volume</typeURI>
        <attributes><attribute name="nativeId" namespace="urn:x" type="string" required="false" providerMandatory="true"
          consumerMandatory="false" mutable="false" consumerWritable="false"/></attributes>
        <vscope><valueScope><capacity><minimum>1</minimum><units>gigabyte</units></capacity>
          <type><value>a</value><value>b</value><default>a</default></type></valueScope></vscope>
        <capabilities><capability name="snapshots" uri="urn:y" description="of volumes">3</capability></capabilities>
        <actions><action name="snapshot" uri="urn:z" description="takes one" method="POST" inputMessage="application/json"
          outputMessage="application/xml"/></actions>
        <operations><operation rel="edit" href="resourceMetadata/volume"/></operations></ResourceMetadata>`,
    ),
  ];

  it.each(titled(forms))("%s is written so", (_, { text, format, edition }) => {
    expect(written({ type: "ResourceMetadata", values: full, operations: links }, format, edition)).toBe(text);
  });

  it.each(titled(forms))("%s is read so", (_, sample) => {
    expect(readResource(bodyOf(sample), model.ResourceMetadata, readingIn(2))).toEqual(full);
  });

  it("edition 1 has the type before the name, flat elements, no scopes, and four facts of an attribute (XSD)", () => {
    expect(written({ type: "ResourceMetadata", values: { ...full, description: "lost" }, operations: links }, "xml", 1)).toBe(
      compact(`<ResourceMetadata xmlns="http://schemas.dmtf.org/cimi/1"><id>resourceMetadata/volume</id>
        <typeURI>http://schemas.dmtf.org/cimi/1/Volume</typeURI><name>Volume</name>
        <attribute name="nativeId" namespace="urn:x" type="string" required="false"/>
        <capability name="snapshots" uri="urn:y" description="of volumes">3</capability>
        <action name="snapshot" uri="urn:z" description="takes one" method="POST" inputMessage="application/json" outputMessage="application/xml"/>
        <operation rel="edit" href="resourceMetadata/volume"/></ResourceMetadata>`),
    );
  });
});

// [5.11.2-1]
describe("5.11.2: the Collection of ResourceMetadata", () => {
  const item = { type: "ResourceMetadata", values: { id: "resourceMetadata/volume" } };
  const shown = {
    type: "ResourceMetadata",
    collects: true,
    values: { id: "resourceMetadata", count: 1 },
    items: [item],
    operations: [{ rel: "add", href: "x" }],
  };

  it.each(
    titled([
      json(2, {
        resourceURI: "http://schemas.dmtf.org/cimi/2/ResourceMetadataCollection",
        id: "resourceMetadata",
        count: 1,
        resourceMetadatas: [{ resourceURI: "http://schemas.dmtf.org/cimi/2/ResourceMetadata", id: "resourceMetadata/volume" }],
        operations: [{ rel: "add", href: "x" }],
      }),
      xml(
        2,
        `<Collection resourceURI="http://schemas.dmtf.org/cimi/2/ResourceMetadataCollection" xmlns="http://schemas.dmtf.org/cimi/2">
          <id>resourceMetadata</id><count>1</count>
          <resourceMetadatas><ResourceMetadata><id>resourceMetadata/volume</id></ResourceMetadata></resourceMetadatas>
          <operations><operation rel="add" href="x"/></operations></Collection>`,
      ),
    ]),
  )("%s is written so", (_, { text, format, edition }) => {
    expect(written(shown, format, edition)).toBe(text);
  });
});
