import { ASPECTS, aspectUri, model, readAction, readCreate, readResource, type Values } from "@cimi-gateway/model";
import { describe, expect, it } from "@jest/globals";
import { bodyOf, json, readingIn, titled, written, xml } from "./documents.js";
import { itIsValid } from "./valid.js";

const N1 = "http://schemas.dmtf.org/cimi/1";
const N2 = "http://schemas.dmtf.org/cimi/2";

const metering = { units: "percent", sampleInterval: 60, timeScope: "Interval", intervalDuration: "PT1H", isContinuous: true };
const meteringXml =
  "<units>percent</units><sampleInterval>60</sampleInterval><timeScope>Interval</timeScope>" +
  "<intervalDuration>PT1H</intervalDuration><isContinuous>true</isContinuous>";

describe("Table 47: a Meter", () => {
  const rest = {
    ...metering,
    samples: { href: "meters/1/samples" },
    minValue: "0",
    maxValue: "100",
    stopTime: "2026-06-01T12:00:00Z",
    expiresTime: "2026-07-01T12:00:00Z",
  };
  const head = { id: "meters/1", targetResource: { href: "machines/7" } };
  const values: Values = { ...head, aspect: aspectUri("cpu"), ...rest };
  const inner = (namespace: string) =>
    `<id>meters/1</id><targetResource href="machines/7"/><aspect>${namespace}/aspect/cpu</aspect>${meteringXml}
      <samples href="meters/1/samples"/><minValue>0</minValue><maxValue>100</maxValue>
      <stopTime>2026-06-01T12:00:00Z</stopTime><expiresTime>2026-07-01T12:00:00Z</expiresTime>`;
  const forms = [
    json(2, { resourceURI: `${N2}/Meter`, ...head, aspect: `${N2}/aspect/cpu`, ...rest }),
    xml(2, `<Meter xmlns="${N2}">${inner(N2)}</Meter>`),
    json(1, { resourceURI: `${N1}/Meter`, ...head, aspect: `${N1}/aspect/cpu`, ...rest }),
    xml(1, `<Meter xmlns="${N1}">${inner(N1)}</Meter>`),
  ];

  it.each(titled(forms))("%s: it is written so", (_, { text, format, edition }) => {
    expect(written({ type: "Meter", values }, format, edition)).toBe(text);
  });

  it.each(titled(forms))("%s: it is read so", (_, sample) => {
    expect(readResource(bodyOf(sample), model.Meter, readingIn(sample.edition))).toEqual(values);
  });

  itIsValid(forms);
});

describe("Table 49: a Meter from a template with its configuration by value (4.2.1.1)", () => {
  const template = { targetResource: { href: "machines/7" }, meterConfig: { ...metering } };
  const inner = `<meterTemplate><targetResource href="machines/7"/><meterConfig>${meteringXml}</meterConfig></meterTemplate>`;
  const forms = ([1, 2] as const).flatMap((edition) => {
    const namespace = edition === 1 ? N1 : N2;
    return [
      json(edition, { resourceURI: `${namespace}/MeterCreate`, meterTemplate: template }),
      xml(edition, `<MeterCreate xmlns="${namespace}">${inner}</MeterCreate>`),
    ];
  });

  it.each(titled(forms))("%s is read so", (_, sample) => {
    const value = { targetResource: { href: "machines/7" }, meterConfig: { value: metering } };
    expect(readCreate(bodyOf(sample), model.Meter, readingIn(sample.edition))).toEqual({ meterTemplate: { value } });
  });

  itIsValid(forms);
});

describe("Table 50: a MeterConfiguration", () => {
  const values: Values = { associatedResources: [`${N2}/Machine`, `${N2}/Volume`], ...metering };
  const forms = [
    json(2, { resourceURI: `${N2}/MeterConfiguration`, associatedResources: [`${N2}/Machine`, `${N2}/Volume`], ...metering }),
    xml(
      2,
      `<MeterConfiguration xmlns="${N2}"><associatedResources><associatedResource>${N2}/Machine</associatedResource>
        <associatedResource>${N2}/Volume</associatedResource></associatedResources>${meteringXml}</MeterConfiguration>`,
    ),
    json(1, {
      resourceURI: `${N1}/MeterConfiguration`,
      associatedTo: [{ href: `${N1}/Machine` }, { href: `${N1}/Volume` }],
      ...metering,
    }),
    xml(
      1,
      `<MeterConfiguration xmlns="${N1}"><associatedTo href="${N1}/Machine"/><associatedTo href="${N1}/Volume"/>
        ${meteringXml}</MeterConfiguration>`,
    ),
  ];

  it.each(titled(forms))("%s: it is written so; edition 1 calls its types associatedTo", (_, { text, format, edition }) => {
    expect(written({ type: "MeterConfiguration", values }, format, edition)).toBe(text);
  });

  it.each(titled(forms))("%s: it is read so", (_, sample) => {
    expect(readResource(bodyOf(sample), model.MeterConfiguration, readingIn(sample.edition))).toEqual(values);
  });

  it("an interval of a word is a duration (Table 50)", () => {
    const sample = json(2, { intervalDuration: "daily" });
    expect(readResource(bodyOf(sample), model.MeterConfiguration, readingIn(2))).toEqual({ intervalDuration: "P1D" });
  });

  itIsValid(forms);
});

describe("Table 51: the aspects", () => {
  it("are URIs of CIMI's namespace", () => {
    expect(ASPECTS.map(aspectUri)).toEqual(
      ["cpu", "memory", "disk", "bandwidth", "inputBandwidth", "outputBandwidth"].map((name) => `${N2}/aspect/${name}`),
    );
  });
});

describe("Table 48: Samples", () => {
  const measured = { timestamp: "2026-06-01T12:00:00Z", value: "42" };
  const list = (values: Values) => ({
    type: "Sample",
    collects: true,
    values: { id: "meters/1/samples", count: 1 },
    items: [{ type: "Sample", values: { id: "meters/1/samples/1", ...values }, operations: [{ rel: "delete", href: "x" }] }],
    operations: [{ rel: "add", href: "meters/1/samples" }],
  });

  it("have both attributes as elements in edition 2", () => {
    expect(written(list(measured), "xml", 2)).toContain(
      "<samples><Sample><id>meters/1/samples/1</id><timestamp>2026-06-01T12:00:00Z</timestamp><value>42</value>",
    );
  });

  const first = xml(
    1,
    `<Collection resourceURI="${N1}/SampleCollection" xmlns="${N1}"><id>meters/1/samples</id><count>1</count>
      <Sample><id>meters/1/samples/1</id><sample timestamp="2026-06-01T12:00:00Z" value="42"/></Sample></Collection>`,
  );

  it("have them in an element of their own in edition 1, and no operations there (XSD)", () => {
    expect(written(list({ sample: measured }), "xml", 1)).toBe(first.text);
    expect(JSON.parse(written(list({ sample: measured }), "json", 1))).toMatchObject({
      samples: [{ sample: measured, operations: [{ rel: "delete" }] }],
      operations: [{ rel: "add" }],
    });
  });

  itIsValid([first]);
});

describe("5.17.3.2: start and stop of a Meter", () => {
  it.each(["start", "stop"] as const)("%s is read as the clause prints it, and has no state to begin in", (name) => {
    const { from, during, input } = model.Meter.operations[name];
    for (const sample of [
      json(2, { resourceURI: `${N2}/Action`, action: `${N2}/action/${name}`, properties: { k: "v" } }),
      xml(
        2,
        `<Action xmlns="${N2}"><action> ${N2}/action/${name} </action><properties><property key="k">v</property></properties></Action>`,
      ),
    ]) {
      const read = readAction(bodyOf(sample), readingIn(2), () => input);
      expect([read.name, { ...(read.input.properties as object) }]).toEqual([name, { k: "v" }]);
    }
    expect([from, during]).toEqual([[], []]);
  });
});
