import { reference } from "@cimi-gateway/adapter";
import { extendedModel, type Model, model } from "@cimi-gateway/model";
import { describe, expect, it } from "@jest/globals";
import { answered, context, request, type Scripted, scripted, writing } from "./testing.js";

const TYPES = answered("DescribeInstanceTypes", "<instanceTypeSet/>");
const IMAGES = answered(
  "DescribeImages",
  `<imagesSet><item><imageId>ami-1</imageId><rootDeviceName>/dev/xvda</rootDeviceName><blockDeviceMapping><item>
   <deviceName>/dev/xvda</deviceName><ebs><volumeSize>8</volumeSize></ebs></item></blockDeviceMapping></item></imagesSet>`,
);
const RUN = answered("RunInstances", "<instancesSet><item><instanceId>i-1</instanceId></item></instancesSet>");
const INSTANCE = answered(
  "DescribeInstances",
  `<reservationSet><item><instancesSet><item><instanceId>i-1</instanceId><instanceState><name>running</name></instanceState>
   <placement><tenancy>dedicated</tenancy></placement><hibernationOptions><configured>true</configured></hibernationOptions>
   </item></instancesSet></item></reservationSet>`,
);
const hardware = {
  machineConfig: reference("MachineConfiguration", "t3.micro"),
  machineImage: reference("MachineImage", "ami-1"),
};

/** The extension attributes of one native object. */
async function extended(ec2: Scripted, type: "Machine" | "Volume", id: string): Promise<Record<string, unknown>> {
  const native = (await ec2.of(type).read([id], context())).get(id);
  const attributes = Object.entries(ec2.of(type).extensions!.attributes!);
  return Object.fromEntries(attributes.map(([name, attribute]) => [name, attribute.read(native)]));
}

describe("what EC2 has of a machine beyond CIMI (5.1)", () => {
  const answers = { DescribeInstanceTypes: TYPES, DescribeImages: IMAGES, DescribeInstances: INSTANCE, RunInstances: RUN };
  const run = async (more: object, settings = {}) => {
    const ec2 = await scripted(answers, settings);
    await ec2.of("Machine").create!(request({ ...hardware, ...more }, {}), writing());
    return ec2.forms("RunInstances")[0]!;
  };

  it("is read off the instance (API reference, Placement and HibernationOptions)", async () => {
    expect(await extended(await scripted(answers, { hibernation: true }), "Machine", "i-1")).toEqual({
      tenancy: "dedicated",
      hibernation: true,
    });
  });

  it("tenancy is chosen at creation, and left to EC2 without a word", async () => {
    expect(await run({ tenancy: "dedicated" })).toMatchObject({ "Placement.Tenancy": "dedicated" });
    expect(await run({})).not.toHaveProperty("Placement.Tenancy");
  });

  it("hibernation is as the settings say, unless the consumer does without", async () => {
    expect(await run({}, { hibernation: true })).toMatchObject({ "HibernationOptions.Configured": "true" });
    expect(await run({ hibernation: false }, { hibernation: true })).not.toHaveProperty("HibernationOptions.Configured");
  });

  it("hibernation is absent where the settings make no machines with it", async () => {
    const { extensions } = (await scripted(answers)).of("Machine");
    expect(Object.keys(extensions!.attributes!)).toEqual(["tenancy"]);
  });
});

describe("what EC2 has of a volume beyond CIMI (5.1)", () => {
  const VOLUME = `<volumeId>vol-1</volumeId><status>available</status><size>8</size><availabilityZone>eu-west-1a</availabilityZone>
    <volumeType>gp3</volumeType><iops>3000</iops><throughput>125</throughput>`;
  const answers = {
    DescribeVolumes: answered("DescribeVolumes", `<volumeSet><item>${VOLUME}</item></volumeSet>`),
    DescribeInstances: answered("DescribeInstances", "<reservationSet/>"),
    CreateVolume: answered("CreateVolume", "<volumeId>vol-1</volumeId>"),
    ModifyVolume: answered("ModifyVolume"),
    DescribeVolumesModifications: answered("DescribeVolumesModifications", "<volumeModificationSet/>"),
  };

  it("is read off the volume", async () => {
    expect(await extended(await scripted(answers), "Volume", "vol-1")).toEqual({
      volumeType: "gp3",
      iops: 3000,
      throughput: 125,
    });
  });

  it("is chosen at creation (CreateVolume)", async () => {
    const ec2 = await scripted(answers);
    const template = { volumeConfig: { value: { capacity: 8_000_000 } }, volumeType: "io2", iops: 5000, throughput: 250 };
    await ec2.of("Volume").create!(request(template, { location: "eu-west-1a" }), writing());
    expect(ec2.forms("CreateVolume")[0]).toMatchObject({ VolumeType: "io2", Iops: "5000", Throughput: "250" });
  });

  it("is changed by one ModifyVolume, together with the size, and its end is awaited", async () => {
    const ec2 = await scripted(answers);
    const changes = { capacity: 10_737_418, iops: 4000, volumeType: "gp3" };
    const accepted = await ec2.of("Volume").update!("vol-1", changes, writing());
    expect(ec2.forms("ModifyVolume")).toEqual([
      expect.objectContaining({ VolumeId: "vol-1", Size: "10", Iops: "4000", VolumeType: "gp3" }),
    ]);
    expect(accepted).toMatchObject({ handle: "vol-1" });
  });

  it("is not modified again after a crash, when it is what was wanted (RELIABILITY.md, A2)", async () => {
    const ec2 = await scripted(answers);
    await ec2.of("Volume").update!("vol-1", { iops: 3000 } as object, writing(["capacity"]));
    expect(ec2.forms("ModifyVolume")).toEqual([]);
    await ec2.of("Volume").update!("vol-1", { iops: 4000 } as object, writing(["capacity"]));
    expect(ec2.forms("ModifyVolume")).toHaveLength(1);
  });
});

it("stands in the model beside what CIMI defines", async () => {
  const { adapter } = await scripted({}, { hibernation: true });
  const given = Object.entries(adapter.resources).map(([type, { extensions }]) => [type, extensions] as const);
  const types = extendedModel(model as Model, Object.fromEntries(given));
  expect(Object.keys(types.MachineTemplate!.attributes)).toEqual(expect.arrayContaining(["tenancy", "hibernation"]));
  expect(Object.keys(types.VolumeTemplate!.attributes)).toEqual(expect.arrayContaining(["volumeType", "iops", "throughput"]));
});
