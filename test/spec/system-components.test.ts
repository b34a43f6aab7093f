import { type Edition, model, readResource } from "@cimi-gateway/model";
import { describe, expect, it } from "@jest/globals";
import { bodyOf, json, readingIn, type Sample, titled, written, xml } from "./documents.js";
import { itIsValid } from "./valid.js";

const N1 = "http://schemas.dmtf.org/cimi/1";
const N2 = "http://schemas.dmtf.org/cimi/2";

interface Component {
  readonly name: string;
  /** The type of the component. */
  readonly type: string;
  /** The attribute of the descriptor that says what it is made from. */
  readonly attribute: string;
  readonly template: object;
  /** The same in XML: its elements. */
  readonly elements: string;
}

/** What edition 1's schema allows in a descriptor for networks. */
const FIRST: readonly Component[] = [
  {
    name: "net",
    type: "Network",
    attribute: "networkTemplate",
    template: { networkConfig: { href: "networkConfigs/1" }, forwardingGroup: { href: "#routes" } },
    elements: '<networkConfig href="networkConfigs/1"/><forwardingGroup href="#routes"/>',
  },
  {
    name: "port",
    type: "NetworkPort",
    attribute: "networkPortTemplate",
    template: { network: { href: "#net" } },
    elements: '<network href="#net"/>',
  },
  {
    name: "www",
    type: "Address",
    attribute: "addressTemplate",
    template: { ip: "10.0.0.7", allocation: "static", network: { href: "#net" } },
    elements: '<ip>10.0.0.7</ip><allocation>static</allocation><network href="#net"/>',
  },
  {
    name: "routes",
    type: "ForwardingGroup",
    attribute: "forwardingGroupTemplate",
    template: { networks: [{ href: "#net" }, { href: "networks/1" }] },
    elements: '<network href="#net"/><network href="networks/1"/>',
  },
];

/** What the types of clause 5.16 make of Table 14. */
const SECOND: readonly Component[] = [
  {
    name: "net",
    type: "Network",
    attribute: "networkTemplate",
    template: { initialState: "STARTED", segmentTemplates: [{ href: "segmentTemplates/1" }] },
    elements:
      '<initialState>STARTED</initialState><segmentTemplates><segmentTemplate href="segmentTemplates/1"/></segmentTemplates>',
  },
  {
    name: "wall",
    type: "NetworkService",
    attribute: "networkServiceTemplate",
    template: { network: { href: "#net" }, type: "Firewall" },
    elements: '<network href="#net"/><type>Firewall</type>',
  },
  {
    name: "front",
    type: "ProtocolSegment",
    attribute: "protocolSegmentTemplate",
    template: { network: { href: "#net" }, protocol: "IPv6" },
    elements: '<network href="#net"/><protocol>IPv6</protocol>',
  },
  {
    name: "www",
    type: "ProtocolEndpoint",
    attribute: "protocolEndpointTemplate",
    template: { address: "10.0.0.7", origin: "STATIC", interface: { href: "#card" } },
    elements: '<address>10.0.0.7</address><origin>STATIC</origin><interface href="#card"/>',
  },
  {
    name: "card",
    type: "NetworkInterface",
    attribute: "networkInterfaceTemplate",
    template: { endpoints: [{ href: "endpoints/1" }], mtu: 1500 },
    elements: '<endpoints><endpoint href="endpoints/1"/></endpoints><mtu>1500</mtu>',
  },
];

const named = (components: readonly Component[]) => components.map((component) => [component.attribute, component] as const);

/** A SystemTemplate with one descriptor, in both formats of an edition. */
function formsOf({ name, type, attribute, template, elements }: Component, edition: Edition): readonly Sample[] {
  const namespace = edition === 1 ? N1 : N2;
  const uri = `${namespace}/${type}`;
  const content = `<${attribute}>${elements}</${attribute}>`;
  const descriptor = { name, type: uri, [attribute]: template };
  return [
    json(edition, { resourceURI: `${namespace}/SystemTemplate`, componentDescriptors: [descriptor] }),
    xml(
      edition,
      edition === 1
        ? `<SystemTemplate xmlns="${N1}"><componentDescriptor><name>${name}</name><type>${uri}</type>${content}</componentDescriptor></SystemTemplate>`
        : `<SystemTemplate xmlns="${N2}"><componentDescriptors>
             <componentDescriptor name="${name}" type="${uri}">${content}</componentDescriptor></componentDescriptors></SystemTemplate>`,
    ),
  ];
}

describe.each([
  { edition: 1, source: "XSD", components: FIRST },
  { edition: 2, source: "Table 14", components: SECOND },
] as const)("networks among the components in edition $edition ($source)", ({ edition, components }) => {
  describe.each(named(components))("%s", (_, component) => {
    const forms = formsOf(component, edition);
    const values = {
      componentDescriptors: [
        { name: component.name, type: `${N2}/${component.type}`, [component.attribute]: { value: component.template } },
      ],
    };

    it.each(titled(forms))("%s: it is written so", (_title, { text, format }) => {
      expect(written({ type: "SystemTemplate", values }, format, edition)).toBe(text);
    });

    it.each(titled(forms))("%s: it is read so, names of other components included", (_title, sample) => {
      expect(JSON.parse(JSON.stringify(readResource(bodyOf(sample), model.SystemTemplate, readingIn(edition))))).toEqual(values);
    });
  });
});

describe("edition 1's networks among the components", () => {
  itIsValid(FIRST.flatMap((component) => formsOf(component, 1)));
});

describe.each([
  { edition: 1, others: SECOND.filter(({ attribute }) => attribute !== "networkTemplate") },
  { edition: 2, others: FIRST.filter(({ attribute }) => attribute !== "networkTemplate") },
] as const)("a component that only the other edition has, in edition $edition", ({ edition, others }) => {
  it.each(named(others))("%s is refused", (_, { type, attribute }) => {
    const descriptor = { type: `${N2}/${type}`, [attribute]: { href: "x" } };
    const body = bodyOf(json(edition, { componentDescriptors: [descriptor] }));
    expect(() => readResource(body, model.SystemTemplate, readingIn(edition))).toThrow(`unknown attribute "${attribute}"`);
  });

  it.each(named(others))("%s is not shown (5.5.15)", (_, { type, attribute }) => {
    const values = { componentDescriptors: [{ type: `${N2}/${type}`, [attribute]: { href: "x" } }] };
    const namespace = edition === 1 ? N1 : N2;
    expect(written({ type: "SystemTemplate", values }, "json", edition)).toBe(`{"resourceURI":"${namespace}/SystemTemplate"}`);
  });
});

describe("Table 14: what exists is associated, if a System has a Collection for it (Table 9)", () => {
  const read = (type: string, attribute: string) =>
    readResource(
      bodyOf(json(2, { componentDescriptors: [{ type: `${N2}/${type}`, [attribute]: { href: `${attribute}s/1` } }] })),
      model.SystemTemplate,
      readingIn(2),
    );

  it.each(["Credential", "Machine", "Network", "NetworkService", "System", "Volume"])("a %s", (type) => {
    const attribute = `${type.charAt(0).toLowerCase()}${type.slice(1)}`;
    expect(read(type, attribute)).toEqual({
      componentDescriptors: [{ type: `${N2}/${type}`, [attribute]: { href: `${attribute}s/1` } }],
    });
  });

  it.each(["ProtocolSegment", "ProtocolEndpoint", "NetworkInterface"])(
    "no %s, which belongs to a Network or a Machine",
    (type) => {
      const attribute = `${type.charAt(0).toLowerCase()}${type.slice(1)}`;
      expect(() => read(type, attribute)).toThrow(`unknown attribute "${attribute}"`);
    },
  );
});
