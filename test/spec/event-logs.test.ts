import { EVENT_CONTENTS, eventTypeUri, model, readCreate, readResource, type Values } from "@cimi-gateway/model";
import { describe, expect, it } from "@jest/globals";
import { bodyOf, json, readingIn, titled, written, xml } from "./documents.js";
import { itIsValid } from "./valid.js";

const N1 = "http://schemas.dmtf.org/cimi/1";
const N2 = "http://schemas.dmtf.org/cimi/2";

describe("Table 52: an EventLog", () => {
  const summary = { low: 3, medium: 2, high: 1, critical: 0 };
  const values: Values = {
    id: "eventLogs/1",
    targetResource: { href: "machines/7" },
    events: { href: "eventLogs/1/events" },
    persistence: "daily",
    summary,
  };
  const inner =
    '<id>eventLogs/1</id><targetResource href="machines/7"/><events href="eventLogs/1/events"/><persistence>daily</persistence>';
  const forms = [
    json(2, { resourceURI: `${N2}/EventLog`, ...values }),
    xml(2, `<EventLog xmlns="${N2}">${inner}<summary low="3" medium="2" high="1" critical="0"/></EventLog>`),
    json(1, { resourceURI: `${N1}/EventLog`, ...values }),
    xml(
      1,
      `<EventLog xmlns="${N1}">${inner}<summary><low>3</low><medium>2</medium><high>1</high><critical>0</critical></summary></EventLog>`,
    ),
  ];

  it.each(titled(forms))("%s: it is written so; the summary is of elements in edition 1", (_, { text, format, edition }) => {
    expect(written({ type: "EventLog", values }, format, edition)).toBe(text);
  });

  it.each(titled(forms))("%s: it is read so", (_, sample) => {
    expect(readResource(bodyOf(sample), model.EventLog, readingIn(sample.edition))).toEqual(values);
  });

  it("three names are capitalised in the table; they are read, too", () => {
    const sample = json(2, { Events: { href: "eventLogs/1/events" }, Persistence: "daily", Summary: summary });
    const { events, persistence } = values;
    expect(readResource(bodyOf(sample), model.EventLog, readingIn(2))).toEqual({ events, persistence, summary });
  });

  itIsValid(forms);
});

describe("5.17.11: an EventLog from a template by value, as the schema has it; 5.17.8 names no create", () => {
  const forms = ([1, 2] as const).flatMap((edition) => {
    const namespace = edition === 1 ? N1 : N2;
    return [
      json(edition, {
        resourceURI: `${namespace}/EventLogCreate`,
        eventLogTemplate: { targetResource: { href: "machines/7" }, persistence: "daily" },
      }),
      xml(
        edition,
        `<EventLogCreate xmlns="${namespace}"><eventLogTemplate><targetResource href="machines/7"/>
          <persistence>daily</persistence></eventLogTemplate></EventLogCreate>`,
      ),
    ];
  });

  it.each(titled(forms))("%s is read so", (_, sample) => {
    const value = { targetResource: { href: "machines/7" }, persistence: "daily" };
    expect(readCreate(bodyOf(sample), model.EventLog, readingIn(sample.edition))).toEqual({ eventLogTemplate: { value } });
  });

  itIsValid(forms);
});

const about = { resName: "web", resource: { href: "machines/7" } };
const contents = [
  ["state", { ...about, resType: "Machine", state: "STOPPED", previous: "STARTED" }],
  ["alarm", { ...about, resType: "Machine", code: "E7", detail: "no answer" }],
  ["model", { ...about, resType: "Machine", change: "update", detail: "cpu" }],
  ["access", { operation: "POST", resource: { href: "machines" }, detail: "a new one", initiator: "me" }],
] as const;

describe.each(contents)("Table 55: the content of an Event of type %s", (type, content) => {
  const held = (namespace: string) => ({
    ...content,
    ...("resType" in content && { resType: `${namespace}/${content.resType}` }),
  });
  const event = (namespace: string) => ({
    timestamp: "2026-06-01T12:00:00Z",
    type: `${namespace}/event/${type}`,
    content: held(namespace),
    outcome: "Status",
    severity: "low",
    contact: "help@example.com",
  });
  const members = (namespace: string) =>
    Object.entries(EVENT_CONTENTS[type]).map(
      ([name]) => [name, (held(namespace) as Readonly<Record<string, unknown>>)[name]!] as const,
    );
  const around = (namespace: string, written: string) =>
    `<Event xmlns="${namespace}"><timestamp>2026-06-01T12:00:00Z</timestamp><type>${namespace}/event/${type}</type>${written}
      <outcome>Status</outcome><severity>low</severity><contact>help@example.com</contact></Event>`;
  const resource = `<resource href="${content.resource.href}"/>`;
  const attributes = (namespace: string) =>
    members(namespace).flatMap(([name, value]) => (name === "resource" ? [] : [`${name}="${value as string}"`]));
  const forms = [json(2, { resourceURI: `${N2}/Event`, ...event(N2) }), json(1, { resourceURI: `${N1}/Event`, ...event(N1) })];
  const elements = (namespace: string) =>
    members(namespace).map(([name, value]) => (name === "resource" ? resource : `<${name}>${value as string}</${name}>`));
  const xmlForms = [
    xml(2, around(N2, `<content ${attributes(N2).join(" ")}>${resource}</content>`)),
    xml(1, around(N1, `<content>${elements(N1).join("")}</content>`)),
  ];

  it.each(titled(forms))("%s: it is read so", (_, sample) => {
    expect(readResource(bodyOf(sample), model.Event, readingIn(sample.edition))).toEqual(event(N2));
  });

  it.each(titled(xmlForms))("%s: it is read so", (_, sample) => {
    expect(readResource(bodyOf(sample), model.Event, readingIn(sample.edition))).toEqual(event(N2));
  });

  it.each(titled(forms))("%s: it is written so, whatever the order of its members", (_, { text, format, edition }) => {
    expect(JSON.parse(written({ type: "Event", values: event(N2) }, format, edition))).toEqual(JSON.parse(text));
  });

  it.each([1, 2] as const)("edition %d: what is written as XML is read back", (edition) => {
    const operations = [{ rel: "delete", href: "x" }];
    const sample = xml(edition, written({ type: "Event", values: event(N2), operations }, "xml", edition));
    expect(readResource(bodyOf(sample), model.Event, readingIn(edition))).toEqual(event(N2));
    expect(sample.text.includes("<operation ")).toBe(edition === 2);
  });

  it("has the type's URI", () => expect(eventTypeUri(type)).toBe(event(N2).type));

  itIsValid(xmlForms);
});

describe("Table 55: the errata", () => {
  it("an alarm may spell restype, as the table does", () => {
    const sample = json(2, { content: { restype: `${N2}/Machine` } });
    expect(readResource(bodyOf(sample), model.Event, readingIn(2))).toEqual({ content: { resType: `${N2}/Machine` } });
  });

  it("content has the members of the table: what else a type may have is no attribute of CIMI", () => {
    const sample = json(2, { content: { eventTime: "now" } });
    expect(() => readResource(bodyOf(sample), model.Event, readingIn(2))).toThrow('content: unknown attribute "eventTime"');
    expect(readResource(bodyOf(sample), model.Event, readingIn(2, { tolerant: true }))).toEqual({ content: {} });
  });
});
