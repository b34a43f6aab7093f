import { generateKeyPairSync } from "node:crypto";
import {
  type _InstanceType,
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeVolumesCommand,
  EC2Client,
  type Instance,
  RunInstancesCommand,
  type RunInstancesCommandInput,
  type Volume,
} from "@aws-sdk/client-ec2";
import { afterAll, beforeAll, beforeEach } from "@jest/globals";
import { CREDENTIALS, type Ec2Options, type LiveEc2, REGION, startEc2 } from "./index.js";

const START_LIMIT = 90_000;

/** How long transient states last in these tests, on a clock that only `pass` moves. */
export const TRANSIENT = 1000;

/** A live back end for the tests of one file, and the client to call it with. */
export interface Bench {
  readonly live: LiveEc2;
  readonly client: EC2Client;
  /** Moves the clock beyond transient states, or by so many milliseconds. */
  pass(milliseconds?: number): void;
}

/** Starts EC2 once for a file; counts and faults are forgotten before each test. */
export function useEc2(options: Ec2Options = {}): Bench {
  const time = { now: Date.now() };
  const bench: { live?: LiveEc2; client?: EC2Client } = {};
  beforeAll(async () => {
    bench.live = await startEc2({ durations: TRANSIENT, clock: { now: () => time.now }, ...options });
    bench.client = clientOf(bench.live.endpoint);
  }, START_LIMIT);
  beforeEach(() => bench.live?.control.reset());
  afterAll(async () => {
    bench.client?.destroy();
    await bench.live?.stop();
  });
  return {
    get live() {
      return present(bench.live);
    },
    get client() {
      return present(bench.client);
    },
    pass: (milliseconds = 2 * TRANSIENT) => {
      time.now += milliseconds;
    },
  };
}

export function clientOf(endpoint: string, accessKeyId: string = CREDENTIALS.accessKeyId, maxAttempts = 1): EC2Client {
  return new EC2Client({ endpoint, region: REGION, credentials: { ...CREDENTIALS, accessKeyId }, maxAttempts });
}

/** The EC2 error code that a call ends with; undefined when it succeeds. */
export async function codeOf(call: Promise<unknown>): Promise<string | undefined> {
  return call.then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.name : String(error)),
  );
}

/** The id of an image of moto's catalogue whose root device is /dev/xvda. */
export async function machineImage(client: EC2Client): Promise<string> {
  const filters = [
    { Name: "name", Values: ["al2023-ami-2*"] },
    { Name: "architecture", Values: ["x86_64"] },
  ];
  const { Images } = await client.send(new DescribeImagesCommand({ Owners: ["amazon"], Filters: filters }));
  return present(Images?.[0]?.ImageId);
}

export async function launch(client: EC2Client, input: Partial<RunInstancesCommandInput> = {}): Promise<Instance> {
  const type: _InstanceType = "t3.micro";
  const standard = { ImageId: await machineImage(client), InstanceType: type, MinCount: 1, MaxCount: 1 };
  const { Instances } = await client.send(new RunInstancesCommand({ ...standard, ...input }));
  return present(Instances?.[0]);
}

/** An instance that is running already. */
export async function launchRunning(bench: Bench, input: Partial<RunInstancesCommandInput> = {}): Promise<string> {
  const { InstanceId } = await launch(bench.client, input);
  bench.pass();
  return present(InstanceId);
}

export async function instanceOf(client: EC2Client, id: string): Promise<Instance> {
  const { Reservations } = await client.send(new DescribeInstancesCommand({ InstanceIds: [id] }));
  return present(Reservations?.[0]?.Instances?.[0]);
}

export async function volumeOf(client: EC2Client, id: string): Promise<Volume> {
  const { Volumes } = await client.send(new DescribeVolumesCommand({ VolumeIds: [id] }));
  return present(Volumes?.[0]);
}

/** A public key in the form of OpenSSH. */
export function publicKey(): Uint8Array {
  const der = generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "der" });
  const blob = Buffer.concat([field(Buffer.from("ssh-ed25519")), field(der.subarray(-32))]);
  return Buffer.from(`ssh-ed25519 ${blob.toString("base64")}`);
}

export function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("the answer lacks what the test goes on with");
  return value;
}

function field(content: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  return Buffer.concat([length, content]);
}
