import { setTimeout as sleep } from "node:timers/promises";
import { DescribeRegionsCommand, RebootInstancesCommand, RunInstancesCommand, StopInstancesCommand } from "@aws-sdk/client-ec2";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type Moto, startMoto } from "./moto.js";
import { clientOf, instanceOf, machineImage, present } from "./testing.js";

const running: { moto?: Moto } = {};

beforeAll(async () => {
  running.moto = await startMoto();
}, 90_000);

afterAll(() => running.moto?.stop());

describe("moto alone", () => {
  it("serves a client set up in the same way", async () => {
    const { Regions } = await clientOf(present(running.moto).endpoint).send(new DescribeRegionsCommand({}));
    expect(Regions?.map(({ RegionName }) => RegionName)).toContain("eu-west-1");
  });

  // These hold what the proxy is there for: when one fails after an update of moto, the proxy may need less.
  it("still has no transient states, ignores tokens and reboots what is stopped", async () => {
    const client = clientOf(present(running.moto).endpoint);
    const input = { ImageId: await machineImage(client), MinCount: 1, MaxCount: 1, ClientToken: "once" };
    const run = async () => present((await client.send(new RunInstancesCommand(input))).Instances?.[0]?.InstanceId);
    const [first, second] = [await run(), await run()];
    expect(second).not.toBe(first);
    expect((await instanceOf(client, first)).State?.Name).toBe("running");
    await client.send(new StopInstancesCommand({ InstanceIds: [first] }));
    await client.send(new RebootInstancesCommand({ InstanceIds: [first] }));
    expect((await instanceOf(client, first)).State?.Name).toBe("running");
  });

  it("is gone once stopped", async () => {
    const moto = await startMoto();
    await moto.stop();
    await sleep(50);
    await expect(fetch(moto.endpoint)).rejects.toThrow("fetch failed");
  });
});
