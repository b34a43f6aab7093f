import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";

const ROOT = join(import.meta.dirname, "../../..");
/** Runs the sources as they are, without a build before. */
const LOADER = pathToFileURL(join(ROOT, "test/fault/loader/register.mjs")).href;

/** Tells on standard error which SDKs of clouds are loaded. */
const HOOKS =
  "export async function resolve(s, c, n) { if (/^@(aws-sdk|azure|google-cloud)\\//.test(s)) process._rawDebug('loads ' + s); return n(s, c); }";
const encoded = (source: string): string => `data:text/javascript,${encodeURIComponent(source)}`;
const WATCHER = encoded(`import { register } from "node:module"; register(${JSON.stringify(encoded(HOOKS))});`);

interface Child {
  readonly process: ChildProcess;
  /** Everything that it wrote to standard error. */
  readonly said: Promise<string>;
  readonly gone: Promise<number | null>;
}

let folder = "";
const running = new Set<ChildProcess>();
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cimi-main-"));
});
afterEach(async () => {
  for (const child of running) child.kill("SIGKILL");
  running.clear();
  await rm(folder, { recursive: true });
});

function main(variables: Readonly<Record<string, string>> = {}): Child {
  const parameters = ["--conditions=source", "--import", WATCHER, "--import", LOADER, join(import.meta.dirname, "main.ts")];
  const env = { PATH: process.env.PATH ?? "", PORT: "0", CIMI_DATA_DIR: join(folder, "data"), ...variables };
  const child = spawn(process.execPath, parameters, { env, stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  return { process: child, said: text(child.stderr!), gone: once(child, "exit").then(([code]) => code as number | null) };
}

/** The first line of the log that says where it listens; then the rest is passed over. */
async function listening({ process: child, said }: Child): Promise<string> {
  for await (const line of createInterface(child.stdout!)) {
    const { url } = JSON.parse(line) as { url?: string };
    if (url === undefined) continue;
    child.stdout!.resume();
    return url;
  }
  throw new Error(`it does not listen: ${await said}`);
}

describe("the process", () => {
  it("serves the sandbox with nothing set, ends with 0 on SIGTERM, and finds its data again", async () => {
    const first = main();
    const url = await listening(first);
    const answer = await fetch(`${url}/cimi/2/sandbox/machines`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: await machineCreate(url),
    });
    expect([201, 202]).toContain(answer.status);
    first.process.kill("SIGTERM");
    expect(await first.gone).toBe(0);
    expect(await first.said).toBe("");

    const second = main();
    const again = await listening(second);
    const path = new URL(answer.headers.get("location")!).pathname;
    expect((await fetch(again + path)).status).toBe(200);
    second.process.kill("SIGINT");
    expect(await second.gone).toBe(0);
  }, 60_000);

  it("ends at once on the second signal", async () => {
    const child = main();
    const { hostname, port } = new URL(await listening(child));
    const held = (await import("node:net")).connect(Number(port), hostname, () =>
      held.write("POST /cimi/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n"),
    );
    held.on("error", () => {});
    await once(held, "connect");
    await new Promise((resolve) => setTimeout(resolve, 200));
    child.process.kill("SIGTERM");
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(child.process.exitCode).toBeNull();
    child.process.kill("SIGTERM");
    expect(await child.gone).toBe(1);
  }, 60_000);

  it("does not start on a data folder that another holds, which is not affected (fault 46)", async () => {
    const first = main();
    const url = await listening(first);
    const second = main();
    expect(await second.gone).toBe(1);
    expect(await second.said).toMatch(/^cimi-gateway does not start\nthe database .* is in use by another process: /);
    expect(await second.said).not.toContain("    at ");
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  }, 60_000);

  it("does not start on a port that is taken, and says which", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const { port } = taken.address() as { port: number };
    const child = main({ PORT: String(port) });
    expect(await child.gone).toBe(1);
    expect(await child.said).toContain(
      `cannot listen on HOST 127.0.0.1, PORT ${port}: another process listens there; choose another PORT`,
    );
    taken.close();
  }, 60_000);

  it("does not start with a wrong configuration, and names the setting (fault 39)", async () => {
    const file = join(folder, "gateway.yaml");
    await writeFile(file, "clouds: { a: { adapter: sandbox, dealy: 1 } }");
    const child = main({ CIMI_CONFIG: file });
    expect(await child.gone).toBe(2);
    expect(await child.said).toBe(`cimi-gateway does not start\n${file}: clouds.a: dealy: no such setting here\n`);
  }, 60_000);

  it("does not start with another key to its secrets, or without it, and names the setting (fault 39)", async () => {
    const first = main();
    await listening(first);
    first.process.kill("SIGTERM");
    await first.gone;
    const file = join(folder, "gateway.yaml");
    const key = join(folder, "other.key");
    await writeFile(key, `${Buffer.alloc(32, 7).toString("base64")}\n`);
    await writeFile(file, `server: { secretKeyFile: ${key} }\nclouds: { sandbox: { adapter: sandbox } }`);
    const other = main({ CIMI_CONFIG: file });
    expect(await other.gone).toBe(2);
    expect(await other.said).toBe(
      `cimi-gateway does not start\n${file}: server.secretKeyFile: is not the one that the secrets in the database were encrypted with: give that one\n`,
    );
    await rm(join(folder, "data", "secret.key"));
    const without = main();
    expect(await without.gone).toBe(2);
    expect(await without.said).toMatch(
      /^cimi-gateway does not start\nstandard configuration: server\.secretKeyFile: the file .* cannot be read: ENOENT\n$/,
    );
  }, 60_000);

  it("does not let everybody in from outside by accident", async () => {
    const child = main({ HOST: "0.0.0.0" });
    expect(await child.gone).toBe(2);
    expect(await child.said).toContain("server.auth.mode: none is refused because HOST (0.0.0.0) is not loopback");
  }, 60_000);

  it("loads the SDK of a cloud only when a cloud of its kind is configured", async () => {
    const without = main();
    await fetch(`${await listening(without)}/cimi/2/sandbox/machines`);
    without.process.kill("SIGTERM");
    expect(await without.said).toBe("");

    const file = join(folder, "gateway.yaml");
    await writeFile(
      file,
      "clouds: { a: { adapter: ec2, region: eu-west-1, credentials: { accessKeyId: a, secretAccessKey: bbbbbb } } }",
    );
    const child = main({ CIMI_CONFIG: file, CIMI_DATA_DIR: ":memory:" });
    await listening(child);
    child.process.kill("SIGTERM");
    expect(await child.said).toContain("loads @aws-sdk/client-ec2\n");
    expect(await child.said).not.toContain("loads @aws-sdk/client-elastic-load-balancing-v2");
  }, 60_000);
});

/** A Machine of what the cloud has. */
async function machineCreate(url: string): Promise<string> {
  const first = async (collection: string, key: string): Promise<string> => {
    const shown = (await (await fetch(`${url}/cimi/2/sandbox/${collection}`)).json()) as Readonly<
      Record<string, { id: string }[]>
    >;
    return shown[key]![0]!.id;
  };
  const [machineConfig, machineImage] = [
    await first("machineConfigs", "machineConfigurations"),
    await first("machineImages", "machineImages"),
  ];
  const resourceURI = "http://schemas.dmtf.org/cimi/2/MachineCreate";
  return JSON.stringify({
    resourceURI,
    machineTemplate: { machineConfig: { href: machineConfig }, machineImage: { href: machineImage } },
  });
}
