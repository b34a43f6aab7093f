import { RunInstancesCommand } from "@aws-sdk/client-ec2";
import { type Adapter, systemClock } from "@cimi-gateway/adapter";
import type { GatewayOptions } from "@cimi-gateway/core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { machineOf, volumeOf } from "../../fault/scenario.js";
import { type Shown, TestGateway } from "../../support/gateway.js";
import { openAt } from "./adapter-harness.js";
import { type LiveEc2, startEc2 } from "./proxy/index.js";
import { clientOf, machineImage } from "./proxy/testing.js";

const FACE = "/cimi/2/aws/";
const START = 120_000;
/** Milliseconds: moto takes long to make many machines, and longer on a busy computer. */
const LONG = 240_000;
const QUICK = { pollShortest: 50, pollLongest: 100, listAge: 0 };

let ec2: LiveEc2;
let image: string;
/** The types of its machines are read once: it keeps them for a day. */
let adapter: Adapter;
beforeAll(async () => {
  ec2 = await startEc2({ durations: 50 });
  image = await machineImage(clientOf(ec2.endpoint));
  adapter = await openAt(ec2.endpoint, { zone: `${ec2.region}a` });
  await open();
  await gateway.get(`${FACE}machineConfigs`);
  await gateway.close();
}, START);
afterAll(async () => {
  await adapter.close?.();
  await ec2.stop();
});

let gateway: TestGateway;
beforeEach(() => ec2.control.reset({ newWorld: true }));
afterEach(() => gateway.close());

/** A gateway over the adapter, which outlives it. */
async function open(limits: GatewayOptions["limits"] = {}): Promise<void> {
  const { close: _, ...lasting } = adapter;
  gateway = await TestGateway.open(lasting, { cloud: "aws", limits: { ...QUICK, ...limits } });
}

const DATA = { DeviceName: "/dev/sdf", Ebs: { VolumeSize: 1, DeleteOnTermination: false } };

/** So many machines with a Disk and a Volume each, made past the gateway and running. */
async function launch(count: number): Promise<void> {
  await ec2.control.durations(0);
  const plain = { ImageId: image, InstanceType: "t3.micro", MinCount: count, MaxCount: count } as const;
  await clientOf(ec2.endpoint).send(new RunInstancesCommand({ ...plain, BlockDeviceMappings: [DATA] }));
  await ec2.control.durations(50);
}

type Counts = Readonly<Record<string, number>>;

/** The native calls that something costs, by action. */
async function costOf(act: () => Promise<unknown>): Promise<Counts> {
  await ec2.control.reset();
  await act();
  return (await ec2.control.status()).counts;
}

const costOfGet = (target: string): Promise<Counts> => costOf(() => gateway.get(`${FACE}${target}`));

const machine = (template: object = {}): object => machineOf({ configuration: "t3.micro", image }, template);

/** Sends a write and follows its Job to the end. */
async function carryOut(method: string, target: string, body?: object): Promise<Readonly<Record<string, string>>> {
  const answer = await gateway.send(method, target, body && { body });
  expect(await gateway.job(answer)).toMatchObject({ state: "SUCCESS" });
  return answer.headers;
}

const made = async (collection: string, body: object): Promise<string> =>
  (await carryOut("POST", `${FACE}${collection}`, body)).Location!;

interface Counted {
  readonly count: number;
}

const items = (shown: Shown, name: string): readonly Shown[] => (shown[name] ?? []) as readonly Shown[];

describe("what lists cost EC2 (DESIGN, Contract)", () => {
  it.each([1, 100])(
    "of %d machines: one DescribeInstances, whatever the query",
    async (count) => {
      await open();
      await launch(count);
      expect(await costOfGet("machines")).toEqual({ DescribeInstances: 1 });
      expect(await costOfGet("machines?$filter=state%3D'STARTED'&$orderby=name&$first=1&$last=3")).toEqual({
        DescribeInstances: 1,
      });
      expect(await costOfGet("machines?$select=count")).toEqual({ DescribeInstances: 1 });
    },
    LONG,
  );

  it(
    "one DescribeInstances for each native page",
    async () => {
      await open();
      for (let count = 0; count < 5; count += 1) await launch(1);
      await ec2.control.reset();
      await ec2.control.pageSize(2);
      await gateway.get(`${FACE}machines?$last=1`);
      expect((await ec2.control.status()).counts).toEqual({ DescribeInstances: 3 });
    },
    LONG,
  );

  it.each([2, 100])(
    "of %d machines with what they hold: one call for each kind of it",
    async (count) => {
      await open();
      await launch(count);
      const shown = items(await gateway.get(`${FACE}machines?$expand=disks,volumes`), "machines");
      const held = shown.map(({ disks, volumes }) => [(disks as Counted).count, (volumes as Counted).count]);
      expect(held).toEqual(Array(count).fill([1, 1]));
      // Of volumes and disks, what the machines tell is not asked for again.
      expect(await costOfGet("machines?$expand=volumes")).toEqual({ DescribeInstances: 1 });
      expect(await costOfGet("machines?$expand=disks")).toEqual({ DescribeInstances: 1, DescribeVolumes: 1 });
      expect(await costOfGet("machines?$expand=snapshots")).toEqual({ DescribeInstances: 1, DescribeImages: 1 });
    },
    60_000,
  );

  it(
    "none while the list is fresh; a write makes it stale",
    async () => {
      await open({ listAge: 60_000 });
      await launch(2);
      const [{ id }] = items(await gateway.get(`${FACE}machines`), "machines") as [Shown];
      expect(await costOfGet("machines?$orderby=name&$last=1")).toEqual({});
      await carryOut("PUT", `${id}?$select=name`, { name: "changed" });
      expect(await costOfGet("machines")).toEqual({ DescribeInstances: 1 });
    },
    LONG,
  );

  it(
    "what the cloud need not be asked costs nothing",
    async () => {
      await open();
      for (const target of ["cloudEntryPoint", "jobs", "machineTemplates", "resourceMetadata", "machineConfigs"]) {
        expect([target, await costOfGet(target)]).toEqual([target, {}]);
      }
    },
    LONG,
  );
});

describe("what one resource costs EC2 (DESIGN, Contract)", () => {
  it(
    "read by many at once: one call",
    async () => {
      await open();
      const href = await made("machines", machine());
      const read = () => Promise.all(Array.from({ length: 20 }, () => gateway.get(href)));
      expect(await costOf(read)).toEqual({ DescribeInstances: 1 });
      expect(await costOf(() => gateway.get(`${href}?$expand=disks,volumes`))).toEqual({
        DescribeInstances: 1,
        DescribeVolumes: 1,
      });
      expect(await costOf(() => gateway.get(`${href}/disks`))).toEqual({ DescribeInstances: 1, DescribeVolumes: 1 });
      expect(await costOf(() => gateway.get(`${href}/volumes`))).toEqual({ DescribeInstances: 1 });
    },
    LONG,
  );

  it(
    "a create is one RunInstances, a start one StartInstances; what else is called only looks",
    async () => {
      await open();
      const cost = await costOf(() => made("machines", machine({ initialState: "STOPPED" })));
      expect(cost).toMatchObject({ RunInstances: 1, StopInstances: 1 });
      expect(looks(cost)).toEqual(["DescribeImages", "DescribeInstances"]);
      const [{ id }] = items(await gateway.get(`${FACE}machines`), "machines") as [Shown];
      const started = await costOf(() =>
        carryOut("POST", `${id}/start`, { action: "http://schemas.dmtf.org/cimi/2/action/start" }),
      );
      expect(started).toMatchObject({ StartInstances: 1 });
      expect(looks(started)).toEqual(["DescribeInstances"]);
    },
    LONG,
  );

  it.each([
    ["nothing", 60_000, {}],
    ["one look where that was long ago", 1, { DescribeInstances: 1 }],
  ])(
    "a PUT of what was last rendered costs %s",
    async (_, listAge, cost) => {
      await open({ listAge });
      const href = await made("machines", machine());
      const { body } = await gateway.send("GET", href);
      await systemClock.sleep(20);
      expect(await costOf(() => carryOut("PUT", href, JSON.parse(body)))).toEqual(cost);
    },
    LONG,
  );
});

/** The calls that only look. */
const looks = (cost: Counts): readonly string[] =>
  Object.keys(cost)
    .filter((action) => action.startsWith("Describe"))
    .sort();

describe("what open Jobs cost EC2 (DESIGN, Contract)", () => {
  const [HALF, PAUSE, POLLS] = [50, 300, 4];

  /** However slow the machine is: until both kinds were asked about so many times. */
  async function polled(): Promise<void> {
    for (;;) {
      const { DescribeInstances = 0, DescribeVolumes = 0 } = (await ec2.control.status()).counts;
      if (Math.min(DescribeInstances, DescribeVolumes) >= POLLS) return;
      await systemClock.sleep(PAUSE);
    }
  }

  it(
    "a hundred of two kinds: one call for each kind and poll",
    async () => {
      await open({ writeWait: 0, pollShortest: PAUSE, pollLongest: PAUSE });
      await launch(HALF);
      await ec2.control.durations({ instanceStopping: LONG, volumeCreating: LONG });
      const machines = items(await gateway.get(`${FACE}machines`), "machines");
      const stop = { action: "http://schemas.dmtf.org/cimi/2/action/stop" };
      const volume = { volumeTemplate: volumeOf(1_000_000) };
      await Promise.all(machines.map(({ id }) => gateway.send("POST", `${id}/stop`, { body: stop })));
      await Promise.all(machines.map(() => gateway.send("POST", `${FACE}volumes`, { body: volume })));
      while ((await ec2.control.status()).acted.CreateVolume !== HALF) await systemClock.sleep(PAUSE);
      const begun = systemClock.now();
      const cost = await costOf(polled);
      const polls = (systemClock.now() - begun) / PAUSE;
      expect(await gateway.store.operations.unsettled()).toHaveLength(2 * HALF);
      expect(Object.keys(cost).sort()).toEqual(["DescribeInstances", "DescribeVolumes"]);
      for (const calls of Object.values(cost)) expect(calls).toBeLessThanOrEqual(polls + 1);
    },
    LONG,
  );
});
