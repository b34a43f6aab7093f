import { reference } from "@cimi-gateway/adapter";
import { describe, expect, it } from "@jest/globals";
import { answered, request, scripted, writing } from "./testing.js";

const type = (name: string, nvme: string, count: number): string =>
  answered(
    "DescribeInstanceTypes",
    `<instanceTypeSet><item><instanceType>${name}</instanceType><instanceStorageInfo><nvmeSupport>${nvme}</nvmeSupport>
     <disks><item><sizeInGB>40</sizeInGB><count>${count}</count></item></disks></instanceStorageInfo></item></instanceTypeSet>`,
  );
const image = (...mappings: readonly string[]): string =>
  answered(
    "DescribeImages",
    `<imagesSet><item><imageId>ami-1</imageId><imageState>available</imageState><blockDeviceMapping>${mappings.map((one) => `<item>${one}</item>`).join("")}</blockDeviceMapping></item></imagesSet>`,
  );
const ebs = (device: string): string => `<deviceName>${device}</deviceName><ebs><snapshotId>snap-1</snapshotId></ebs>`;

/** The mappings that a launch says, and the actions called. */
async function launched(name: string, DescribeInstanceTypes: string, DescribeImages = image(ebs("/dev/xvda"))) {
  const RunInstances = answered("RunInstances", "<instancesSet><item><instanceId>i-1</instanceId></item></instancesSet>");
  const ec2 = await scripted({ RunInstances, DescribeInstanceTypes, DescribeImages });
  const template = {
    machineConfig: reference("MachineConfiguration", name),
    machineImage: reference("MachineImage", "ami-1"),
  };
  await ec2.of("Machine").create!(request(template), writing());
  const entries = Object.entries(ec2.forms("RunInstances")[0]!).filter(([key]) => key.startsWith("BlockDeviceMapping"));
  return [Object.fromEntries(entries.map(([key, value]) => [key.replace("BlockDeviceMapping.", ""), value])), ec2.calls.length];
}

describe("a machine has the disks that its configuration lists (Tables 16 and 20)", () => {
  it("older types only when the launch maps their instance store volumes", async () =>
    expect(await launched("m3.xlarge", type("m3.xlarge", "unsupported", 2))).toEqual([
      {
        "1.DeviceName": "/dev/sdb",
        "1.VirtualName": "ephemeral0",
        "2.DeviceName": "/dev/sdc",
        "2.VirtualName": "ephemeral1",
      },
      3,
    ]));

  it("at the places that the image has for them, and at none that it has for something else", async () => {
    const ofImage = image(
      ebs("/dev/sda1"),
      ebs("/dev/xvdb"),
      "<deviceName>/dev/sdc</deviceName><virtualName>ephemeral1</virtualName>",
    );
    const [mappings] = await launched("m3.xlarge", type("m3.xlarge", "unsupported", 2), ofImage);
    expect(mappings).toMatchObject({ "1.DeviceName": "/dev/sdd", "2.DeviceName": "/dev/sdc", "2.VirtualName": "ephemeral1" });
  });

  it("newer types need nothing said, and the image is not asked for", async () =>
    expect(await launched("m5d.large", type("m5d.large", "required", 2))).toEqual([{}, 2]));

  it("a volume is not connected where such a volume is, although EC2 does not list it among the block devices", async () => {
    const device = async (nvme: string) => {
      const ec2 = await scripted({
        DescribeInstanceTypes: type("i2.8xlarge", nvme, 8),
        DescribeInstances: answered(
          "DescribeInstances",
          `<reservationSet><item><instancesSet><item><instanceId>i-1</instanceId><instanceType>i2.8xlarge</instanceType><instanceState><name>running</name></instanceState></item></instancesSet></item></reservationSet>`,
        ),
        AttachVolume: answered("AttachVolume"),
      });
      await ec2.of("locatedVolume").create!(request({ volume: reference("Volume", "vol-1") }, { parent: "i-1" }), writing());
      return ec2.forms("AttachVolume")[0]?.Device;
    };
    expect([await device("unsupported"), await device("required")]).toEqual(["/dev/sdj", "/dev/sdf"]);
  });
});
