import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { readBody } from "./body.js";
import { deliver } from "./deliver.js";
import type { Host } from "./host.js";
import { CODES, Refusal } from "./refusal.js";
import { requestIn } from "./request.js";
import type { Rule } from "./script.js";

export interface WorldServer {
  /** `http://127.0.0.1:5999` */
  readonly endpoint: string;
  close(): Promise<void>;
}

/**
 * The simulated cloud for other processes, on loopback: `POST /` takes a call of the native API, `GET /__guest/{machine}` gives what
 * the guest finds, `POST /__control` takes `{rules}` of faults and `GET /__control` gives the counts.
 */
export async function serveWorld(host: Host, port = 0): Promise<WorldServer> {
  const server = createServer((request, response) => void answer(host, request, response));
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve));
  const { port: bound } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${bound}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(host: Host, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await route(host, request, response);
  } catch (error) {
    refuse(response, error instanceof Refusal ? error : new Refusal("InternalError", String(error)));
  }
}

async function route(host: Host, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const place = `${request.method} ${request.url}`;
  if (place === "POST /") return deliver(await host.serve(requestIn(await json(request))), response);
  if (place === "GET /__control") return reply(response, 200, host.census());
  if (place === "POST /__control") {
    host.script(((await json(request)) as { rules: readonly Rule[] }).rules);
    return reply(response, 200, {});
  }
  if (place.startsWith(GUEST)) return reply(response, 200, host.guest(decodeURIComponent(place.slice(GUEST.length))));
  throw new Refusal("NotFound", `there is nothing at ${place}`);
}

const GUEST = "GET /__guest/";

async function json(request: IncomingMessage): Promise<unknown> {
  const text = await readBody(request);
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal("Invalid", "the body is not JSON");
  }
}

function refuse(response: ServerResponse, { code, message, retryAfter }: Refusal): void {
  if (retryAfter !== undefined) response.setHeader("Retry-After", String(retryAfter));
  reply(response, CODES[code] || 500, { code, message, retryAfter });
}

export function reply(response: ServerResponse, status: number, value: object): void {
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(value));
}
