import { actionUri } from "@cimi-gateway/model";
import { expect } from "@jest/globals";
import type { Consumer, Reply } from "../consumer.js";
import { XML_1 } from "../dialect.js";
import type { Content } from "../request.js";
import { idOf, linkOf, offers, type Seen } from "../seen.js";
import type { Cases } from "../suite.js";

/** Table 16 and 5.14.1.2: from which settled states an operation is possible, and where it ends. */
const OPERATIONS = {
  start: { from: ["STOPPED", "PAUSED", "SUSPENDED"], to: "STARTED" },
  stop: { from: ["STARTED", "PAUSED", "SUSPENDED"], to: "STOPPED" },
  restart: { from: ["STARTED", "STOPPED"], to: "STARTED" },
  pause: { from: ["STARTED"], to: "PAUSED" },
  suspend: { from: ["STARTED"], to: "SUSPENDED" },
} as const;

type Name = keyof typeof OPERATIONS;
const NAMES = Object.keys(OPERATIONS) as Name[];

export const operations: Cases = ({ test, shop, presence, extremes }) => {
  for (const name of NAMES) {
    const { from, to } = OPERATIONS[name];
    for (const state of from.filter((wanted) => presence.initialStates.includes(wanted))) {
      for (const dialect of extremes) {
        // [5.14.1.2-1] [5.14.1.2-3..5] [5.14.1.2-7] [5.14.1.2-10] [5.14.1.2-15..17] [5.14.1.2-20] [5.14.1.2-23] [5.14.1.2-25] [5.14.1.2-29] [5.14.1.2-31]
        test(
          `${name} takes a Machine from ${state} to ${to} (${dialect.title})`,
          ["Machine.create", `Machine.${name}`],
          async () => {
            const consumer = shop().consumer(dialect);
            const machine = await shop().machine(state, {}, consumer);
            expect([200, 202]).toContain((await operated(consumer, machine, name)).status);
            expect((await consumer.get(idOf(machine))).text("state")).toBe(to);
          },
        );
      }
    }
  }

  for (const state of presence.initialStates) {
    test(`a Machine in ${state} offers what its state allows; the rest is 409`, ["Machine.create"], async () => {
      const machine = await shop().machine(state);
      for (const name of NAMES.filter((one) => presence.has(`Machine.${one}`))) {
        const possible = (OPERATIONS[name].from as readonly string[]).includes(state);
        expect([name, offers(machine, name)]).toEqual([name, possible]);
        // Edition 1 shows no link to what is not possible now.
        if (!possible && linkOf(machine, name)) expectConflict(await shop().consumer().act(idOf(machine), name), state);
      }
    });
  }

  test("edition 1 leaves out what is not possible now", ["Machine.create", "Machine.start", "@1"], async () => {
    const machine = await shop().machine("STOPPED", {}, shop().consumer(XML_1));
    expect([linkOf(machine, "stop"), linkOf(machine, "pause")]).toEqual([undefined, undefined]);
    expect(linkOf(machine, "start")!.rel).toBe("http://schemas.dmtf.org/cimi/1/action/start");
  });

  test("an operation that the cloud does not have is no link and 404", ["Machine.create"], async () => {
    const machine = await shop().machine("STOPPED");
    for (const name of NAMES.filter((one) => !presence.has(`Machine.${one}`))) {
      expect(linkOf(machine, name)).toBeUndefined();
      const body = shop().consumer().action(name);
      expect(
        (
          await shop()
            .consumer()
            .send("POST", `${idOf(machine)}/${name}`, { body })
        ).status,
      ).toBe(404);
    }
  });

  for (const [name, state] of [
    ["stop", "STARTED"],
    ["restart", "STARTED"],
  ] as const) {
    for (const force of [true, false]) {
      // [5.14.1.2-8] [5.14.1.2-11..12] [5.14.1.2-18] [5.14.1.2-21] [5.11.1-26]
      test(`${name} takes force ${force}`, ["Machine.create", `Machine.${name}`, "Machine.start"], async () => {
        const consumer = shop().consumer();
        const machine = await shop().machine(state);
        await operated(consumer, machine, name, { force });
        expect((await consumer.get(idOf(machine))).text("state")).toBe(OPERATIONS[name].to);
      });
    }
  }

  // [4.2.1.5-1..2]
  test("the Job of an operation has the Machine as its target", ["Machine.create", "Machine.start"], async () => {
    const consumer = shop().consumer();
    const machine = await shop().machine("STOPPED");
    const job = await consumer.job(await consumer.act(idOf(machine), "start"));
    expect([job.href("targetResource"), job.hrefs("affectedResources")]).toEqual([idOf(machine), [idOf(machine)]]);
    expect(job.text("action")).toBe(actionUri("start", consumer.dialect.edition));
  });
};

async function operated(consumer: Consumer, machine: Seen, name: string, input: Content = {}): Promise<Reply> {
  const reply = await consumer.act(idOf(machine), name, input);
  await consumer.done(reply);
  return reply;
}

function expectConflict(reply: Reply, state: string): void {
  expect([reply.status, reply.seen!.type, reply.seen!.text("returnCode")]).toEqual([409, "Job", "10409"]);
  expect(reply.seen!.text("statusMessage")).toContain(state);
  expect(reply.header("CIMI-Job-URI")).toBeUndefined();
}
