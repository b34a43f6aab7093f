// How fast the gateway answers, as a share of what Express alone does when it sends the same bytes: one run, interleaved rounds, medians.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { start, tell } from "./lib/child.mjs";
import { load } from "./lib/load.mjs";

const ROUNDS = 7;
const MACHINES = 100;
const [JSON_TYPE, XML_TYPE] = ["application/json", "application/xml"];

const WIDTHS = [20, 8, 11, 11, 8, 8, 14, 14];

/** The least share of the bare handler's rate. */
const CASES = [
  { name: "entry point, JSON", path: "cloudEntryPoint", accept: JSON_TYPE, count: 3000 },
  { name: "entry point, XML", path: "cloudEntryPoint", accept: XML_TYPE, count: 3000 },
  { name: "one machine, JSON", path: "machines/$", accept: JSON_TYPE, count: 3000, least: 0.5 },
  { name: "one machine, XML", path: "machines/$", accept: XML_TYPE, count: 3000, least: 0.35 },
  { name: "100 machines, JSON", path: "machines", accept: JSON_TYPE, count: 600, least: 0.3 },
  { name: "100 machines, XML", path: "machines", accept: XML_TYPE, count: 600 },
];

const folder = await mkdtemp(join(tmpdir(), "cimi-bench-"));
try {
  process.exitCode = await run();
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function run() {
  const gateway = await start("gateway.mjs", { CIMI_DATA_DIR: folder, CIMI_CONFIG: await configuration() }, [
    "--conditions=bundle",
    ...process.argv.slice(2),
  ]);
  const bare = await start("bare.mjs");
  const machine = await machines(`${gateway.url}/cimi/2/sandbox`);
  const cases = [];
  for (const { path, ...given } of CASES) {
    const measured = { ...given, path: `/cimi/2/sandbox/${path.replace("$", machine)}` };
    cases.push({
      ...measured,
      bytes: await share(gateway, bare, measured),
      rates: { gateway: [], bare: [] },
      costs: { gateway: [], bare: [] },
    });
  }
  // The first round is for the compilers.
  for (let round = 0; round <= ROUNDS; round++) await measure(cases, { gateway, bare }, round > 0);
  gateway.child.disconnect();
  bare.child.disconnect();
  return report(cases);
}

/** JSON is YAML. */
async function configuration() {
  const file = join(folder, "gateway.yaml");
  await writeFile(file, JSON.stringify({ clouds: { sandbox: { adapter: "sandbox", delay: 0 } } }));
  return file;
}

/** Makes the machines; returns the id of one. */
async function machines(base) {
  const machineTemplate = { machineConfig: { href: "machineConfigs/tiny" }, machineImage: { href: "machineImages/debian-12" } };
  const body = {
    resourceURI: "http://schemas.dmtf.org/cimi/2/MachineCreate",
    name: "web",
    properties: { stage: "test" },
    machineTemplate,
  };
  const sent = { method: "POST", headers: { "Content-Type": JSON_TYPE, Accept: JSON_TYPE }, body: JSON.stringify(body) };
  const made = await Promise.all(Array.from({ length: MACHINES }, () => fetch(`${base}/machines`, sent)));
  const refused = made.find(({ status }) => status !== 201);
  if (refused) throw new Error(`a machine was not made: ${refused.status} ${await refused.text()}`);
  return made[0].headers.get("location").replace(/^.*\//, "");
}

/** Hands the gateway's answer to the bare handler. Returns the size of the body. */
async function share(gateway, bare, { path, accept }) {
  const answer = await fetch(gateway.url + path, { headers: { accept } });
  const body = await answer.text();
  const own = new Set(["connection", "date", "keep-alive"]);
  const headers = Object.fromEntries([...answer.headers].filter(([name]) => !own.has(name)));
  await tell(bare.child, { key: `${accept} ${path}`, answer: { headers, body } });
  return Buffer.byteLength(body);
}

async function measure(cases, servers, counts) {
  for (const { rates, costs, count, ...request } of cases) {
    for (const name of ["gateway", "bare"]) {
      const before = await used(servers[name]);
      const rate = await load(servers[name].url, request, count);
      const cost = ((await used(servers[name])) - before) / count;
      if (!counts) continue;
      rates[name].push(rate);
      costs[name].push(cost);
    }
  }
}

async function used({ child }) {
  return (await tell(child, { usage: true })).microseconds;
}

function row(...cells) {
  console.log(cells.map((cell, at) => (at ? cell.padStart(WIDTHS[at]) : cell.padEnd(WIDTHS[at]))).join(""));
}

function report(cases) {
  row("answer", "bytes", "gateway/s", "Express/s", "share", "least", "gateway CPU", "Express CPU");
  const missed = cases.filter(({ name, bytes, rates, costs, least = 0 }) => {
    const share = median(rates.gateway.map((rate, round) => rate / rates.bare[round]));
    const figures = [median(rates.gateway).toFixed(0), median(rates.bare).toFixed(0), share.toFixed(2)];
    const processor = [costs.gateway, costs.bare].map((cost) => `${median(cost).toFixed(0)} µs`);
    row(name, String(bytes), ...figures, least ? least.toFixed(2) : "-", ...processor);
    return share < least;
  });
  const targets = cases.filter(({ least }) => least).length;
  console.log(
    `answers: ${targets - missed.length} of ${targets} targets met${missed.map(({ name }) => `; missed: ${name}`).join("")}`,
  );
  return missed.length === 0 ? 0 : 1;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
