import {
  DescribeInstancesCommand,
  DescribeKeyPairsCommand,
  DescribeVolumesCommand,
  type EC2Client,
  type Instance,
  type InstanceBlockDeviceMapping,
} from "@aws-sdk/client-ec2";
import type { Census, Counts } from "../../fault/native.js";
import { CREDENTIALS, type LiveEc2 } from "./proxy/index.js";
import { clientOf } from "./proxy/testing.js";

/** What EC2 has, and what it made since the last reset, past the gateway. */
export function censusOf({ control, endpoint, motoEndpoint }: LiveEc2): () => Promise<Census> {
  // A connection that was idle for long may be closed in the moment in which it is used.
  const client = (at: string): EC2Client => clientOf(at, CREDENTIALS.accessKeyId, ATTEMPTS);
  const [proxy, moto] = [client(endpoint), client(motoEndpoint)];
  return async () => {
    // What is being deleted goes from moto with the first call after its time.
    await proxy.send(new DescribeKeyPairsCommand({}));
    const { acted } = await control.status();
    return { made: madeBy(acted), present: await present(moto) };
  };
}

const ATTEMPTS = 3;

/** Each machine comes with its root. */
const madeBy = ({ RunInstances: machine = 0, CreateVolume = 0, AttachVolume = 0, ImportKeyPair = 0 }: Counts): Counts => ({
  machine,
  disk: machine,
  volume: CreateVolume,
  attachment: AttachVolume,
  credential: ImportKeyPair,
});

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
