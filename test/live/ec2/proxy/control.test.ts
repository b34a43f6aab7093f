import { CreateVolumeCommand, DeleteVolumeCommand, DescribeRegionsCommand, DescribeVolumesCommand } from "@aws-sdk/client-ec2";
import { describe, expect, it } from "@jest/globals";
import { CONTROL_PATH } from "./control.js";
import type { Fault } from "./faults.js";
import { clientOf, codeOf, useEc2, volumeOf } from "./testing.js";

const drawn = { numbers: [0.1, 0.9, 0.1, 0.9] };
const bench = useEc2({ random: () => drawn.numbers.shift() ?? 1 });

const regions = () => codeOf(bench.client.send(new DescribeRegionsCommand({})));
const createVolume = (ClientToken: string) =>
  bench.client.send(new CreateVolumeCommand({ AvailabilityZone: "eu-west-1a", Size: 1, ClientToken }));

async function volumesInMoto(): Promise<number> {
  const moto = clientOf(bench.live.motoEndpoint);
  return (await moto.send(new DescribeVolumesCommand({}))).Volumes?.length ?? 0;
}

describe("faults", () => {
  it.each<[string, Fault, string | undefined]>([
    ["throttling is 503 RequestLimitExceeded", { kind: "throttle" }, "RequestLimitExceeded"],
    ["an internal error is InternalError", { kind: "internalError" }, "InternalError"],
    ["a quota error is InstanceLimitExceeded", { kind: "quota" }, "InstanceLimitExceeded"],
    ["a quota error has the code that is wished", { kind: "quota", code: "VolumeLimitExceeded" }, "VolumeLimitExceeded"],
    ["another action is not struck", { kind: "throttle", action: "RunInstances" }, undefined],
  ])("%s", async (_what, fault, code) => {
    await bench.live.control.inject(fault);
    expect(await regions()).toBe(code);
  });

  it("end after the calls that they are for", async () => {
    await bench.live.control.inject({ kind: "throttle", calls: 2 });
    expect([await regions(), await regions(), await regions()]).toEqual([
      "RequestLimitExceeded",
      "RequestLimitExceeded",
      undefined,
    ]);
  });

  it("strike a share of the calls until the reset", async () => {
    await bench.live.control.inject({ kind: "throttle", share: 0.3 });
    const codes = [await regions(), await regions(), await regions(), await regions()];
    expect(codes).toEqual(["RequestLimitExceeded", undefined, "RequestLimitExceeded", undefined]);
  });

  it("lose the answer after acting: a repeat with the token finds what was made", async () => {
    const before = await volumesInMoto();
    await bench.live.control.inject({ kind: "loseAnswer", action: "CreateVolume" });
    expect(await codeOf(createVolume("lost"))).toBeDefined();
    expect(await volumesInMoto()).toBe(before + 1);
    expect(await codeOf(createVolume("lost"))).toBeUndefined();
    expect(await volumesInMoto()).toBe(before + 1);
  });

  it("drop the call before it acts", async () => {
    const before = await volumesInMoto();
    await bench.live.control.inject({ kind: "drop" });
    expect(await codeOf(createVolume("dropped"))).toBeDefined();
    expect(await volumesInMoto()).toBe(before);
  });

  it("never answer, and hold up no other call", async () => {
    await bench.live.control.inject({ kind: "hang" });
    const abortSignal = AbortSignal.timeout(300);
    const hanging = codeOf(bench.client.send(new DescribeRegionsCommand({}), { abortSignal }));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await regions()).toBeUndefined();
    expect(await hanging).toBe("AbortError");
  });

  it("answer late", async () => {
    await bench.live.control.inject({ kind: "delay", milliseconds: 250 });
    const begin = performance.now();
    await regions();
    expect(performance.now() - begin).toBeGreaterThanOrEqual(249);
  });

  it("answer what is no XML, of any size", async () => {
    await bench.live.control.inject({ kind: "garbage" });
    expect(await regions()).toBeDefined();
    await bench.live.control.inject({ kind: "garbage", body: "<a>", repeat: 1_000_000 });
    const body = new URLSearchParams({ Action: "DescribeRegions" });
    const answer = await fetch(bench.live.endpoint, { method: "POST", body });
    expect((await answer.text()).length).toBe(3_000_000);
  });
});

describe("counts", () => {
  it("are of the calls that came in, those that a fault struck included, and of none that the proxy makes itself", async () => {
    await bench.live.control.inject({ kind: "throttle", calls: 1 });
    await regions();
    await createVolume("counted");
    expect((await bench.live.control.status()).counts).toEqual({ DescribeRegions: 1, CreateVolume: 1 });
    expect(await bench.live.control.count()).toBe(2);
    await bench.live.control.reset();
    expect(await bench.live.control.count("CreateVolume")).toBe(0);
  });

  it("tell apart the calls that acted: neither those struck before, nor repeats with the token, nor refused ones", async () => {
    await bench.live.control.inject({ kind: "drop", action: "CreateVolume" });
    await codeOf(createVolume("acted"));
    await createVolume("acted");
    await createVolume("acted");
    await codeOf(bench.client.send(new CreateVolumeCommand({ AvailabilityZone: "nowhere", Size: 1 })));
    const { counts, acted } = await bench.live.control.status();
    expect([counts.CreateVolume, acted.CreateVolume]).toEqual([4, 1]);
  });
});

describe("the control endpoint", () => {
  it("refuses what it does not know, and says what it would accept", async () => {
    const url = new URL(CONTROL_PATH, bench.live.endpoint);
    const answer = await fetch(url, { method: "POST", body: '{"faults":[{"kind":"explode"}]}' });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("loseAnswer");
    expect((await fetch(url, { method: "POST", body: "no JSON" })).status).toBe(400);
  });

  it("changes durations, all or some", async () => {
    await bench.live.control.durations(0);
    const instantly = await createVolume("instantly");
    expect((await volumeOf(bench.client, String(instantly.VolumeId))).State).toBe("available");
    const before = await volumesInMoto();
    await bench.client.send(new DeleteVolumeCommand({ VolumeId: instantly.VolumeId }));
    expect(await volumesInMoto()).toBe(before - 1);
    await bench.live.control.durations({ volumeCreating: 50 });
    const slowly = await createVolume("slowly");
    expect((await volumeOf(bench.client, String(slowly.VolumeId))).State).toBe("creating");
  });

  it("begins a new world: resources, tokens and transitions are gone", async () => {
    const { VolumeId } = await createVolume("the same token");
    await bench.live.control.reset({ newWorld: true });
    expect(await volumesInMoto()).toBe(0);
    expect((await createVolume("the same token")).VolumeId).not.toBe(VolumeId);
  });
});
