import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { openSandbox } from "../../support/sandbox.js";
import { createMachine, FACE, hrefs, items, until } from "./requests.js";

let sandbox: Awaited<ReturnType<typeof openSandbox>>;
beforeEach(async () => {
  sandbox = await openSandbox({ settings: { delay: 300 }, limits: { writeWait: 0 } });
});
afterEach(() => sandbox.close());

const present = async () => (await sandbox.world.census()).present;

describe("a write that takes longer than the wait (4.2.1.7)", () => {
  // [4.2.1.1-2] [4.2.1.6-3] [4.2.1.7-1] [4.2.1.7-3] [5.17.1-1]
  it("a create is 202 with the resource in CREATING, which GET and the list show too", async () => {
    const made = await createMachine(sandbox.gateway);
    expect([made.status, JSON.parse(made.body)]).toEqual([
      202,
      expect.objectContaining({ id: made.headers.Location, state: "CREATING" }),
    ]);
    expect((await sandbox.gateway.get(made.headers.Location!)).state).toBe("CREATING");
    expect(items(await sandbox.gateway.get(`${FACE}machines`), "machines").map(({ id }) => id)).toEqual([made.headers.Location]);
    expect((await sandbox.gateway.job(made)).state).toBe("SUCCESS");
    expect((await sandbox.gateway.get(made.headers.Location!)).id).toBe(made.headers.Location);
  });

  it("its Job runs, with less than 100 per cent, in edition 1 as RUNNING", async () => {
    const made = await createMachine(sandbox.gateway);
    const uri = made.headers["CIMI-Job-URI"]!;
    const job = await sandbox.gateway.get(uri);
    expect([job.state, Number(job.progress) < 100, job.returnCode]).toEqual(["RUNNING", true, undefined]);
    expect((await sandbox.gateway.get(uri.replace("/2/", "/1/"))).state).toBe("RUNNING");
  });

  it("an action is 202 with the Job, and the Machine in the state between; further ones are 409", async () => {
    const made = await createMachine(sandbox.gateway);
    await sandbox.gateway.job(made);
    const act = (name: string) => sandbox.gateway.send("POST", `${made.headers.Location}/${name}`, { body: { action: name } });
    const started = await act("start");
    expect([started.status, JSON.parse(started.body).resourceURI]).toEqual([202, "http://schemas.dmtf.org/cimi/2/Job"]);
    expect((await sandbox.gateway.get(made.headers.Location!)).state).toBe("STARTING");
    expect((await act("pause")).status).toBe(409);
    await sandbox.gateway.job(started);
  });

  // [4.2.1.4-2] [5.17.1-7]
  it("a delete is 202, the Machine in DELETING, then gone; a second one is 409", async () => {
    const made = await createMachine(sandbox.gateway);
    await sandbox.gateway.job(made);
    const deleted = await sandbox.gateway.send("DELETE", made.headers.Location!);
    expect([deleted.status, (await sandbox.gateway.get(made.headers.Location!)).state]).toEqual([202, "DELETING"]);
    expect((await sandbox.gateway.send("DELETE", made.headers.Location!)).status).toBe(409);
    const job = await sandbox.gateway.job(deleted);
    expect([job.state, hrefs(job.affectedResources)]).toEqual(["SUCCESS", [made.headers.Location]]);
    expect((await sandbox.gateway.send("GET", made.headers.Location!)).status).toBe(404);
  });

  it("nothing is added to a Machine in the making", async () => {
    const made = await createMachine(sandbox.gateway);
    const answer = await sandbox.gateway.send("POST", `${made.headers.Location}/disks`, { body: { capacity: 1_000_000 } });
    expect(answer.status).toBe(409);
  });
});

describe("stop and delete of a Job that runs (5.17.1.1)", () => {
  // [5.17.1.1-2]
  it("what was sent cannot be stopped: stop is not available, a delete is 409", async () => {
    const made = await createMachine(sandbox.gateway);
    const uri = made.headers["CIMI-Job-URI"]!;
    await until(present, ({ machine }) => machine === 1);
    const stop = (await sandbox.gateway.get(uri)).operations!.find(({ rel }) => rel.endsWith("/stop"))!;
    expect(stop.available).toBe(false);
    expect((await sandbox.gateway.send("POST", stop.href, { body: { action: "stop" } })).status).toBe(409);
    expect((await sandbox.gateway.send("DELETE", uri)).status).toBe(409);
    expect((await sandbox.gateway.job(made)).state).toBe("SUCCESS");
  }, 30_000);

  // [5.17.1.1-1] [5.17.1.1-4]
  it.each(["stop", "delete"])(
    "between its parts a Job can be stopped by %s; what was made goes again",
    async (by) => {
      const made = await createMachine(sandbox.gateway, 2);
      const uri = made.headers["CIMI-Job-URI"]!;
      await until(present, ({ volume }) => volume === 1);
      const { href } = (await sandbox.gateway.get(uri)).operations!.find(({ rel }) => rel.endsWith("/stop"))!;
      const answer =
        by === "stop"
          ? await sandbox.gateway.send("POST", href, { body: { action: "stop" } })
          : await sandbox.gateway.send("DELETE", uri);
      expect([200, 202]).toContain(answer.status);
      if (by === "stop")
        await until(
          () => sandbox.gateway.get(uri),
          ({ state }) => state === "STOPPING",
        );
      await until(present, ({ volume, machine }) => volume === 0 && machine === 0);
      if (by === "stop") {
        expect((await sandbox.gateway.job(made)).state).toBe("STOPPED");
        expect((await sandbox.gateway.get(uri.replace("/2/", "/1/"))).state).toBe("FAILED");
      } else
        await until(
          () => sandbox.gateway.send("GET", uri),
          ({ status }) => status === 404,
        );
      expect((await sandbox.world.census()).made.machine).toBe(0);
    },
    30_000,
  );

  it("a Job that is finished cannot be stopped", async () => {
    const made = await createMachine(sandbox.gateway);
    const { id } = await sandbox.gateway.job(made);
    expect((await sandbox.gateway.send("POST", `${id}/stop`, { body: { action: "stop" } })).status).toBe(409);
  });
});

describe("nested Jobs (5.17.1)", () => {
  it("each names its parent, and the parent names each", async () => {
    const job = await sandbox.gateway.job(await createMachine(sandbox.gateway, 2));
    const nested = await Promise.all(hrefs(job.nestedJobs).map((href) => sandbox.gateway.get(href)));
    expect(nested.map(({ parentJob, state }) => [parentJob, state])).toEqual([
      [{ href: job.id }, "SUCCESS"],
      [{ href: job.id }, "SUCCESS"],
    ]);
    expect(nested.map(({ targetResource }) => targetResource)).toEqual(
      nested.map(() => ({ href: expect.stringMatching(/\/volumes$/) })),
    );
  }, 30_000);

  it("$expand puts them in", async () => {
    const job = await sandbox.gateway.job(await createMachine(sandbox.gateway, 1));
    const { nestedJobs } = await sandbox.gateway.get(`${job.id}?$expand=nestedJobs`);
    expect((nestedJobs as { state: string }[]).map(({ state }) => state)).toEqual(["SUCCESS"]);
  });

  it("one that fails makes the parent fail, and what was made goes again (RELIABILITY 10, 11)", async () => {
    await sandbox.world.script([{ fault: "quota", action: "machine.create" }]);
    const job = await sandbox.gateway.job(await createMachine(sandbox.gateway, 2));
    expect([job.state, job.returnCode]).toEqual(["FAILED", 10_403]);
    const { machine, volume } = await present();
    expect([machine, volume]).toEqual([0, 0]);
    expect((await sandbox.world.census()).made.volume).toBe(2);
  }, 30_000);

  it("a Volume that cannot be made keeps the Machine from being begun", async () => {
    await sandbox.world.script([{ fault: "quota", action: "volume.create" }]);
    const job = await sandbox.gateway.job(await createMachine(sandbox.gateway, 2));
    expect([job.state, job.returnCode]).toEqual(["FAILED", 10_403]);
    expect((await sandbox.world.census()).made).toMatchObject({ machine: 0, volume: 0 });
  });
});
