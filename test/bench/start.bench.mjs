// How long the built gateway takes from its start to its first answer, with the sandbox alone; and that no SDK is loaded that no cloud needs.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { get } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const RUNS = 7;
/** Milliseconds. */
const MOST = 1000;
/** As `npm start` has it. */
const MAIN = ["--conditions=bundle", join(import.meta.dirname, "../../packages/server/bundle/main.js")];
const LOADED = pathToFileURL(join(import.meta.dirname, "lib/loaded.mjs")).href;
const SDK = /\/node_modules\/(@aws-sdk|@smithy|@azure|@google-cloud|axios)\//;

const folder = await mkdtemp(join(tmpdir(), "cimi-bench-"));
try {
  process.exitCode = await run();
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function run() {
  const times = [];
  for (let count = 0; count < RUNS; count++) times.push(await firstAnswer([]));
  const middle = times.toSorted((a, b) => a - b)[Math.floor(RUNS / 2)];
  const sdks = await loadedSdks();
  console.log(`starts (ms): ${times.map((time) => time.toFixed(0)).join(" ")}`);
  console.log(`SDKs loaded: ${sdks.join(" ") || "none"}`);
  console.log(`start: first answer after ${middle.toFixed(0)} ms, at most ${MOST}; ${sdks.length} SDKs loaded, at most 0`);
  return middle <= MOST && sdks.length === 0 ? 0 : 1;
}

/** Milliseconds from the start of the process to its first 200. */
async function firstAnswer(execArgv, variables = {}) {
  const port = await freePort();
  const start = performance.now();
  const child = spawn(process.execPath, [...execArgv, ...MAIN], {
    env: {
      PATH: process.env.PATH,
      PORT: String(port),
      CIMI_DATA_DIR: join(folder, String(port)),
      ...variables,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    await answered(`http://127.0.0.1:${port}/cimi/2/sandbox/cloudEntryPoint`, child);
    return performance.now() - start;
  } finally {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
}

/** The log says when the port is open: asking for it all the time would take the processor from the gateway. */
async function answered(url, child) {
  for await (const line of createInterface(child.stdout)) {
    if (!line.includes("the gateway listens")) continue;
    const [{ statusCode }] = await once(get(url, { agent: false }), "response");
    if (statusCode !== 200) throw new Error(`the first answer is ${statusCode}`);
    return;
  }
  throw new Error("the gateway ended before it listened");
}

async function loadedSdks() {
  const file = join(folder, "loaded");
  await firstAnswer(["--import", LOADED], { LOADED: file });
  const urls = (await readFile(file, "utf8")).split("\n");
  if (!urls.some((url) => url.includes("express"))) throw new Error("the list of what was loaded is not whole");
  return [...new Set(urls.flatMap((url) => SDK.exec(url)?.[1] ?? []))];
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
