import { gather } from "@cimi-gateway/adapter";
import { describe, expect, it } from "@jest/globals";
import { answered, context, scripted, shown } from "./testing.js";

/** As DescribeInstanceTypes prints i3.16xlarge and t3.micro. */
const TYPES = answered(
  "DescribeInstanceTypes",
  `<instanceTypeSet>
     <item><instanceType>i3.16xlarge</instanceType><instanceStorageInfo><disks><item><sizeInGB>1900</sizeInGB><count>8</count><type>ssd</type></item></disks></instanceStorageInfo></item>
     <item><instanceType>t3.micro</instanceType></item>
   </instanceTypeSet>`,
);

const instance = (id: string, type: string): string =>
  `<item><instancesSet><item><instanceId>${id}</instanceId><instanceType>${type}</instanceType><instanceState><name>running</name></instanceState>
   <placement><availabilityZone>eu-west-1a</availabilityZone></placement><launchTime>2026-01-01T00:00:00.000Z</launchTime></item></instancesSet></item>`;
const instances = (...items: readonly string[]): string =>
  answered("DescribeInstances", `<reservationSet>${items.join("")}</reservationSet>`);
const root = (machine: string, id: string): string =>
  `<item><volumeId>${id}</volumeId><status>in-use</status><size>8</size><attachmentSet><item><volumeId>${id}</volumeId><instanceId>${machine}</instanceId>
   <device>/dev/xvda</device><status>attached</status><deleteOnTermination>true</deleteOnTermination></item></attachmentSet></item>`;

const EIGHT = Array.from({ length: 8 }, (_, index) => `i-big:ephemeral${index}`);
const answers = {
  DescribeInstances: instances(instance("i-big", "i3.16xlarge"), instance("i-small", "t3.micro")),
  DescribeInstanceTypes: TYPES,
  DescribeVolumes: answered("DescribeVolumes", `<volumeSet>${root("i-big", "vol-1")}${root("i-small", "vol-2")}</volumeSet>`),
};

describe("instance store volumes among the Disks of a machine (5.14.1.1.1)", () => {
  const open = () => scripted(answers);

  it("stand beside the EBS disks, as many and as large as the type says (Contract, Units)", async () => {
    const ec2 = await open();
    const disk = ec2.of("Disk");
    const all = await gather(disk.list({}, context()));
    expect(all.map((native) => disk.identify(native).id)).toEqual(["vol-1", "vol-2", ...EIGHT]);
    expect(shown(disk, all[2])).toEqual({
      name: "ephemeral0",
      created: "2026-01-01T00:00:00.000Z",
      capacity: 1_900_000_000,
      nativeId: "i-big:ephemeral0",
      location: "eu-west-1a",
    });
  });

  it("cost one call a page of machines, and one for types that is not repeated, however many machines there are", async () => {
    const ec2 = await open();
    for (const _ of [1, 2]) await gather(ec2.of("Disk").list({}, context()));
    const list = ["DescribeVolumes", "DescribeInstances"];
    expect(ec2.calls.map(({ action }) => action)).toEqual([...list, "DescribeInstanceTypes", ...list]);
  });

  it("of machines that were read just before cost no call", async () => {
    const ec2 = await open();
    const [disk, machines] = [ec2.of("Disk"), await ec2.of("Machine").read(["i-big", "i-small"], context())];
    const within = await disk.listWithin!(["i-big", "i-small"], context(), machines);
    expect([...within].map(([id, all]) => [id, all.map((native) => disk.identify(native).id)])).toEqual([
      ["i-big", ["vol-1", ...EIGHT]],
      ["i-small", ["vol-2"]],
    ]);
    await gather(disk.list({ parent: "i-big", holder: machines.get("i-big") }, context()));
    const looks = ec2.calls.map(({ action }) => action);
    expect(looks).toEqual(["DescribeInstances", "DescribeInstanceTypes", "DescribeVolumes", "DescribeVolumes"]);
  });

  it("of one machine are asked for by its id", async () => {
    const ec2 = await open();
    await gather(ec2.of("Disk").list({ parent: "i-big" }, context()));
    expect(ec2.forms("DescribeInstances")).toEqual([
      expect.objectContaining({ "Filter.1.Name": "instance-id", "Filter.1.Value.1": "i-big" }),
    ]);
  });

  it("are read by their ids beside EBS disks, in their own machine only", async () => {
    const ec2 = await open();
    const disk = ec2.of("Disk");
    const asked = ["vol-1", "i-big:ephemeral7", "i-big:ephemeral8", "i-small:ephemeral0"];
    expect([...(await disk.read(asked, context(), "i-big")).keys()]).toEqual(["vol-1", "i-big:ephemeral7"]);
    expect([...(await disk.read(["i-big:ephemeral0"], context(), "i-small")).keys()]).toEqual([]);
  });

  it("offer neither edit nor delete, which EBS disks do", async () => {
    const ec2 = await open();
    const disk = ec2.of("Disk");
    const found = await disk.read(["vol-1", "i-big:ephemeral0"], context());
    const offers = (id: string) => [disk.editable!(found.get(id)), disk.deletable!(found.get(id))];
    expect([offers("vol-1"), offers("i-big:ephemeral0")]).toEqual([
      [true, true],
      [false, false],
    ]);
  });
});
