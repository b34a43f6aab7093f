import { systemClock } from "@cimi-gateway/adapter";
import { afterEach, describe, expect, it } from "@jest/globals";
import type { Shown } from "../../support/gateway.js";
import { openSandbox } from "../../support/sandbox.js";
import { createMachine, FACE, until } from "./requests.js";

let sandbox: Awaited<ReturnType<typeof openSandbox>>;
afterEach(() => sandbox.close());

type Options = NonNullable<Parameters<typeof openSandbox>[0]>;

/** A sandbox with so many Machines, all of them finished. */
async function withMachines(count: number, options: Options = {}): Promise<string[]> {
  sandbox = await openSandbox(options);
  const made = await Promise.all(Array.from({ length: count }, () => createMachine(sandbox.gateway)));
  await Promise.all(made.map((answer) => sandbox.gateway.job(answer)));
  return made.map(({ headers }) => headers.Location!);
}

const calls = async (): Promise<Readonly<Record<string, number>>> => (await sandbox.world.census()).calls;

/** The native calls that something costs, by name. */
async function costOf(act: () => Promise<unknown>): Promise<Readonly<Record<string, number>>> {
  const before = await calls();
  await act();
  const after = await calls();
  const spent = Object.entries(after).map(([name, count]) => [name, count - (before[name] ?? 0)] as const);
  return Object.fromEntries(spent.filter(([, count]) => count > 0));
}

const MANY = 100;

interface Expanded {
  readonly machines: readonly { readonly disks: { readonly disks: readonly object[] } }[];
}

describe("what requests cost the cloud (DESIGN, Contract)", () => {
  it("100 open Jobs cost one native call a poll", async () => {
    const [delay, pause] = [60_000, 200];
    let ahead = 0;
    const clock = { ...systemClock, now: () => systemClock.now() + ahead };
    sandbox = await openSandbox({
      clock,
      settings: { delay },
      limits: { writeWait: 0, pollShortest: pause, pollLongest: pause },
    });
    const made = await Promise.all(Array.from({ length: MANY }, () => createMachine(sandbox.gateway)));
    const started = Date.now();
    const cost = await costOf(async () => {
      await systemClock.sleep(10 * pause);
      ahead = delay;
      while ((await sandbox.gateway.store.operations.unsettled()).length > 0) await systemClock.sleep(50);
    });
    const polls = (Date.now() - started) / pause;
    expect(Object.keys(cost)).toEqual(["machine.read"]);
    expect(cost["machine.read"]).toBeLessThanOrEqual(Math.ceil(polls) + 2);
    expect(made).toHaveLength(MANY);
  }, 60_000);

  it("a list costs one call, of however many Machines with however many references", async () => {
    await withMachines(MANY, { limits: { listAge: 0 } });
    expect(await costOf(() => sandbox.gateway.get(`${FACE}machines`))).toEqual({ "machine.list": 1 });
    expect(await costOf(() => sandbox.gateway.get(`${FACE}machines?$filter=state%3D'STOPPED'&$orderby=name&$first=3`))).toEqual({
      "machine.list": 1,
    });
  }, 30_000);

  it("a list that is fresh costs nothing, and a write makes it stale", async () => {
    const [first] = await withMachines(2, { limits: { listAge: 60_000 } });
    await sandbox.gateway.get(`${FACE}machines`);
    expect(await costOf(() => sandbox.gateway.get(`${FACE}machines?$first=2`))).toEqual({});
    await sandbox.gateway.send("PUT", `${first}?$select=name`, { body: { name: "changed" } });
    const { machines } = await sandbox.gateway.get(`${FACE}machines?$filter=name%3D'changed'`);
    expect(machines).toHaveLength(1);
  });

  it.each([1, 20])("of %d Machines, a list with what they hold costs one call for each kind of it", async (count) => {
    await withMachines(count, { limits: { listAge: 0 } });
    const shown = (await sandbox.gateway.get(`${FACE}machines?$expand=disks,volumes,snapshots`)) as Shown & Expanded;
    expect(shown.machines.map(({ disks }) => disks.disks.length)).toEqual(Array(count).fill(1));
    const cost = await costOf(() => sandbox.gateway.get(`${FACE}machines?$expand=disks,volumes,snapshots`));
    expect(cost).toEqual({ "machine.list": 1, "disk.list": 1, "attachment.list": 1, "machineImage.list": 1 });
  });

  it("what is only being made shows nothing that it holds, which costs nothing to know", async () => {
    sandbox = await openSandbox({ limits: { writeWait: 0, listAge: 0, pollShortest: 60_000 } });
    await sandbox.world.script([{ fault: "stale", action: "machine.create", milliseconds: 60_000 }]);
    await Promise.all(Array.from({ length: 3 }, () => createMachine(sandbox.gateway)));
    await until(calls, (made) => made["machine.create"] === 3);
    const seen = async () => {
      const { machines } = (await sandbox.gateway.get(`${FACE}machines?$expand=disks`)) as Shown & Expanded;
      expect(machines.map(({ disks }) => disks)).toEqual(Array(3).fill(undefined));
    };
    expect(await costOf(seen)).toEqual({ "machine.list": 1 });
  }, 30_000);

  it("what many refer to is read together", async () => {
    sandbox = await openSandbox({ limits: { listAge: 0 } });
    const made = await createMachine(sandbox.gateway, 5);
    await sandbox.gateway.job(made);
    const connected = `${made.headers.Location}/volumes?$expand=volume`;
    const cost = await costOf(() => sandbox.gateway.get(connected));
    expect(cost).toEqual({ "machine.read": 1, "attachment.list": 1, "volume.read": 1 });
  });

  it("the same Machine read 50 times at once costs one call", async () => {
    const [href] = await withMachines(1);
    const read = () => Promise.all(Array.from({ length: 50 }, () => sandbox.gateway.get(href!)));
    expect(await costOf(read)).toEqual({ "machine.read": 1 });
  });

  it("the same list read 50 times at once costs one call", async () => {
    await withMachines(1, { limits: { listAge: 1_000 } });
    const read = () => Promise.all(Array.from({ length: 50 }, () => sandbox.gateway.get(`${FACE}machines`)));
    expect(await costOf(read)).toEqual({ "machine.list": 1 });
  });

  it("what the cloud need not be asked costs nothing", async () => {
    await withMachines(1);
    expect(await costOf(() => sandbox.gateway.get(`${FACE}cloudEntryPoint`))).toEqual({});
    expect(await costOf(() => sandbox.gateway.get(`${FACE}jobs`))).toEqual({});
    expect(await costOf(() => sandbox.gateway.get(`${FACE}resourceMetadata`))).toEqual({});
    expect(await costOf(() => sandbox.gateway.get(`${FACE}machineTemplates`))).toEqual({});
  });

  describe("an update with what was last shown", () => {
    const FRESH = { limits: { listAge: 60_000 } };
    const put = async (href: string, body: string, headers = {}) => {
      const answer = await sandbox.gateway.send("PUT", href, { body, headers });
      expect([answer.status, answer.headers["CIMI-Job-URI"]]).toEqual([200, expect.stringContaining("/jobs/")]);
    };

    it.each(["/cimi/2/sandbox/", "/cimi/1/sandbox/"])("costs nothing, however often, under %s", async (face) => {
      const [made] = await withMachines(1, FRESH);
      const href = made!.replace(FACE, face);
      const { body } = await sandbox.gateway.send("GET", href);
      expect(
        await costOf(async () => {
          await put(href, body);
          await put(href, body);
        }),
      ).toEqual({});
    });

    it("costs nothing where it was shown in a list", async () => {
      const [href] = await withMachines(1, FRESH);
      const { machines } = (await sandbox.gateway.get(`${FACE}machines`)) as Shown & { machines: object[] };
      expect(await costOf(() => put(href!, JSON.stringify(machines[0])))).toEqual({});
    });

    it("costs a look where there is a condition, and where it was shown long ago", async () => {
      const [href] = await withMachines(1, FRESH);
      const { body, headers } = await sandbox.gateway.send("GET", href!);
      expect(await costOf(() => put(href!, body, { "if-match": headers.ETag }))).toEqual({ "machine.read": 1 });
      await sandbox.close();
      const [other] = await withMachines(1, { limits: { listAge: 1 } });
      const shown = await sandbox.gateway.send("GET", other!);
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(await costOf(() => put(other!, shown.body))).toEqual({ "machine.read": 1 });
    });

    it("is told from what there is once somebody wrote", async () => {
      const [href] = await withMachines(1, FRESH);
      const { body } = await sandbox.gateway.send("GET", href!);
      await sandbox.gateway.send("PUT", `${href}?$select=name`, { body: { name: "changed" } });
      expect(await costOf(() => put(href!, body))).toMatchObject({ "machine.update": 1 });
    });
  });
});
