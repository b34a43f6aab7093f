import { systemClock } from "@cimi-gateway/adapter";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { openSandbox } from "../../support/sandbox.js";
import { createMachine, FACE, hrefs, items } from "./requests.js";

let sandbox: Awaited<ReturnType<typeof openSandbox>>;
let ahead: number;
beforeEach(async () => {
  ahead = 0;
  const clock = { ...systemClock, now: () => systemClock.now() + ahead };
  sandbox = await openSandbox({ limits: { jobRetention: 10 }, clock, others: ["other"] });
});
afterEach(() => sandbox.close());

const MINUTE = 60_000;
const jobs = async (query = "") => items(await sandbox.gateway.get(`${FACE}jobs${query}`), "jobs");

describe("the Collection of Jobs (5.17.2)", () => {
  it("lists one Job for each write, and none for reads or refusals", async () => {
    const made = await createMachine(sandbox.gateway);
    await sandbox.gateway.send("PUT", `${made.headers.Location}?$select=name`, { body: { name: "a" } });
    await sandbox.gateway.send("PUT", `${made.headers.Location}?$select=name`, { body: { name: "a" } });
    await sandbox.gateway.send("POST", `${made.headers.Location}/start`, { body: { action: "start" } });
    await sandbox.gateway.send("POST", `${made.headers.Location}/pause`, { body: { action: "nonsense" } });
    await sandbox.gateway.get(made.headers.Location!);
    await sandbox.gateway.send("DELETE", made.headers.Location!);
    const actions = (await jobs("?$orderby=created")).map(({ action }) => String(action).replace(/^.*\//, ""));
    expect(actions).toEqual(["add", "edit", "edit", "start", "delete"]);
  });

  it("is filtered, ordered and counted like any other", async () => {
    const made = await createMachine(sandbox.gateway);
    await sandbox.gateway.send("DELETE", made.headers.Location!);
    const filter = encodeURIComponent("state='SUCCESS' and progress=100");
    const shown = await sandbox.gateway.get(`${FACE}jobs?$filter=${filter}&$orderby=created:desc&$first=1&$last=1`);
    expect([shown.count, items(shown, "jobs")[0]!.action]).toEqual([2, "http://schemas.dmtf.org/cimi/2/action/delete"]);
  });

  it("offers no add, and no edit of a Job", async () => {
    await createMachine(sandbox.gateway);
    const shown = await sandbox.gateway.get(`${FACE}jobs`);
    expect(shown.operations).toBeUndefined();
    expect(items(shown, "jobs")[0]!.operations!.map(({ rel }) => rel)).toEqual([
      "delete",
      "http://schemas.dmtf.org/cimi/2/action/stop",
    ]);
  });

  it("is valid XML in edition 1", async () => {
    await createMachine(sandbox.gateway, 1);
    const { status, body } = await sandbox.gateway.send("GET", "/cimi/1/sandbox/jobs", {
      headers: { accept: "application/xml" },
    });
    expect([status, body]).toEqual([200, expect.stringContaining("<nestedJob href=")]);
  });

  it("a Job of another cloud is not there, as if there were none (RELIABILITY 34)", async () => {
    const made = await createMachine(sandbox.gateway);
    const id = made.headers["CIMI-Job-URI"]!.replace(/^.*\//, "");
    expect((await sandbox.gateway.send("GET", `/cimi/1/sandbox/jobs/${id}`)).status).toBe(200);
    const [foreign, unknown] = await Promise.all(
      [id, "0"].map((job) => sandbox.gateway.send("GET", `/cimi/2/other/jobs/${job}`)),
    );
    const said = ({ body }: { body: string }) => (JSON.parse(body) as { statusMessage: string }).statusMessage;
    expect([foreign!.status, said(foreign!)]).toEqual([404, said(unknown!)]);
  });
});

describe("retention (capability JobRetention)", () => {
  it("is what the ResourceMetadata says, in minutes", async () => {
    const metadata = await sandbox.gateway.get(`${FACE}resourceMetadata/Job`);
    expect(metadata.capabilities).toEqual(expect.arrayContaining([expect.objectContaining({ name: "JobRetention", value: 10 })]));
  });

  // [5.11.1-53]
  it("keeps a finished Job so long, with its parts, and then removes it", async () => {
    const made = await createMachine(sandbox.gateway, 1);
    await sandbox.gateway.job(made);
    ahead = 9 * MINUTE;
    expect([await sandbox.gateway.gateway.purge(), (await jobs()).length]).toEqual([0, 2]);
    ahead = 11 * MINUTE;
    expect([await sandbox.gateway.gateway.purge(), await jobs()]).toEqual([2, []]);
    expect((await sandbox.gateway.get(made.headers.Location!)).state).toBe("STOPPED");
  });

  it("keeps what still runs, however old", async () => {
    const slow = await openSandbox({ settings: { delay: 60_000 }, limits: { writeWait: 0, jobRetention: 0 } });
    const made = await createMachine(slow.gateway);
    expect(await slow.gateway.gateway.purge()).toBe(0);
    expect((await slow.gateway.get(made.headers["CIMI-Job-URI"]!)).state).toBe("RUNNING");
    await slow.close();
  });
});

describe("deleting a Job that is finished (5.17.1.1)", () => {
  it("is 200, then 404; what it made stays", async () => {
    const made = await createMachine(sandbox.gateway);
    const job = made.headers["CIMI-Job-URI"]!;
    expect((await sandbox.gateway.send("DELETE", job)).status).toBe(200);
    expect((await sandbox.gateway.send("GET", job)).status).toBe(404);
    expect((await sandbox.gateway.send("GET", made.headers.Location!)).status).toBe(200);
  });

  it("leaves its nested Jobs readable", async () => {
    const made = await createMachine(sandbox.gateway, 1);
    const job = await sandbox.gateway.job(made);
    await sandbox.gateway.send("DELETE", job.id);
    expect((await sandbox.gateway.get(hrefs(job.nestedJobs)[0]!)).state).toBe("SUCCESS");
  });
});
