import { allocateAddress, associateAddress, releaseAddress } from "./addresses.js";
import { attachVolume, detachVolume } from "./attachments.js";
import type { Handler } from "./call.js";
import { copyImage, createImage, deregisterImage, registerImage } from "./images.js";
import { modifyInstanceAttribute } from "./instance-attributes.js";
import { rebootInstances, startInstances, stopInstances, terminateInstances } from "./instances.js";
import {
  describeAddresses,
  describeDhcpOptions,
  describeEgressOnlyInternetGateways,
  describeImages,
  describeInstanceStatus,
  describeInstances,
  describeInstanceTypes,
  describeInternetGateways,
  describeKeyPairs,
  describeNatGateways,
  describeNetworkInterfaces,
  describeRouteTables,
  describeSecurityGroups,
  describeSnapshots,
  describeSubnets,
  describeTags,
  describeVolumes,
  describeVolumesModifications,
  describeVpcs,
  describeVpnConnections,
  describeVpnGateways,
} from "./lists.js";
import {
  assignPrivateIpAddresses,
  attachNetworkInterface,
  createNetworkInterface,
  deleteNetworkInterface,
  detachNetworkInterface,
  modifyNetworkInterfaceAttribute,
  unassignPrivateIpAddresses,
} from "./network-interfaces.js";
import { associateVpcCidrBlock, createSubnet, createVpc, deleteSubnet, deleteVpc } from "./networks.js";
import { once } from "./once.js";
import { createReplaceRootVolumeTask, describeReplaceRootVolumeTasks } from "./replace-root.js";
import { runInstances } from "./run-instances.js";
import { associateRouteTable, createDhcpOptions, createNatGateway, deleteNatGateway, deleteSecurityGroup } from "./services.js";
import { createTags, deleteKeyPair } from "./tags.js";
import { createSnapshot, createVolume, deleteVolume, modifyVolume } from "./volumes.js";
import {
  createVpnConnection,
  createVpnConnectionRoute,
  deleteVpnConnectionRoute,
  modifyVpnConnection,
  modifyVpnTunnelOptions,
} from "./vpn-connections.js";

/** The actions that moto does not answer as EC2 does; every other one goes through unchanged. */
const ACTIONS: ReadonlyMap<string, Handler> = new Map(
  Object.entries({
    RunInstances: once(runInstances),
    StartInstances: startInstances,
    StopInstances: stopInstances,
    RebootInstances: rebootInstances,
    TerminateInstances: terminateInstances,
    ModifyInstanceAttribute: modifyInstanceAttribute,
    DescribeInstances: describeInstances,
    DescribeInstanceStatus: describeInstanceStatus,
    DescribeInstanceTypes: describeInstanceTypes,
    CreateVolume: once(createVolume),
    AttachVolume: attachVolume,
    DetachVolume: detachVolume,
    ModifyVolume: modifyVolume,
    DeleteVolume: deleteVolume,
    DescribeVolumes: describeVolumes,
    DescribeVolumesModifications: describeVolumesModifications,
    CreateSnapshot: createSnapshot,
    DescribeSnapshots: describeSnapshots,
    CreateImage: createImage,
    RegisterImage: registerImage,
    CopyImage: once(copyImage),
    DeregisterImage: deregisterImage,
    DescribeImages: describeImages,
    CreateReplaceRootVolumeTask: once(createReplaceRootVolumeTask),
    DescribeReplaceRootVolumeTasks: describeReplaceRootVolumeTasks,
    DescribeKeyPairs: describeKeyPairs,
    DeleteKeyPair: deleteKeyPair,
    CreateVpc: createVpc,
    DeleteVpc: deleteVpc,
    AssociateVpcCidrBlock: associateVpcCidrBlock,
    DescribeVpcs: describeVpcs,
    CreateSubnet: createSubnet,
    DeleteSubnet: deleteSubnet,
    DescribeSubnets: describeSubnets,
    CreateNetworkInterface: once(createNetworkInterface),
    DeleteNetworkInterface: deleteNetworkInterface,
    AttachNetworkInterface: attachNetworkInterface,
    DetachNetworkInterface: detachNetworkInterface,
    ModifyNetworkInterfaceAttribute: modifyNetworkInterfaceAttribute,
    AssignPrivateIpAddresses: assignPrivateIpAddresses,
    UnassignPrivateIpAddresses: unassignPrivateIpAddresses,
    DescribeNetworkInterfaces: describeNetworkInterfaces,
    AllocateAddress: allocateAddress,
    AssociateAddress: associateAddress,
    ReleaseAddress: releaseAddress,
    DescribeAddresses: describeAddresses,
    DeleteSecurityGroup: deleteSecurityGroup,
    DescribeSecurityGroups: describeSecurityGroups,
    CreateRouteTable: once((call) => call.forward()),
    AssociateRouteTable: associateRouteTable,
    DescribeRouteTables: describeRouteTables,
    CreateNatGateway: once(createNatGateway),
    DeleteNatGateway: deleteNatGateway,
    DescribeNatGateways: describeNatGateways,
    CreateEgressOnlyInternetGateway: once((call) => call.forward()),
    DescribeInternetGateways: describeInternetGateways,
    DescribeEgressOnlyInternetGateways: describeEgressOnlyInternetGateways,
    CreateDhcpOptions: createDhcpOptions,
    DescribeDhcpOptions: describeDhcpOptions,
    CreateVpnConnection: createVpnConnection,
    CreateVpnConnectionRoute: createVpnConnectionRoute,
    DeleteVpnConnectionRoute: deleteVpnConnectionRoute,
    ModifyVpnConnection: modifyVpnConnection,
    ModifyVpnTunnelOptions: modifyVpnTunnelOptions,
    DescribeVpnConnections: describeVpnConnections,
    DescribeVpnGateways: describeVpnGateways,
    CreateTags: createTags,
    DescribeTags: describeTags,
  }),
);

export function handlerOf(action: string): Handler {
  return ACTIONS.get(action) ?? ((call) => call.forward());
}
