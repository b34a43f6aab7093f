import { afterEach, describe, expect, it } from "@jest/globals";
import { FakeResource, type FakeService, serviceOf, sessionOf } from "./testing.js";

let service: FakeService;
afterEach(() => service.close());

const type = (...attributes: readonly string[]) => new FakeResource(attributes).adapter;
const attributesOf = (name: string): readonly string[] => Object.keys(service.cloud.sources.get(name)!.adapter.attributes);

describe("what the gateway keeps for a cloud", () => {
  it("is the templates of what the cloud serves and their configurations, no templates of anything else", async () => {
    service = await serviceOf({ Machine: type("name"), Volume: type("name") });
    expect([...service.cloud.sources.keys()].sort()).toEqual([
      "CloudEntryPoint",
      "Job",
      "Machine",
      "MachineConfiguration",
      "MachineTemplate",
      "ResourceMetadata",
      "Volume",
      "VolumeConfiguration",
      "VolumeTemplate",
    ]);
  });

  it("has no attributes that refer to what the cloud does not serve (5.3)", async () => {
    service = await serviceOf({ Machine: type("name") });
    expect(attributesOf("MachineTemplate")).toEqual(
      expect.not.arrayContaining(["meterTemplates", "eventLogTemplate", "credential", "volumes", "volumeTemplates"]),
    );
    expect(attributesOf("MachineTemplate")).toEqual(expect.arrayContaining(["machineConfig", "genResourceMetadata"]));
  });

  it("has them where it does: its templates and configurations are then kept, too", async () => {
    service = await serviceOf({ Machine: type("name", "meters"), Meter: type("aspect"), EventLog: type("summary") });
    expect(attributesOf("MachineTemplate")).toEqual(expect.arrayContaining(["meterTemplates", "eventLogTemplate"]));
    expect([...service.cloud.sources.keys()]).toEqual(
      expect.arrayContaining(["MeterTemplate", "MeterConfiguration", "EventLogTemplate"]),
    );
  });
});

describe("the Cloud Entry Point (5.12)", () => {
  const shown = async () => service.entryPoints.shown(sessionOf(service), await service.entryPoints.find(service));
  const listed = async () =>
    Object.entries((await shown()).values).flatMap(([key, held]) => (typeof held === "object" ? [key] : []));

  it("lists what is served, in the order of Table 8, and nothing else", async () => {
    service = await serviceOf({ EventLog: type("summary"), Meter: type("aspect"), System: type("state") });
    expect(await listed()).toEqual([
      "resourceMetadata",
      "systems",
      "systemTemplates",
      "jobs",
      "meters",
      "meterTemplates",
      "meterConfigs",
      "eventLogs",
      "eventLogTemplates",
    ]);
  });

  it("says as much in its ResourceMetadata (5.11)", async () => {
    service = await serviceOf({ Machine: type("name") });
    const metadata = (await service.view.find("ResourceMetadata", "CloudEntryPoint"))!;
    const names = (metadata.values.attributes as readonly { name: string }[]).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["id", "baseURI", "machines", "machineTemplates", "jobs"]));
    expect(names).toEqual(expect.not.arrayContaining(["systems", "meters", "meterTemplates", "eventLogs", "volumes"]));
  });
});
