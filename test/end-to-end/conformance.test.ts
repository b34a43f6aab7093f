import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { runCommand } from "../support/command.js";
import { serveConfigured } from "../support/configured.js";
import { type Passing, startFront } from "../support/front.js";
import type { Served } from "../support/server.js";

/** Contract, Commands: `npm run conformance -- <entry point URL>`, as a process against a gateway that is one, too. */
const QUICK = { server: { pollShortest: 5, pollLongest: 50 }, clouds: { sandbox: { adapter: "sandbox", delay: 5 } } };
const RUN = 240_000;
/** Milliseconds: the command ends by itself within 8 minutes, however slow the computer is; on two processors it takes half a minute. */
const WHOLE = 500_000;

let served: Served;
beforeAll(async () => {
  // Most of the time of a gateway on a disk is spent on making its rows durable, of which nothing is asked here.
  served = await serveConfigured(QUICK, { CIMI_DATA_DIR: ":memory:" });
}, 60_000);
afterAll(() => served?.stop());

const entryPoint = (edition: 1 | 2): string => `${served.gateway}/cimi/${edition}/sandbox/cloudEntryPoint`;

async function listed(): Promise<Readonly<Record<string, number>>> {
  const names = ["machines", "volumes", "machineImages", "volumeImages", "credentials", "machineTemplates", "volumeConfigs"];
  const counts = names.map(async (name) => {
    const answer = await fetch(`${served.gateway}/cimi/2/sandbox/${name}`, { headers: { accept: "application/json" } });
    return [name, ((await answer.json()) as { count: number }).count] as const;
  });
  return Object.fromEntries(await Promise.all(counts));
}

/** Runs the command against the gateway behind a front that changes its answers. */
async function behind(change: (answer: Passing) => Partial<Passing>, edition: 1 | 2, ...options: readonly string[]) {
  const front = await startFront(served.gateway, change);
  try {
    return await runCommand("conformance", [`${front.url}/cimi/${edition}/sandbox/cloudEntryPoint`, ...options]);
  } finally {
    await front.stop();
  }
}

/** Where one edition is enough to see: the first test has both, and all cases. */
const SOME = ["--cases", "4\\.[12]\\.|7\\.1|5\\.14\\.1 "];

const hidesIndex = ({ path }: Passing): Partial<Passing> => (path === "/" ? { status: 404 } : {});

describe("npm run conformance", () => {
  it(
    "passes as a whole against a gateway, in both editions, and leaves nothing behind",
    async () => {
      const before = await listed();
      const { code, last, output } = await runCommand("conformance", [entryPoint(2)]);
      expect([code, output.match(/^✗.*/gm)]).toEqual([0, null]);
      expect(last).toMatch(/^[3-9]\d\d passed, 0 failed, \d+ skipped$/);
      expect(output).toMatch(/^✓ 4\.2\.1\.6 {2}every PUT, POST and DELETE names its Job \(XML 1\.x\)$/m);
      expect(await listed()).toEqual(before);
    },
    WHOLE,
  );

  it(
    "takes the edition that the URL speaks, where there is no other",
    async () => {
      const { code, last, output } = await behind(hidesIndex, 1, ...SOME);
      expect([code, output.match(/^✗.*/gm)]).toEqual([0, null]);
      expect(last).toMatch(/^\d\d+ passed, 0 failed, [1-9]\d* skipped$/);
      expect(output).not.toContain("2.0)");
    },
    RUN,
  );

  it(
    "fails and names the clause where no Job is named (4.2.1.6), and takes away what it made all the same",
    async () => {
      const before = await listed();
      const change = ({ headers: { "cimi-job-uri": _, ...headers } }: Passing) => ({ headers });
      const { code, last, output } = await behind(change, 2, "--cases", "4\\.2\\.1\\.6");
      expect([code, last]).toEqual([1, "0 passed, 2 failed, 0 skipped"]);
      expect(output).toMatch(/^✗ 4\.2\.1\.6 {2}every PUT.*?no CIMI-Job-URI.*^clauses that are not held: 4\.2\.1\.6 \(2\)$/ms);
      expect(await listed()).toEqual(before);
    },
    RUN,
  );

  it(
    "fails and names the clause where errors are HTML (4.2.2)",
    async () => {
      const html = Buffer.from("<!DOCTYPE html><p>Not Found");
      const page = { "content-type": "text/html", "content-length": String(html.length) };
      const change = ({ status }: Passing) => (status < 400 ? {} : { headers: page, body: html });
      const { code, output } = await behind(change, 2, "--cases", "4\\.2\\.2");
      expect(code).toBe(1);
      expect(output).toMatch(/^✗ 4\.2\.2 {2}an error is a Job in the format asked for \(JSON 2\.0\)$.*text\/html/ms);
      expect(output).toMatch(/^clauses that are not held: 4\.2\.2 \(4\)$/m);
    },
    RUN,
  );

  it("fails where --cases fits nothing, and names what there is", async () => {
    const { code, last, output } = await runCommand("conformance", [entryPoint(2), "--cases", "6\\.6\\.6"]);
    expect([code, last]).toEqual([1, "0 passed, 0 failed, 0 skipped"]);
    expect(output).toMatch(
      /^✗ no case has a clause or a title that fits 6\\.6\\.6\n\nthere are:\n {2}7\.1, minimal conformance$/m,
    );
    expect(output).toMatch(/^ {2}4\.2, protocol$/m);
  }, 60_000);

  it("sends what proves who the consumer is with every request", async () => {
    const secret = `Basic ${Buffer.from("ann:s3cret").toString("base64")}`;
    const seen: (string | undefined)[] = [];
    const options = ["--user", "ann:s3cret", "--header", "X-Tenant: blue"];
    const change = ({ asked }: Passing) => {
      seen.push(asked.authorization, String(asked["x-tenant"]));
      return { status: 401 };
    };
    const { code, last, output } = await behind(change, 2, ...options);
    expect(seen).toEqual([secret, "blue"]);
    expect([code, last]).toEqual([1, "0 passed, 1 failed, 0 skipped"]);
    expect(output).toMatch(/answered 401/);
    expect(output).not.toMatch(/s3cret|YW5uOn/);
  }, 60_000);

  it.each([
    [[]],
    [["not a url"]],
    [["ftp://127.0.0.1/"]],
    [["http://127.0.0.1/", "--user", "ann"]],
    [["http://127.0.0.1/", "--nothing"]],
    [["http://127.0.0.1/", "--cases", "4.2("]],
  ])("%j is refused with what would be accepted", async (parameters) => {
    const { code, errors } = await runCommand("conformance", parameters);
    expect([code, errors]).toEqual([2, expect.stringContaining("npm run conformance -- <entry point URL>")]);
  });
});
