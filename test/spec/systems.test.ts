import { actionUri, type Edition, model, type Representation, readAction, readCreate, readResource } from "@cimi-gateway/model";
import { describe, expect, it } from "@jest/globals";
import { bodyOf, json, readingIn, titled, written, xml } from "./documents.js";
import { itHasTheAttributes } from "./tables.js";
import { itIsValid } from "./valid.js";

const N1 = "http://schemas.dmtf.org/cimi/1";
const N2 = "http://schemas.dmtf.org/cimi/2";
const reference = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, { href: `systems/7/${name}` }]));
const elements = (names: readonly string[]) => names.map((name) => `<${name} href="systems/7/${name}"/>`).join("");

describe("5.13.1: a System", () => {
  itHasTheAttributes("System", {
    state: [
      ...["CREATING", "STARTING", "STARTED", "STOPPING", "STOPPED", "PAUSING", "PAUSED", "SUSPENDING", "SUSPENDED"],
      ...["MIXED", "DELETING", "ERROR"],
    ],
    systems: "collection[System]",
    machines: "collection[Machine]",
    credentials: "collection[Credential]",
    volumes: "collection[Volume]",
    networks: "collection[Network]",
    networkServices: "collection[NetworkService]",
    services: "collection[SystemService]",
    meters: "collection[Meter]",
    eventLog: "ref",
  });

  const inBoth = ["systems", "machines", "credentials", "volumes", "networks"];
  const last = ["meters", "eventLog"];
  const inFirst = [...inBoth, "networkPorts", "addresses", "forwardingGroups", ...last];
  const inSecond = [...inBoth, "networkServices", "services", ...last];
  const values = (names: readonly string[]) => ({
    id: "systems/7",
    name: "shop",
    properties: { k: "v" },
    state: "MIXED",
    ...reference(names),
  });
  const shown = (edition: Edition): Representation => ({
    type: "System",
    values: { ...values([...inFirst, ...inSecond]), parent: { href: "systems" } },
    operations: [{ rel: actionUri("export", edition), href: "systems/7/export" }],
  });
  const forms = [
    json(2, {
      resourceURI: `${N2}/System`,
      id: "systems/7",
      name: "shop",
      parent: { href: "systems" },
      properties: { k: "v" },
      state: "MIXED",
      ...reference(inSecond),
      operations: [{ rel: `${N2}/action/export`, href: "systems/7/export" }],
    }),
    xml(
      2,
      `<System xmlns="${N2}"><id>systems/7</id><name>shop</name><parent href="systems"/>
        <properties><property key="k">v</property></properties><state>MIXED</state>${elements(inSecond)}
        <operations><operation rel="${N2}/action/export" href="systems/7/export"/></operations></System>`,
    ),
    json(1, {
      resourceURI: `${N1}/System`,
      id: "systems/7",
      name: "shop",
      properties: { k: "v" },
      state: "MIXED",
      ...reference(inFirst),
      operations: [{ rel: `${N1}/action/export`, href: "systems/7/export" }],
    }),
    xml(
      1,
      `<System xmlns="${N1}"><id>systems/7</id><name>shop</name><property key="k">v</property><state>MIXED</state>
        ${elements(inFirst)}<operation rel="${N1}/action/export" href="systems/7/export"/></System>`,
    ),
  ];

  it.each(titled(forms))("%s: it is written so", (_, { text, format, edition }) => {
    expect(written(shown(edition), format, edition)).toBe(text);
  });

  it.each(titled(forms))("%s: it is read so", (_, sample) => {
    const expected = sample.edition === 1 ? values(inFirst) : { ...values(inSecond), parent: { href: "systems" } };
    expect(readResource(bodyOf(sample), model.System, readingIn(sample.edition))).toEqual(expected);
  });

  itIsValid(forms);
});

const listOf = (path: string, type: string, values: object): Representation => ({
  type,
  collects: true,
  values: { id: path, count: 1 },
  items: [{ type, values: { id: `${path}/1`, ...values } }],
  operations: [{ rel: "add", href: path }],
});

/** The attribute of a System that lists components of a type, and that of the link which names one. */
const COMPONENTS = [
  ["System", "systems", "system"],
  ["Machine", "machines", "machine"],
  ["Credential", "credentials", "credential"],
  ["Volume", "volumes", "volume"],
  ["Network", "networks", "network"],
  ["NetworkPort", "networkPorts", "networkPort"],
  ["Address", "addresses", "address"],
  ["ForwardingGroup", "forwardingGroups", "forwardingGroup"],
] as const;

describe.each(COMPONENTS)("each %s of a System is listed by a link in edition 1 (XSD)", (type, plural, key) => {
  const path = `systems/7/${plural}`;
  const link = `System${type}` as const;
  const list = listOf(path, link, { [key]: { href: `${plural}/1` } });
  const sample = xml(
    1,
    `<Collection resourceURI="${N1}/${link}Collection" xmlns="${N1}"><id>${path}</id><count>1</count>
      <${link}><id>${path}/1</id><${key} href="${plural}/1"/></${link}><operation rel="add" href="${path}"/></Collection>`,
  );

  it("which the Collection groups by its own name", () => {
    expect(written(list, "xml", 1)).toBe(sample.text);
    expect(JSON.parse(written(list, "json", 1))).toMatchObject({
      [`system${plural.charAt(0).toUpperCase()}${plural.slice(1)}`]: [
        { resourceURI: `${N1}/${link}`, [key]: { href: `${plural}/1` } },
      ],
    });
  });

  it("which is added with what it names (4.2.1.1)", () => {
    const body = bodyOf(json(1, { resourceURI: `${N1}/${link}`, [key]: { href: `${plural}/1` } }));
    expect(readResource(body, model[link], readingIn(1))).toEqual({ [key]: { href: `${plural}/1` } });
    expect(model[link].until).toBe(1);
  });

  itIsValid([sample]);
});

describe.each([
  ["System", "systems", "systems"],
  ["Machine", "machines", "machines"],
  ["Credential", "credentials", "credentials"],
  ["Volume", "volumes", "volumes"],
  ["Network", "networks", "networks"],
  // 5.16.18 groups them so, wherever they are listed.
  ["NetworkService", "networkServices", "services"],
])("5.13.1.1: each %s of a System is listed itself in edition 2", (type, plural, grouping) => {
  const path = `systems/7/${plural}`;

  it("with the serialization of 5.5.12", () => {
    const list = listOf(path, type, { name: "part" });
    expect(JSON.parse(written(list, "json", 2))).toEqual({
      resourceURI: `${N2}/${type}Collection`,
      id: path,
      count: 1,
      [grouping]: [{ resourceURI: `${N2}/${type}`, id: `${path}/1`, name: "part" }],
      operations: [{ rel: "add", href: path }],
    });
    expect(written(list, "xml", 2)).toBe(
      xml(
        2,
        `<Collection resourceURI="${N2}/${type}Collection" xmlns="${N2}"><id>${path}</id><count>1</count>
          <${grouping}><${type}><id>${path}/1</id><name>part</name></${type}></${grouping}>
          <operations><operation rel="add" href="${path}"/></operations></Collection>`,
      ).text,
    );
  });
});

describe("5.13.2.1: a SystemCreate with its template by reference (4.2.1.1)", () => {
  const forms = [
    json(2, { resourceURI: `${N2}/SystemCreate`, name: "shop", systemTemplate: { href: "systemTemplates/1" } }),
    xml(2, `<SystemCreate xmlns="${N2}"><name>shop</name><systemTemplate href="systemTemplates/1"/></SystemCreate>`),
    json(1, { resourceURI: `${N1}/SystemCreate`, name: "shop", systemTemplate: { href: "systemTemplates/1" } }),
    xml(1, `<SystemCreate xmlns="${N1}"><name>shop</name><systemTemplate href="systemTemplates/1"/></SystemCreate>`),
  ];

  it.each(titled(forms))("%s is read so", (_, sample) => {
    const expected = { name: "shop", systemTemplate: { href: "systemTemplates/1" } };
    expect(readCreate(bodyOf(sample), model.System, readingIn(sample.edition))).toEqual(expected);
  });

  itIsValid(forms);
});

/** The Actions as the clauses print them: values between blanks in XML. */
const actions = (edition: Edition, name: string, members: object, parameters: string) => {
  const namespace = edition === 1 ? N1 : N2;
  const property = '<property key="k">v</property>';
  return [
    json(edition, {
      resourceURI: `${namespace}/Action`,
      action: `${namespace}/action/${name}`,
      ...members,
      properties: { k: "v" },
    }),
    xml(
      edition,
      `<Action xmlns="${namespace}"><action> ${namespace}/action/${name} </action>${parameters}
        ${edition === 1 ? property : `<properties>${property}</properties>`}</Action>`,
    ),
  ];
};

describe.each([
  ["System (5.13.1.2, 5.13.2.1)", model.System],
  ["SystemTemplate (5.13.4.1, 5.13.5.1)", model.SystemTemplate],
])("the packages of a %s", (_, { operations, collectionOperations }) => {
  const both = (name: string, members: object, parameters: string) =>
    ([1, 2] as const).flatMap((edition) => actions(edition, name, members, parameters));
  const exports = both(
    "export",
    { format: "application/ovf", destination: "http://example.com/1.ovf" },
    "<format>application/ovf</format><destination> http://example.com/1.ovf </destination>",
  );
  const imports = both("import", { source: "http://example.com/1.ovf" }, "<source> http://example.com/1.ovf </source>");

  it.each(titled(exports))("%s: export", (_title, sample) => {
    const { name, input } = readAction(bodyOf(sample), readingIn(sample.edition), () => operations.export.input);
    const expected = { format: "application/ovf", destination: "http://example.com/1.ovf", properties: { k: "v" } };
    expect([name, { ...input, properties: { ...(input.properties as object) } }]).toEqual(["export", expected]);
  });

  it.each(titled(imports))(
    "%s: import, of the Collection; the text makes its source mandatory, the form does not",
    (_title, sample) => {
      const { input } = collectionOperations!.import!;
      expect(readAction(bodyOf(sample), readingIn(sample.edition), () => input).input).toMatchObject({
        source: "http://example.com/1.ovf",
      });
      expect(input.source!.consumerMandatory).toBe(true);
    },
  );

  itIsValid([...exports, ...imports]);
});

describe("5.13.1.2: the operations of a System", () => {
  const { start, stop, restart, pause, suspend } = model.System.operations;

  it("are there where its Machines differ or where there are none: it is then MIXED (Table 9)", () => {
    for (const { from } of [start, stop, restart, pause, suspend]) expect(from).toContain("MIXED");
  });

  it("end in the state that its Machines then have in common", () => {
    expect([start, stop, restart, pause, suspend].map(({ after }) => after)).toEqual([
      "STARTED",
      "STOPPED",
      "STARTED",
      "PAUSED",
      "SUSPENDED",
    ]);
  });
});
