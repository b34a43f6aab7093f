import { model, readResource, type Values } from "@cimi-gateway/model";
import { describe, expect, it } from "@jest/globals";
import { bodyOf, json, readingIn, titled, written, xml } from "./documents.js";
import { itIsValid } from "./valid.js";

const N1 = "http://schemas.dmtf.org/cimi/1";
const N2 = "http://schemas.dmtf.org/cimi/2";

/** The override that Table 14 prints: a template by reference, with a component of the same System in it. */
const overridden = { href: "http://example.com/machineTemplates/72000", credential: { href: "#MyCredential" } };
const credential = { name: "MyCredential", type: `${N2}/Credential` };

const inBoth: Values = {
  componentDescriptors: [
    {
      name: "web",
      description: "serves",
      properties: { k: "v" },
      type: `${N2}/Machine`,
      machineTemplate: { href: overridden.href, value: { credential: overridden.credential } },
      quantity: 3,
    },
    { ...credential, credentialTemplate: { value: { parameters: { userName: "me" } } } },
  ],
  meterTemplates: [{ href: "meterTemplates/1" }, { value: { meterConfig: { href: "meterConfigs/1" } } }],
  eventLogTemplate: { value: { persistence: "daily" } },
  importImage: "http://example.com/1.ovf",
};
const service = {
  name: "recovery",
  serviceType: `${N2}/SystemService/disasterrecovery`,
  parameters: { backupCEP: "http://x.test/" },
};
const second: Values = {
  ...inBoth,
  componentDescriptors: [
    ...(inBoth.componentDescriptors as readonly object[]),
    { type: `${N2}/Volume`, volume: { href: "volumes/1" } },
  ],
  serviceDescriptors: [service],
};

const machineTemplate =
  '<machineTemplate href="http://example.com/machineTemplates/72000"><credential href="#MyCredential"/></machineTemplate>';
const meters = '<meterTemplate href="meterTemplates/1"/><meterTemplate><meterConfig href="meterConfigs/1"/></meterTemplate>';
const rest =
  "<eventLogTemplate><persistence>daily</persistence></eventLogTemplate><importImage>http://example.com/1.ovf</importImage>";
const jsonOf = (namespace: string, first: boolean) => ({
  componentDescriptors: [
    {
      name: "web",
      description: "serves",
      properties: { k: "v" },
      type: `${namespace}/Machine`,
      machineTemplate: overridden,
      quantity: 3,
    },
    {
      name: "MyCredential",
      type: `${namespace}/Credential`,
      credentialTemplate: first ? { userName: "me" } : { parameters: { userName: "me" } },
    },
    ...(first ? [] : [{ type: `${namespace}/Volume`, volume: { href: "volumes/1" } }]),
  ],
  ...(!first && { serviceDescriptors: [service] }),
  meterTemplates: [{ href: "meterTemplates/1" }, { meterConfig: { href: "meterConfigs/1" } }],
  eventLogTemplate: { persistence: "daily" },
  importImage: "http://example.com/1.ovf",
});

const forms = [
  json(2, { resourceURI: `${N2}/SystemTemplate`, ...jsonOf(N2, false) }),
  xml(
    2,
    `<SystemTemplate xmlns="${N2}"><componentDescriptors>
      <componentDescriptor name="web" description="serves" type="${N2}/Machine" quantity="3">
        <properties><property key="k">v</property></properties>${machineTemplate}</componentDescriptor>
      <componentDescriptor name="MyCredential" type="${N2}/Credential"><credentialTemplate>
        <parameters><parameter key="userName">me</parameter></parameters></credentialTemplate></componentDescriptor>
      <componentDescriptor type="${N2}/Volume"><volume href="volumes/1"/></componentDescriptor></componentDescriptors>
      <serviceDescriptors><serviceDescriptor name="recovery" serviceType="${N2}/SystemService/disasterrecovery">
        <parameters><parameter key="backupCEP">http://x.test/</parameter></parameters></serviceDescriptor></serviceDescriptors>
      <meterTemplates>${meters}</meterTemplates>${rest}</SystemTemplate>`,
  ),
  json(1, { resourceURI: `${N1}/SystemTemplate`, ...jsonOf(N1, true) }),
  xml(
    1,
    `<SystemTemplate xmlns="${N1}">
      <componentDescriptor><name>web</name><description>serves</description><property key="k">v</property>
        <type>${N1}/Machine</type>${machineTemplate}<quantity>3</quantity></componentDescriptor>
      <componentDescriptor><name>MyCredential</name><type>${N1}/Credential</type>
        <credentialTemplate><userName>me</userName></credentialTemplate></componentDescriptor>
      ${meters}${rest}</SystemTemplate>`,
  ),
];

describe("5.13.4: a SystemTemplate", () => {
  it.each(titled(forms))("%s: it is written so; edition 1 leaves out what it has no form for", (_, { text, format, edition }) => {
    expect(written({ type: "SystemTemplate", values: second }, format, edition)).toBe(text);
  });

  it.each(titled(forms))("%s: it is read so", (_, sample) => {
    const read = readResource(bodyOf(sample), model.SystemTemplate, readingIn(sample.edition));
    expect(JSON.parse(JSON.stringify(read))).toEqual(sample.edition === 1 ? inBoth : second);
  });

  itIsValid(forms);

  it("of which edition 1 has no form at all has no components there (5.5.15)", () => {
    const values = { id: "systemTemplates/1", componentDescriptors: [{ type: `${N2}/Volume`, volume: { href: "volumes/1" } }] };
    const shown = { type: "SystemTemplate", values };
    expect(written(shown, "json", 1)).toBe(`{"resourceURI":"${N1}/SystemTemplate","id":"systemTemplates/1"}`);
    expect(written(shown, "xml", 1)).toBe(`<SystemTemplate xmlns="${N1}"><id>systemTemplates/1</id></SystemTemplate>`);
  });
});

describe('5.13.4: the component reference that the clause prints, <volume href="#newVolume"/>', () => {
  const machine = (edition: 1 | 2, volume: string) => {
    const [namespace, open, close] =
      edition === 1
        ? [N1, `<componentDescriptor><type>${N1}/Machine</type>`, "</componentDescriptor>"]
        : [
            N2,
            `<componentDescriptors><componentDescriptor type="${N2}/Machine">`,
            "</componentDescriptor></componentDescriptors>",
          ];
    const content = `<machineTemplate>${volume}</machineTemplate>`;
    return xml(edition, `<SystemTemplate xmlns="${namespace}">${open}${content}${close}</SystemTemplate>`);
  };
  const printed = '<volume href="#newVolume"/>';
  const samples = [machine(1, printed), machine(2, `<volumes><volume>${printed}</volume></volumes>`)];

  it.each(titled(samples))("%s: it is read and written as it stands", (_, sample) => {
    const { edition, text } = sample;
    const read = readResource(bodyOf(sample), model.SystemTemplate, readingIn(edition));
    expect(JSON.parse(JSON.stringify(read))).toEqual({
      componentDescriptors: [
        { type: `${N2}/Machine`, machineTemplate: { value: { volumes: [{ volume: { href: "#newVolume" } }] } } },
      ],
    });
    expect(written({ type: "SystemTemplate", values: read }, "xml", edition)).toBe(text);
  });

  itIsValid(samples);
});

describe("Table 14: a component is one template or one resource", () => {
  const read = (edition: 1 | 2, descriptor: object) =>
    readResource(bodyOf(json(edition, { componentDescriptors: [descriptor] })), model.SystemTemplate, readingIn(edition));
  const type = `${N2}/Machine`;

  it.each([
    ["none", { type }, "got none"],
    ["two", { type, machine: { href: "machines/1" }, machineTemplate: { href: "x" } }, "got machineTemplate and machine"],
  ])("%s is refused", (_, descriptor, message) => {
    expect(() => read(2, descriptor)).toThrow(`componentDescriptors[0]: needs exactly one of`);
    expect(() => read(2, descriptor)).toThrow(message);
  });

  it("edition 1 has templates only (XSD)", () => {
    expect(() => read(1, { type: `${N1}/Machine`, machine: { href: "machines/1" } })).toThrow('unknown attribute "machine"');
  });

  it("a list of templates by their type's name inside the wrapper is read, as the types of Tables 14, 19 and 27 read", () => {
    const sample = xml(
      2,
      `<SystemTemplate xmlns="${N2}"><meterTemplates><MeterTemplate href="meterTemplates/1"/></meterTemplates></SystemTemplate>`,
    );
    expect(readResource(bodyOf(sample), model.SystemTemplate, readingIn(2))).toEqual({
      meterTemplates: [{ href: "meterTemplates/1" }],
    });
  });
});
