import { attribute, type DataType, extendedModel, type Model, model, ref, type Values } from "@cimi-gateway/model";
import { describe, expect, it } from "@jest/globals";
import { checkServed, isSupported, type Served } from "./served.js";
import { faultOf } from "./testing.js";

const described: Model = model;
const serving = (...types: readonly string[]): Served => ({ model: described, serves: (type) => types.includes(type) });
const { attributes } = model.MachineTemplate;
const machines = serving("Machine", "MachineConfiguration", "MachineImage", "Volume", "VolumeTemplate");
const meters = serving("Meter", "MeterTemplate", "MeterConfiguration");

describe("an attribute is supported (5.3)", () => {
  it.each([
    ["a reference to what is served", attributes.machineImage, true],
    ["a reference to what is not", attributes.eventLogTemplate, false],
    ["an array of references to what is not", attributes.meterTemplates, false],
    ["a structure of which only an optional member refers to what is not", attributes.volumes, true],
    ["what refers to nothing", attributes.userData, true],
    ["what refers to resources of any type", model.MeterTemplate.attributes.targetResource, true],
  ])("%s", (_, { type }, supported) => {
    expect(isSupported(machines, type as DataType<unknown>)).toBe(supported);
  });

  it("not without a type that each of its structures must name", () => {
    const type = attributes.volumes.type as DataType<unknown>;
    expect(isSupported(serving("Credential"), type)).toBe(false);
  });
});

describe("values that refer to what the cloud does not serve are refused, with their place (5.3)", () => {
  const refused = (values: Values): string => faultOf(() => checkServed(machines, attributes, values));
  const meter = { meterTemplates: [{ href: "meterTemplates/1" }] };

  it.each<readonly [string, Values, string]>([
    [
      "a reference",
      { eventLogTemplate: { href: "x" } },
      "eventLogTemplate: is not supported: this cloud serves no EventLogTemplate",
    ],
    ["one by value", { credential: { value: { name: "me" } } }, "credential: is not supported: this cloud serves no Credential"],
    ["an array of references", meter, "meterTemplates: is not supported: this cloud serves no MeterTemplate"],
    [
      "a structure in an array",
      { volumes: [{ volume: { href: "x" } }, { volume: { href: "x" }, credential: { href: "x" } }] },
      "volumes 1 credential: is not supported: this cloud serves no Credential",
    ],
    [
      "what is given by value inside another",
      { volumeTemplates: [{ volumeTemplate: { href: "x", value: meter } }] },
      "volumeTemplates 0 volumeTemplate meterTemplates: is not supported: this cloud serves no MeterTemplate",
    ],
  ])("%s", (_, values, fault) => {
    expect(refused(values)).toBe(fault);
  });

  it.each<readonly [string, Values]>([
    ["what is empty", { meterTemplates: [] }],
    ["what erases", { meterTemplates: null, eventLogTemplate: null }],
    ["what the cloud serves", { machineImage: { href: "x" }, machineConfig: { value: { cpu: 1 } } }],
  ])("not %s", (_, values) => {
    expect(() => checkServed(machines, attributes, values)).not.toThrow();
  });

  it("not where it does", () => {
    expect(() => checkServed(meters, attributes, meter)).not.toThrow();
  });

  it("nor what a cloud adds to a type that is given by value (5.1)", () => {
    const log = attribute(ref("EventLog"), { namespace: "urn:test", atCreation: true });
    const served = { ...machines, model: extendedModel(described, { Volume: { attributes: { log } } }) };
    const volumeTemplates = [{ volumeTemplate: { value: { log: { href: "eventLogs/1" } } } }];
    expect(faultOf(() => checkServed(served, attributes, { volumeTemplates }))).toBe(
      "volumeTemplates 0 volumeTemplate log: is not supported: this cloud serves no EventLog",
    );
  });
});
