import {
  CreateVolumeCommand,
  DescribeInstanceAttributeCommand,
  DescribeInstancesCommand,
  ModifyInstanceAttributeCommand,
  RunInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from "@aws-sdk/client-ec2";
import { describe, expect, it } from "@jest/globals";
import { clientOf, codeOf, instanceOf, launch, launchRunning, machineImage, present, useEc2, volumeOf } from "./testing.js";

const bench = useEc2();

async function instancesWithToken(token: string): Promise<number> {
  const Filters = [{ Name: "client-token", Values: [token] }];
  const { Reservations } = await bench.client.send(new DescribeInstancesCommand({ Filters }));
  return (Reservations ?? []).flatMap(({ Instances }) => Instances ?? []).length;
}

describe("RunInstances", () => {
  it("adds the requested volumes to the image's root volume", async () => {
    const id = await launchRunning(bench, {
      BlockDeviceMappings: [{ DeviceName: "/dev/sdf", Ebs: { VolumeSize: 5, VolumeType: "gp3" } }],
    });
    const instance = await instanceOf(bench.client, id);
    const devices = (instance.BlockDeviceMappings ?? []).map(({ DeviceName, Ebs }) => [DeviceName, Ebs?.DeleteOnTermination]);
    expect(instance.RootDeviceName).toBe("/dev/xvda");
    expect(devices).toEqual([
      ["/dev/xvda", true],
      ["/dev/sdf", true],
    ]);
  });

  it("changes the image's root volume by its device name, without a size too", async () => {
    const sizeOf = async (Ebs: { VolumeSize?: number; VolumeType?: "gp2" }) => {
      const id = await launchRunning(bench, { BlockDeviceMappings: [{ DeviceName: "/dev/xvda", Ebs }] });
      const [root] = (await instanceOf(bench.client, id)).BlockDeviceMappings ?? [];
      const { Size, VolumeType } = await volumeOf(bench.client, present(root?.Ebs?.VolumeId));
      return [Size, VolumeType];
    };
    expect(await sizeOf({ VolumeSize: 20 })).toEqual([20, "gp3"]);
    expect(await sizeOf({ VolumeType: "gp2" })).toEqual([15, "gp2"]);
  });

  it("attaches the volumes while it is pending", async () => {
    const { InstanceId } = await launch(bench.client);
    const statuses = async () =>
      (await instanceOf(bench.client, present(InstanceId))).BlockDeviceMappings?.map(({ Ebs }) => Ebs?.Status);
    expect(await statuses()).toEqual(["attaching"]);
    bench.pass();
    expect(await statuses()).toEqual(["attached"]);
  });

  it("makes up to MaxCount instances", async () => {
    const input = { ImageId: await machineImage(bench.client), MinCount: 1, MaxCount: 3 };
    const { Instances } = await bench.client.send(new RunInstancesCommand(input));
    expect(Instances).toHaveLength(3);
  });

  it.each([
    ["an image that is not there", { ImageId: "ami-0123456789abcdef0" }, "InvalidAMIID.NotFound"],
    ["an image id that cannot be one", { ImageId: "ami-x" }, "InvalidAMIID.Malformed"],
    ["a key pair that is not there", { KeyName: "nobody" }, "InvalidKeyPair.NotFound"],
    ["a zone of another region", { Placement: { AvailabilityZone: "us-east-1a" } }, "InvalidParameterValue"],
    [
      "a root volume smaller than its snapshot",
      { BlockDeviceMappings: [{ DeviceName: "/dev/xvda", Ebs: { VolumeSize: 1 } }] },
      "InvalidBlockDeviceMapping",
    ],
    [
      "a snapshot that is not there",
      { BlockDeviceMappings: [{ DeviceName: "/dev/sdf", Ebs: { SnapshotId: "snap-0123456789abcdef0" } }] },
      "InvalidSnapshot.NotFound",
    ],
  ])("refuses %s and makes nothing", async (_what, input, code) => {
    const ClientToken = `refused ${code}`;
    expect(await codeOf(launch(bench.client, { ...input, ClientToken }))).toBe(code);
    expect(await instancesWithToken(ClientToken)).toBe(0);
  });

  it("refuses an unknown instance type and an unknown volume type", async () => {
    const unknown = new Map([["InstanceType", "z9.huge"]]);
    expect(await rawCode(bench.live.endpoint, "RunInstances", unknown)).toBe("InvalidParameterValue");
    const devices = new Map([
      ["BlockDeviceMapping.1.DeviceName", "/dev/sdf"],
      ["BlockDeviceMapping.1.Ebs.VolumeSize", "5"],
      ["BlockDeviceMapping.1.Ebs.VolumeType", "fast"],
    ]);
    expect(await rawCode(bench.live.endpoint, "RunInstances", devices)).toBe("InvalidBlockDeviceMapping");
  });
});

/** Values outside the SDK's types, sent by hand. */
async function rawCode(endpoint: string, action: string, parameters: ReadonlyMap<string, string>): Promise<string | undefined> {
  const standard = { Action: action, ImageId: await machineImage(bench.client), MinCount: "1", MaxCount: "1" };
  const authorization = "AWS4-HMAC-SHA256 Credential=test/20250101/eu-west-1/ec2/aws4_request, SignedHeaders=host, Signature=0";
  const body = new URLSearchParams([...Object.entries(standard), ...parameters]);
  const response = await fetch(endpoint, { method: "POST", headers: { authorization }, body });
  return /<Code>(.*)<\/Code>/.exec(await response.text())?.[1];
}

describe("ClientToken (at most once, RELIABILITY.md A1)", () => {
  it("brings the first answer again for RunInstances: one instance", async () => {
    const input = { ClientToken: "launch once", MinCount: 1, MaxCount: 1 };
    const [first, second] = [await launch(bench.client, input), await launch(bench.client, input)];
    expect(second.InstanceId).toBe(first.InstanceId);
    expect(await instancesWithToken("launch once")).toBe(1);
  });

  it("holds for calls at the same time", async () => {
    const input = { ClientToken: "launch together", MinCount: 1, MaxCount: 1 };
    const all = await Promise.all(Array.from({ length: 5 }, () => launch(bench.client, input)));
    expect(new Set(all.map(({ InstanceId }) => InstanceId)).size).toBe(1);
    expect(await instancesWithToken("launch together")).toBe(1);
  });

  it("is refused with other parameters", async () => {
    await launch(bench.client, { ClientToken: "other" });
    expect(await codeOf(launch(bench.client, { ClientToken: "other", InstanceType: "t3.small" }))).toBe(
      "IdempotentParameterMismatch",
    );
  });

  it("is not spent by a refusal, and its case counts", async () => {
    expect(await codeOf(launch(bench.client, { ClientToken: "again", KeyName: "nobody" }))).toBe("InvalidKeyPair.NotFound");
    const [lower, upper] = [
      await launch(bench.client, { ClientToken: "again" }),
      await launch(bench.client, { ClientToken: "AGAIN" }),
    ];
    expect(upper.InstanceId).not.toBe(lower.InstanceId);
  });

  it("holds for CreateVolume", async () => {
    const create = (Size: number) =>
      bench.client.send(new CreateVolumeCommand({ AvailabilityZone: "eu-west-1a", Size, ClientToken: "volume once" }));
    expect((await create(5)).VolumeId).toBe((await create(5)).VolumeId);
    expect(await codeOf(create(6))).toBe("IdempotentParameterMismatch");
  });
});

describe("ModifyInstanceAttribute", () => {
  it("changes type and user data of a stopped instance only", async () => {
    const id = await launchRunning(bench);
    const resize = () =>
      bench.client.send(new ModifyInstanceAttributeCommand({ InstanceId: id, InstanceType: { Value: "t3.large" } }));
    expect(await codeOf(resize())).toBe("IncorrectInstanceState");
    await bench.client.send(new StopInstancesCommand({ InstanceIds: [id] }));
    bench.pass();
    await resize();
    await bench.client.send(new ModifyInstanceAttributeCommand({ InstanceId: id, UserData: { Value: Buffer.from("hello") } }));
    const attribute = await bench.client.send(new DescribeInstanceAttributeCommand({ InstanceId: id, Attribute: "userData" }));
    expect((await instanceOf(bench.client, id)).InstanceType).toBe("t3.large");
    expect(Buffer.from(attribute.UserData?.Value ?? "", "base64").toString()).toBe("hello");
  });

  it("refuses types and devices that are not there", async () => {
    const id = await launchRunning(bench);
    await bench.client.send(new StopInstancesCommand({ InstanceIds: [id] }));
    bench.pass();
    const modify = (change: object) =>
      codeOf(bench.client.send(new ModifyInstanceAttributeCommand({ InstanceId: id, ...change })));
    expect(await modify({ InstanceType: { Value: "zz.huge" } })).toBe("InvalidInstanceAttributeValue");
    const BlockDeviceMappings = [{ DeviceName: "/dev/sdz", Ebs: { DeleteOnTermination: true } }];
    expect(await modify({ BlockDeviceMappings })).toBe("InvalidInstanceAttributeValue");
  });

  it("changes what happens at shutdown, and protects from termination", async () => {
    const id = await launchRunning(bench);
    const modify = (change: object) => bench.client.send(new ModifyInstanceAttributeCommand({ InstanceId: id, ...change }));
    await modify({ InstanceInitiatedShutdownBehavior: { Value: "terminate" } });
    const Attribute = "instanceInitiatedShutdownBehavior";
    const answer = await bench.client.send(new DescribeInstanceAttributeCommand({ InstanceId: id, Attribute }));
    expect(answer.InstanceInitiatedShutdownBehavior?.Value).toBe("terminate");
    await modify({ DisableApiTermination: { Value: true } });
    expect(await codeOf(bench.client.send(new TerminateInstancesCommand({ InstanceIds: [id] })))).toBe("OperationNotPermitted");
    expect((await instanceOf(bench.client, id)).State?.Name).toBe("running");
  });
});

describe("the caller", () => {
  it("is refused with another access key", async () => {
    expect(await codeOf(machineImage(clientOf(bench.live.endpoint, "stranger")))).toBe("AuthFailure");
  });

  it("is told what the back end does not implement", async () => {
    const unknown = bench.client.send(new DescribeInstancesCommand({ Filters: [{ Name: "no-such-filter", Values: ["x"] }] }));
    expect(await codeOf(unknown)).toBe("UnsupportedOperation");
  });
});
