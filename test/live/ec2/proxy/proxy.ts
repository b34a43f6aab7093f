import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { callerOf, serviceIn } from "./caller.js";
import { CONTROL_PATH, type Controlled, commandSchema, obey, statusOf } from "./control.js";
import { Ec2 } from "./ec2.js";
import { errorOf, type Fault } from "./faults.js";
import { parseForm } from "./form.js";
import { answerXml, Refusal, refusalXml } from "./refusal.js";

export interface Proxy {
  readonly endpoint: string;
  stop(): Promise<void>;
}

export interface ProxySettings {
  /** The one access key id that is accepted. */
  readonly accessKeyId: string;
  /** 0: any free one. */
  readonly port: number;
}

/** Listens on the loopback address. */
export async function startProxy(parts: Controlled, { accessKeyId, port }: ProxySettings): Promise<Proxy> {
  const listener = new Listener(parts, accessKeyId);
  const server = createServer((request, response) => void listener.handle(request, response));
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve));
  const { port: actual } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${actual}`, stop: () => stop(server) };
}

/** Calls that hang on purpose are ended with the rest. */
function stop(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
}

class Listener {
  readonly #parts: Controlled;
  readonly #ec2: Ec2;
  readonly #accessKeyId: string;

  constructor(parts: Controlled, accessKeyId: string) {
    this.#parts = parts;
    this.#ec2 = new Ec2(parts);
    this.#accessKeyId = accessKeyId;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = randomUUID();
    try {
      const body = await text(request);
      if (request.url === CONTROL_PATH) await this.#control(request, body, response);
      else await this.#call(request, body, requestId, response);
    } catch (error) {
      const refusal = error instanceof Refusal ? error : new Refusal("InternalError", `The proxy failed: ${String(error)}`, 500);
      sendXml(response, refusal.status, refusalXml(refusal, requestId, serviceIn(request.headers.authorization)), requestId);
    }
  }

  async #control(request: IncomingMessage, body: string, response: ServerResponse): Promise<void> {
    if (request.method === "POST") {
      const command = commandSchema.safeParse(jsonOrUndefined(body));
      if (!command.success) return sendJson(response, 400, { error: command.error.issues });
      await obey(command.data, this.#parts);
    }
    sendJson(response, 200, statusOf(this.#parts));
  }

  async #call(request: IncomingMessage, body: string, requestId: string, response: ServerResponse): Promise<void> {
    const form = parseForm(body);
    const action = form.get("Action");
    if (action === undefined) throw new Refusal("MissingAction", "The request must contain the parameter Action");
    this.#parts.journal.add(action, form);
    const faults = this.#parts.faults.take(action);
    if (await isStruckBefore(faults, response)) return;
    const caller = callerOf(request.headers.authorization, this.#accessKeyId);
    const answer = await this.#ec2.answer(action, form, caller).catch((error: unknown) => ({ error }));
    if (faults.some(({ kind }) => kind === "loseAnswer")) return void response.destroy();
    if ("error" in answer) throw answer.error;
    sendXml(response, 200, answerXml(answer, requestId, caller.service), requestId);
  }
}

/** The faults that keep the call from acting. True: the caller has had, or will never have, an answer. */
async function isStruckBefore(faults: readonly Fault[], response: ServerResponse): Promise<boolean> {
  for (const fault of faults) {
    if (fault.kind === "delay") await sleep(fault.milliseconds ?? 0);
    const error = errorOf(fault);
    if (error) throw new Refusal(error.code, error.message, error.status);
    if (fault.kind === "drop") response.destroy();
    if (fault.kind === "garbage") response.writeHead(200, { "content-type": "text/xml" }).end(garbage(fault));
    if (["drop", "garbage", "hang"].includes(fault.kind)) return true;
  }
  return false;
}

function garbage({ body = "<html><title>It works!</title><p>Not EC2", repeat = 1 }: Fault): string {
  return body.repeat(repeat);
}

function sendXml(response: ServerResponse, status: number, xml: string, requestId: string): void {
  response.writeHead(status, { "content-type": "text/xml;charset=UTF-8", "x-amzn-requestid": requestId });
  response.end(`<?xml version="1.0" encoding="UTF-8"?>\n${xml}`);
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
