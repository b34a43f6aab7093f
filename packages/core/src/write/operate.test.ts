import { reference } from "@cimi-gateway/adapter";
import { type Model, model, parseBody } from "@cimi-gateway/model";
import { afterEach, describe, expect, it } from "@jest/globals";
import type { AnyResourceAdapter } from "../read/source.js";
import { FakeResource, type FakeService, serviceOf, sessionOf } from "../testing.js";
import type { Access } from "../types.js";
import { messageOf } from "./message.js";
import { prepareCollectionAction, prepareOperation } from "./operate.js";
import { referred } from "./references.js";

const done = async () => ({ id: "" });
const writes = { create: done, delete: done };
const parent = { type: "Machine", id: "i-1", attribute: "volumes" };

let service: FakeService;
afterEach(() => service.close());

async function cloud(access: Access = "full", state = "STARTED"): Promise<void> {
  service = await serviceOf(
    {
      Machine: new FakeResource(["state", "volumes"], [{ id: "i-1", state }], writes).adapter,
      Volume: new FakeResource(["state"], [{ id: "vol-1", state: "AVAILABLE" }], writes).adapter,
      locatedVolume: new FakeResource(["volume"], [{ id: "vol-1", owner: "i-1", volume: reference("Volume", "vol-1") }], writes)
        .adapter,
    },
    { access },
  );
}

const act = (action: string, volume = "volumes/vol-1") =>
  prepareCollectionAction(
    sessionOf(service),
    { kind: "collection", collection: "machines/i-1/volumes", type: "locatedVolume", parent },
    {
      body: parseBody(JSON.stringify({ action, volume: { href: volume } }), "json"),
      format: "json",
      reading: { edition: 2, tolerant: false, model: model as Model, erasable: false },
    },
  );

describe("insert and remove (5.5.12.2, 5.5.12.3)", () => {
  it("work on the Collection and say which Volume they concern", async () => {
    await cloud();
    expect(await act("insert")).toMatchObject({ action: "insert", target: "machines/i-1/volumes", affected: ["volumes/vol-1"] });
    expect(await act("remove")).toMatchObject({
      intent: { kind: "delete", type: "locatedVolume", nativeId: "vol-1" },
      action: "remove",
      target: "machines/i-1/volumes",
      affected: ["volumes/vol-1"],
    });
  });

  it.each(["read", "operate"] as const)("are refused where access is %s (DESIGN, Safety per cloud)", async (access) => {
    await cloud(access);
    await expect(act("insert")).rejects.toMatchObject({ status: 405 });
    await expect(act("remove")).rejects.toMatchObject({ status: 405 });
  });

  it.each(["CREATING", "DELETING"])("wait for a machine in %s", async (state) => {
    await cloud("full", state);
    await expect(act("insert")).rejects.toMatchObject({ status: 409 });
    await expect(act("remove")).rejects.toMatchObject({ status: 409 });
  });

  it("of what is not in the Collection is 409", async () => {
    await cloud();
    await expect(act("remove", "volumes/vol-2")).rejects.toMatchObject({ status: 409 });
  });
});

describe("a reference to what is still being made", () => {
  it("is refused before the cloud is asked for something without a native id", async () => {
    await cloud();
    const created = "volumes/new";
    const request = { id: "new", template: {} };
    const never = new Promise<never>(() => {});
    service.cloud.sources.get("Volume")!.adapter.create = () => never;
    await service.runner.submit({
      intent: { kind: "create", type: "Volume", request },
      action: "add",
      target: "volumes",
      created,
      preview: { state: "CREATING" },
    });
    await expect(referred(sessionOf(service), created, "Volume")).rejects.toMatchObject({
      status: 409,
      message: expect.stringContaining("is being made; wait for its Job"),
    });
  });
});

describe("restore (5.14.1.2)", () => {
  const images = ["IMAGE", "SNAPSHOT", "PARTIAL_SNAPSHOT"].map((type) => ({ id: type, type }));
  const restoring = async (capabilities: Readonly<Record<string, boolean>>, image: string) => {
    const machine = new FakeResource(["state"], [{ id: "i-1", state: "STOPPED" }], {
      capabilities,
      operations: { restore: { run: done } } as NonNullable<AnyResourceAdapter["operations"]>,
    });
    service = await serviceOf({ Machine: machine.adapter, MachineImage: new FakeResource(["type"], images).adapter });
    const body = { action: "http://schemas.dmtf.org/cimi/2/action/restore", image: { href: `machineImages/${image}` } };
    return prepareOperation(
      sessionOf(service),
      { kind: "operation", collection: "machines", type: "Machine", id: "i-1", path: "machines/i-1", operation: "restore" },
      messageOf(parseBody(JSON.stringify(body), "json"), sessionOf(service)),
    );
  };

  it.each(["SNAPSHOT", "PARTIAL_SNAPSHOT"])("takes a %s", async (image) => {
    expect((await restoring({}, image)).intent).toMatchObject({
      operation: "restore",
      input: { image: { href: expect.any(String) } },
    });
  });

  it("takes an IMAGE where the cloud has RestoreFromImage, and nowhere else", async () => {
    await expect(restoring({ RestoreFromImage: true }, "IMAGE")).resolves.toMatchObject({ action: "restore" });
    await service.close();
    await expect(restoring({}, "IMAGE")).rejects.toMatchObject({
      path: ["image"],
      problem: "is of the type IMAGE; this cloud has no RestoreFromImage and takes SNAPSHOT or PARTIAL_SNAPSHOT",
    });
  });
});
