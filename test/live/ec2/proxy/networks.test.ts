import {
  AllocateAddressCommand,
  AssignPrivateIpAddressesCommand,
  AssociateAddressCommand,
  AttachNetworkInterfaceCommand,
  CreateNetworkInterfaceCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DeleteNetworkInterfaceCommand,
  DeleteSecurityGroupCommand,
  DeleteSubnetCommand,
  DeleteVpcCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcsCommand,
  DetachNetworkInterfaceCommand,
  ReleaseAddressCommand,
  TerminateInstancesCommand,
} from "@aws-sdk/client-ec2";
import { describe, expect, it } from "@jest/globals";
import { codeOf, launchRunning, useEc2 } from "./testing.js";

const LONG = 30_000;
const bench = useEc2();

async function place(): Promise<{ vpc: string; subnet: string }> {
  const { Vpc } = await bench.client.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
  const { Subnet } = await bench.client.send(new CreateSubnetCommand({ VpcId: Vpc!.VpcId!, CidrBlock: "10.0.1.0/24" }));
  return { vpc: Vpc!.VpcId!, subnet: Subnet!.SubnetId! };
}

async function interfaceIn(SubnetId: string, more: object = {}): Promise<string> {
  const { NetworkInterface } = await bench.client.send(new CreateNetworkInterfaceCommand({ SubnetId, ...more }));
  return NetworkInterface!.NetworkInterfaceId!;
}

const interfaceOf = async (id: string) =>
  (await bench.client.send(new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [id] }))).NetworkInterfaces![0]!;

describe("networks", () => {
  it(
    "are pending, then available",
    async () => {
      const { vpc } = await place();
      const state = async () => (await bench.client.send(new DescribeVpcsCommand({ VpcIds: [vpc] }))).Vpcs![0]!.State;
      expect(await state()).toBe("pending");
      bench.pass();
      expect(await state()).toBe("available");
    },
    LONG,
  );

  it(
    "stay while something is in them",
    async () => {
      const { vpc, subnet } = await place();
      const held = await interfaceIn(subnet);
      const overlapping = new CreateSubnetCommand({ VpcId: vpc, CidrBlock: "10.0.1.128/25" });
      expect(await codeOf(bench.client.send(overlapping))).toBe("InvalidSubnet.Conflict");
      expect(await codeOf(bench.client.send(new DeleteSubnetCommand({ SubnetId: subnet })))).toBe("DependencyViolation");
      expect(await codeOf(bench.client.send(new DeleteVpcCommand({ VpcId: vpc })))).toBe("DependencyViolation");
      await bench.client.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: held }));
      await bench.client.send(new DeleteSubnetCommand({ SubnetId: subnet }));
      await bench.client.send(new DeleteVpcCommand({ VpcId: vpc }));
    },
    LONG,
  );

  it(
    "keep their default security group, and those that interfaces are in",
    async () => {
      const { vpc } = await place();
      const Filters = [{ Name: "vpc-id", Values: [vpc] }];
      const { SecurityGroups } = await bench.client.send(new DescribeSecurityGroupsCommand({ Filters }));
      const GroupId = SecurityGroups![0]!.GroupId!;
      expect(await codeOf(bench.client.send(new DeleteSecurityGroupCommand({ GroupId })))).toBe("CannotDelete");
    },
    LONG,
  );
});

describe("addresses", () => {
  it(
    "are in their subnet, and on one interface; Elastic ones are kept while they are associated",
    async () => {
      const { subnet } = await place();
      const held = await interfaceIn(subnet, { PrivateIpAddress: "10.0.1.9" });
      // One that the cloud chose might be any of those below.
      const other = await interfaceIn(subnet, { PrivateIpAddress: "10.0.1.10" });
      const assign = (NetworkInterfaceId: string, address: string, AllowReassignment = false) =>
        codeOf(
          bench.client.send(
            new AssignPrivateIpAddressesCommand({ NetworkInterfaceId, PrivateIpAddresses: [address], AllowReassignment }),
          ),
        );
      expect(await assign(other, "10.0.1.9")).toBe("InvalidIPAddress.InUse");
      expect(await assign(other, "10.0.2.9")).toBe("InvalidParameterValue");
      expect(await assign(held, "10.0.1.77")).toBeUndefined();
      expect(await assign(other, "10.0.1.77", true)).toBeUndefined();
      expect((await interfaceOf(held)).PrivateIpAddresses).toHaveLength(1);
      const { AllocationId } = await bench.client.send(new AllocateAddressCommand({ Domain: "vpc" }));
      const connect = (NetworkInterfaceId: string) =>
        codeOf(bench.client.send(new AssociateAddressCommand({ AllocationId, NetworkInterfaceId })));
      expect([await connect(held), await connect(other)]).toEqual([undefined, "Resource.AlreadyAssociated"]);
      expect(await codeOf(bench.client.send(new ReleaseAddressCommand({ AllocationId })))).toBe("InvalidIPAddress.InUse");
    },
    LONG,
  );
});

describe("interfaces of a machine", () => {
  it(
    "come and go, but for the first; what the launch made goes with the machine, the others stay",
    async () => {
      const { subnet } = await place();
      const [first, second] = [await interfaceIn(subnet), await interfaceIn(subnet)];
      const InstanceId = await launchRunning(bench, { NetworkInterfaces: [{ DeviceIndex: 0, NetworkInterfaceId: first }] });
      const attach = () =>
        codeOf(bench.client.send(new AttachNetworkInterfaceCommand({ InstanceId, NetworkInterfaceId: second, DeviceIndex: 1 })));
      expect([await attach(), (await interfaceOf(second)).Attachment?.Status, await attach()]).toEqual([
        undefined,
        "attaching",
        "InvalidNetworkInterface.InUse",
      ]);
      bench.pass();
      const detach = async (id: string) => {
        const AttachmentId = (await interfaceOf(id)).Attachment!.AttachmentId!;
        return codeOf(bench.client.send(new DetachNetworkInterfaceCommand({ AttachmentId })));
      };
      expect([await detach(first), await detach(second)]).toEqual(["OperationNotPermitted", undefined]);
      expect((await interfaceOf(second)).Attachment?.Status).toBe("detaching");
      bench.pass();
      expect((await interfaceOf(second)).Status).toBe("available");
      await bench.client.send(new TerminateInstancesCommand({ InstanceIds: [InstanceId] }));
      bench.pass();
      expect((await interfaceOf(first)).Status).toBe("available");
    },
    LONG,
  );
});
