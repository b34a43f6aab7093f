import {
  CreateTagsCommand,
  CreateVolumeCommand,
  DeleteKeyPairCommand,
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeInstanceTypesCommand,
  DescribeKeyPairsCommand,
  DescribeSnapshotsCommand,
  DescribeVolumesCommand,
  ImportKeyPairCommand,
  paginateDescribeVolumes,
} from "@aws-sdk/client-ec2";
import { describe, expect, it } from "@jest/globals";
import { codeOf, launchRunning, publicKey, useEc2 } from "./testing.js";

const bench = useEc2();

/** moto takes seconds to list its instance types for the first time. */
const FIRST_TYPES = 60_000;

describe("pages", () => {
  it(
    "of instance types have 100 types, or as many as MaxResults says",
    async () => {
      const page = async (input: { MaxResults?: number; NextToken?: string }) => {
        const { InstanceTypes = [], NextToken } = await bench.client.send(new DescribeInstanceTypesCommand(input));
        return { names: InstanceTypes.map(({ InstanceType }) => String(InstanceType)), NextToken };
      };
      const [standard, first] = [await page({}), await page({ MaxResults: 10 })];
      const second = await page({ MaxResults: 10, NextToken: String(first.NextToken) });
      expect(standard.names).toHaveLength(100);
      expect([...first.names, ...second.names]).toEqual(standard.names.slice(0, 20));
      expect(await codeOf(page({ MaxResults: 4 }))).toBe("InvalidParameterValue");
      expect(await codeOf(page({ NextToken: "no token" }))).toBe("InvalidNextToken");
    },
    FIRST_TYPES,
  );

  it("of volumes hold each once", async () => {
    for (let count = 0; count < 7; count += 1) {
      await bench.client.send(new CreateVolumeCommand({ AvailabilityZone: "eu-west-1a", Size: 1 }));
    }
    const sizes: number[] = [];
    const ids = new Set<string | undefined>();
    for await (const { Volumes = [] } of paginateDescribeVolumes({ client: bench.client, pageSize: 5 }, {})) {
      sizes.push(Volumes.length);
      for (const { VolumeId } of Volumes) ids.add(VolumeId);
    }
    expect(sizes).toEqual([5, 2]);
    expect(ids.size).toBe(7);
  });

  it("are as small as the control wishes, where pages are asked for", async () => {
    await bench.live.control.pageSize(2);
    const { InstanceTypes = [], NextToken } = await bench.client.send(new DescribeInstanceTypesCommand({ MaxResults: 10 }));
    expect([InstanceTypes.length, NextToken]).toEqual([2, expect.any(String)]);
    await bench.live.control.reset();
    const whole = await bench.client.send(new DescribeInstanceTypesCommand({ MaxResults: 10 }));
    expect(whole.InstanceTypes).toHaveLength(10);
  });

  it("are refused for named ids", async () => {
    const InstanceIds = [await launchRunning(bench)];
    const paged = bench.client.send(new DescribeInstancesCommand({ InstanceIds, MaxResults: 5 }));
    expect(await codeOf(paged)).toBe("InvalidParameterCombination");
  });
});

describe("owners", () => {
  it("keep the snapshots of public images out of one's own", async () => {
    const count = async (OwnerIds: string[]) =>
      (await bench.client.send(new DescribeSnapshotsCommand({ OwnerIds }))).Snapshots?.length ?? 0;
    expect(await count(["self"])).toBe(0);
    expect(await count(["amazon"])).toBeGreaterThan(100);
  });
});

describe("images", () => {
  it("of moto's catalogue with ids that EC2 could not have are left out", async () => {
    const { Images = [] } = await bench.client.send(new DescribeImagesCommand({}));
    const odd = Images.filter(({ ImageId }) => !/^ami-[0-9a-f]{8,17}$/.test(ImageId ?? ""));
    expect(Images.length).toBeGreaterThan(500);
    expect(odd).toEqual([]);
  });
});

describe("key pairs", () => {
  it("are read and deleted by id", async () => {
    const importKey = (KeyName: string) =>
      bench.client.send(new ImportKeyPairCommand({ KeyName, PublicKeyMaterial: publicKey() }));
    const [one, other] = [await importKey("one"), await importKey("other")];
    const names = async (KeyPairIds: string[]) => {
      const { KeyPairs = [] } = await bench.client.send(new DescribeKeyPairsCommand({ KeyPairIds }));
      return KeyPairs.map(({ KeyName }) => KeyName);
    };
    expect(await names([String(one.KeyPairId)])).toEqual(["one"]);
    await bench.client.send(new DeleteKeyPairCommand({ KeyPairId: one.KeyPairId }));
    expect(await codeOf(names([String(one.KeyPairId)]))).toBe("InvalidKeyPair.NotFound");
    expect(await names([String(other.KeyPairId)])).toEqual(["other"]);
    expect(await codeOf(importKey("other"))).toBe("InvalidKeyPair.Duplicate");
  });
});

describe("tags", () => {
  it.each([
    ["i-0123456789abcdef0", "InvalidInstanceID.NotFound"],
    ["vol-0123456789abcdef0", "InvalidVolume.NotFound"],
    ["snap-0123456789abcdef0", "InvalidSnapshot.NotFound"],
    ["ami-0123456789abcdef0", "InvalidAMIID.NotFound"],
    ["nonsense", "InvalidID"],
  ])("are refused for %s, which is not there", async (id, code) => {
    const tag = new CreateTagsCommand({ Resources: [id], Tags: [{ Key: "a", Value: "b" }] });
    expect(await codeOf(bench.client.send(tag))).toBe(code);
  });
});

describe("stale reads (eventual consistency, RELIABILITY.md A3)", () => {
  it("miss what was made lately, by id, by filter and in lists, and find it later", async () => {
    await bench.live.control.staleReads(5000);
    const tags = [{ ResourceType: "volume" as const, Tags: [{ Key: "cimi-op", Value: "stale" }] }];
    const create = new CreateVolumeCommand({ AvailabilityZone: "eu-west-1a", Size: 1, TagSpecifications: tags });
    const VolumeIds = [String((await bench.client.send(create)).VolumeId)];
    const byId = () => codeOf(bench.client.send(new DescribeVolumesCommand({ VolumeIds })));
    const byMarker = async () => {
      const Filters = [{ Name: "tag:cimi-op", Values: ["stale"] }];
      return (await bench.client.send(new DescribeVolumesCommand({ Filters }))).Volumes?.length;
    };
    expect([await byId(), await byMarker()]).toEqual(["InvalidVolume.NotFound", 0]);
    bench.pass(4999);
    expect([await byId(), await byMarker()]).toEqual(["InvalidVolume.NotFound", 0]);
    bench.pass(1);
    expect([await byId(), await byMarker()]).toEqual([undefined, 1]);
  });
});
