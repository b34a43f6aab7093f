import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { type RunningServer, type StartOptions, startServer } from "./server.js";

/** A configuration with one simulated cloud, with whatever else is given for `server`. */
export const sandboxWith = (server: object): object => ({ server, clouds: { sandbox: { adapter: "sandbox", delay: 0 } } });

export interface TestOptions extends Omit<Partial<StartOptions>, "output" | "variables"> {
  /** Written as JSON, which is YAML. */
  readonly configuration?: object;
  readonly variables?: StartOptions["variables"];
}

export interface TestServer extends RunningServer {
  readonly port: number;
  /** The lines of the log so far. */
  readonly lines: readonly string[];
}

/** A gateway on a free port that keeps nothing. */
export async function startTest({
  configuration = sandboxWith({}),
  variables = {},
  ...options
}: TestOptions = {}): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), "cimi-server-"));
  const file = join(folder, "gateway.yaml");
  await writeFile(file, JSON.stringify(configuration));
  const lines: string[] = [];
  const output = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  try {
    const all = { PORT: "0", CIMI_CONFIG: file, CIMI_DATA_DIR: ":memory:", ...variables };
    const server = await startServer({ ...options, variables: all, output });
    return { ...server, port: Number(new URL(server.url).port), lines };
  } finally {
    await rm(folder, { recursive: true });
  }
}

export interface RawAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Milliseconds until the connection was closed. */
  readonly took: number;
}

/** Sends bytes as they are and reads until the server closes the connection. */
export function raw(port: number, bytes: string | Buffer, host = "127.0.0.1"): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const chunks: Buffer[] = [];
    const socket = connect(port, host, () => socket.write(bytes));
    socket.on("data", (chunk) => chunks.push(chunk)).on("error", () => {});
    socket.setTimeout(20_000, () => reject(new Error("the server does not close the connection")));
    socket.on("close", () => resolve({ ...parsed(Buffer.concat(chunks).toString()), took: performance.now() - start }));
  });
}

/** The first answer in what came back. */
function parsed(text: string): Omit<RawAnswer, "took"> {
  const end = text.indexOf("\r\n\r\n");
  const [first = "", ...lines] = text.slice(0, end).split("\r\n");
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]),
  );
  return { status: Number(first.split(" ")[1] ?? 0), headers, body: text.slice(end + 4) };
}

/** A GET that asks for the connection to be closed; lines are headers as they are. */
export const get = (path: string, ...lines: readonly string[]): string =>
  [`GET ${path} HTTP/1.1`, ...lines, "Connection: close", "", ""].join("\r\n");

export interface ShownJob {
  readonly state: string;
  readonly progress: number;
  readonly returnCode: number;
  readonly statusMessage: string;
  readonly id: string;
}

/** The Job in a refusal in JSON (4.2.2). Throws where it is none. */
export function jobIn({ status, headers, body }: Pick<RawAnswer, "status" | "headers" | "body">): ShownJob {
  if (headers["content-type"] !== "application/json") throw new Error(`the refusal is ${headers["content-type"]}: ${body}`);
  const job = JSON.parse(body) as ShownJob;
  const wanted = { state: "FAILED", progress: 100, returnCode: 10_000 + status };
  for (const [key, value] of Object.entries(wanted))
    if (job[key as keyof ShownJob] !== value) throw new Error(`${key} of the refusal is ${job[key as keyof ShownJob]}: ${body}`);
  return job;
}
