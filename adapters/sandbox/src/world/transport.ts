import { Agent, type IncomingMessage, request } from "node:http";
import { readBody } from "./body.js";
import { CODES, type Code, Refusal } from "./refusal.js";

/** Sends JSON to another process and reads JSON. */
export class Transport {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 32 });

  constructor(
    private readonly endpoint: string,
    /** Milliseconds for a whole call. */
    private readonly patience: number,
  ) {}

  /** @throws Refusal */
  async call(method: "GET" | "POST", path: string, body?: object, signal?: AbortSignal): Promise<unknown> {
    const answer = await this.#exchange(method, path, body, signal);
    const json = parse(answer.text);
    if (answer.status >= 400) throw refusalIn(json, answer);
    return json;
  }

  close(): void {
    this.#agent.destroy();
  }

  async #exchange(method: string, path: string, body: object | undefined, signal: AbortSignal | undefined): Promise<Answered> {
    const timeout = AbortSignal.timeout(this.patience);
    const either = signal ? AbortSignal.any([signal, timeout]) : timeout;
    try {
      const message = await send(new URL(path, this.endpoint), method, this.#agent, body, either);
      return { status: message.statusCode ?? 0, retryAfter: message.headers["retry-after"], text: await readBody(message) };
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      throw error instanceof Refusal ? error : unheard(error, this.endpoint);
    }
  }
}

interface Answered {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly text: string;
}

const send = (url: URL, method: string, agent: Agent, body: object | undefined, signal: AbortSignal): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers = text === undefined ? {} : { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) };
    request(url, { method, agent, signal, headers }, resolve).on("error", reject).end(text);
  });

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal("Garbled", "the answer of the simulated cloud is not JSON");
  }
}

function refusalIn(json: unknown, { status, retryAfter }: Answered): Refusal {
  const { code, message } = (json ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code !== "string" || !(code in CODES) || typeof message !== "string") {
    return new Refusal("Garbled", `the simulated cloud answered ${status} in a form that is not its own`);
  }
  return new Refusal(code as Code, message, retryAfter === undefined ? undefined : Number(retryAfter));
}

/** Nothing can have been sent where nobody listens; in all other cases something may have been done. */
function unheard(error: unknown, endpoint: string): Refusal {
  const code = (error as { code?: unknown }).code;
  if (code === "ECONNREFUSED" || code === "ENOTFOUND")
    return new Refusal("Unreachable", `the simulated cloud at ${endpoint} cannot be reached`);
  return new Refusal("NoAnswer", `the simulated cloud at ${endpoint} gave no whole answer`);
}
