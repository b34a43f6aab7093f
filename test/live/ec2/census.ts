import {
  DescribeInstancesCommand,
  DescribeKeyPairsCommand,
  DescribeSubnetsCommand,
  DescribeVolumesCommand,
  DescribeVpcsCommand,
  type EC2Client,
  type Instance,
  type InstanceBlockDeviceMapping,
} from "@aws-sdk/client-ec2";
import {
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Census, Counts } from "../../fault/native.js";
import { CREDENTIALS, type LiveEc2, REGION } from "./proxy/index.js";
import { clientOf } from "./proxy/testing.js";

/** What EC2 has, and what it made since the last reset, past the gateway. */
export function censusOf({ control, endpoint, motoEndpoint }: LiveEc2): () => Promise<Census> {
  // A connection that was idle for long may be closed in the moment in which it is used.
  const client = (at: string): EC2Client => clientOf(at, CREDENTIALS.accessKeyId, ATTEMPTS);
  const [proxy, moto] = [client(endpoint), client(motoEndpoint)];
  const balancing = new ElasticLoadBalancingV2Client({
    endpoint: motoEndpoint,
    region: REGION,
    credentials: CREDENTIALS,
    maxAttempts: ATTEMPTS,
  });
  return async () => {
    // What is being deleted goes from moto with the first call after its time.
    await proxy.send(new DescribeKeyPairsCommand({}));
    const { acted } = await control.status();
    return {
      made: madeBy(acted),
      present: { ...(await present(moto)), ...(await networks(moto)), ...(await balancers(balancing)) },
    };
  };
}

const ATTEMPTS = 3;

/** Each machine comes with its root. */
const madeBy = ({
  RunInstances: machine = 0,
  CreateVolume = 0,
  AttachVolume = 0,
  ImportKeyPair = 0,
  ...others
}: Counts): Counts => ({
  machine,
  disk: machine,
  volume: CreateVolume,
  attachment: AttachVolume,
  credential: ImportKeyPair,
  network: others.CreateVpc ?? 0,
  protocolSegment: others.CreateSubnet ?? 0,
  balancer: others.CreateLoadBalancer ?? 0,
  group: others.CreateTargetGroup ?? 0,
  listener: others.CreateListener ?? 0,
});

async function networks(moto: EC2Client): Promise<Counts> {
  const [{ Vpcs = [] }, { Subnets = [] }] = await Promise.all([
    moto.send(new DescribeVpcsCommand({})),
    moto.send(new DescribeSubnetsCommand({})),
  ]);
  return { network: Vpcs.length, protocolSegment: Subnets.length };
}

async function balancers(moto: ElasticLoadBalancingV2Client): Promise<Counts> {
  const [{ LoadBalancers = [] }, { TargetGroups = [] }] = await Promise.all([
    moto.send(new DescribeLoadBalancersCommand({})),
    moto.send(new DescribeTargetGroupsCommand({})),
  ]);
  const listeners = await Promise.all(
    LoadBalancers.map(({ LoadBalancerArn }) => moto.send(new DescribeListenersCommand({ LoadBalancerArn }))),
  );
  return {
    balancer: LoadBalancers.length,
    group: TargetGroups.length,
    listener: listeners.flatMap(({ Listeners = [] }) => Listeners).length,
  };
}

/** As moto says it, to whom nothing is hidden. */
async function present(moto: EC2Client): Promise<Counts> {
  const [{ Reservations = [] }, { Volumes = [] }, { KeyPairs = [] }] = await Promise.all([
    moto.send(new DescribeInstancesCommand({ MaxResults: 1000 })),
    moto.send(new DescribeVolumesCommand({})),
    moto.send(new DescribeKeyPairsCommand({})),
  ]);
  const machines = Reservations.flatMap(({ Instances = [] }) => Instances).filter(({ State }) => State?.Name !== "terminated");
  const devices = machines.flatMap((machine) =>
    (machine.BlockDeviceMappings ?? []).map((mapping) => ({ disk: isDisk(machine, mapping) })),
  );
  const disks = devices.filter(({ disk }) => disk).length;
  return {
    machine: machines.length,
    disk: disks,
    volume: Volumes.length - disks,
    attachment: devices.length - disks,
    credential: KeyPairs.length,
  };
}

const isDisk = ({ RootDeviceName }: Instance, { DeviceName, Ebs }: InstanceBlockDeviceMapping): boolean =>
  DeviceName === RootDeviceName || Ebs?.DeleteOnTermination === true;
