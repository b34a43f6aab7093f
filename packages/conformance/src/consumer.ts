import { actionUri, type Edition, mediaTypeOf } from "@cimi-gateway/model";
import { acceptOf, type Dialect } from "./dialect.js";
import type { Answer, Face, Harness } from "./harness.js";
import { type Content, written } from "./request.js";
import { idOf, linkOf, required, type Seen, seenIn } from "./seen.js";

/** An answer with its headers and its body within reach. */
export interface Reply {
  readonly status: number;
  readonly body: string;
  header(name: string): string | undefined;
  /** The representation in the body; undefined where there is none. @throws Error for a body in another format */
  readonly seen: Seen | undefined;
}

export interface Asking {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const OPEN: ReadonlySet<string | undefined> = new Set(["QUEUED", "RUNNING", "STOPPING"]);

const VERSIONS = { 1: "1.1.0", 2: "2.0.0" } as const satisfies Record<Edition, string>;

/** A client of CIMI in one dialect: it finds its way from the Cloud Entry Point by links, and follows Jobs. */
export class Consumer {
  constructor(
    readonly harness: Harness,
    readonly dialect: Dialect,
  ) {}

  get face(): Face {
    return required(this.harness.faces[this.dialect.edition], `face of edition ${this.dialect.edition}`);
  }

  get entryPoint(): string {
    return this.face.entryPoint;
  }

  /** What every href begins with (5.12, baseURI). */
  get base(): string {
    return this.face.base;
  }

  async send(method: string, target: string, { headers = {}, body }: Asking = {}): Promise<Reply> {
    const type: Record<string, string> = body === undefined ? {} : { "content-type": mediaTypeOf(this.dialect.format) };
    const usual = { accept: acceptOf(this.dialect), "cimi-specification-version": VERSIONS[this.dialect.edition] };
    const sent = { headers: { ...usual, ...type, ...headers }, ...(body !== undefined && { body }) };
    return replyIn(await this.harness.send(method, target, sent), this.dialect);
  }

  /** What a GET shows; anything but 200 is a failure. */
  async get(target: string): Promise<Seen> {
    const reply = await this.send("GET", target);
    if (reply.status !== 200) throw new Error(`GET ${target} answered ${reply.status}: ${reply.body}`);
    return required(reply.seen, "representation");
  }

  /** The href of a Collection, as the Cloud Entry Point gives it. */
  async collection(name: string): Promise<string> {
    return required((await this.get(this.entryPoint)).href(name), `collection ${name}`);
  }

  async items(name: string, query = ""): Promise<readonly Seen[]> {
    return (await this.get((await this.collection(name)) + query)).items;
  }

  body(type: string, content: Content): string {
    return written(type, content, this.dialect);
  }

  /** A POST to the `add` link of a Collection. */
  async add(collection: string, type: string, content: Content): Promise<Reply> {
    const link = required(linkOf(await this.get(collection), "add"), `link add in ${collection}`);
    return this.send("POST", link.href, { body: this.body(type, content) });
  }

  /** A POST to the link of an operation. */
  async act(resource: string, operation: string, input: Content = {}): Promise<Reply> {
    const link = required(linkOf(await this.get(resource), operation), `link ${operation} in ${resource}`);
    return this.send("POST", link.href, { body: this.action(operation, input) });
  }

  /** 5.5.12.2, 5.5.12.3: a POST to the link of a Collection by which what exists enters it or leaves it. */
  async enter(collection: string, kind: "insert" | "remove", input: Content): Promise<Reply> {
    const link = required(linkOf(await this.get(collection), kind), `link ${kind} in ${collection}`);
    return this.send("POST", link.href, { body: this.body("Action", { action: kind, ...input }) });
  }

  action(operation: string, input: Content = {}): string {
    return this.body("Action", { action: actionUri(operation, this.dialect.edition), ...input });
  }

  put(target: string, type: string, content: Content, headers: Readonly<Record<string, string>> = {}): Promise<Reply> {
    return this.send("PUT", target, { body: this.body(type, content), headers });
  }

  /** The Job of an answer, followed to its end. */
  async job(reply: Reply): Promise<Seen> {
    const uri = required(reply.header("CIMI-Job-URI"), `CIMI-Job-URI (status ${reply.status}: ${reply.body})`);
    const end = Date.now() + this.harness.patience;
    for (;;) {
      const job = await this.get(uri);
      if (!OPEN.has(job.text("state"))) return job;
      if (Date.now() > end) throw new Error(`the Job ${uri} did not end within ${this.harness.patience} ms`);
      await this.harness.pause();
    }
  }

  /** Follows a write to its end, which has to be a success. Gives the Job. */
  async done(reply: Reply): Promise<Seen> {
    const job = await this.job(reply);
    if (job.text("state") !== "SUCCESS") {
      throw new Error(`the Job ended ${job.text("state")} (${job.text("returnCode")}): ${job.text("statusMessage")}`);
    }
    return job;
  }

  /** Follows an operation that makes something; what it made is among what its Job affected (5.17.1). */
  async produced(reply: Reply): Promise<Seen> {
    const job = await this.done(reply);
    const made = job.hrefs("affectedResources").find((href) => href !== job.href("targetResource"));
    return this.get(required(made, "affected resource beside the target"));
  }

  /** Follows a create to its end; gives the new resource. */
  async made(reply: Reply): Promise<Seen> {
    await this.done(reply);
    return this.get(required(reply.header("Location") ?? (reply.seen && idOf(reply.seen)), "Location"));
  }
}

function replyIn({ status, headers, body }: Answer, dialect: Dialect): Reply {
  const lower = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return {
    status,
    body,
    header: (name) => lower.get(name.toLowerCase()),
    get seen() {
      return body === "" ? undefined : readable(body, dialect, lower.get("content-type"));
    },
  };
}

function readable(body: string, dialect: Dialect, type = "without a Content-Type"): Seen {
  try {
    return seenIn(body, dialect);
  } catch (cause) {
    throw new Error(`the answer (${type}) is not ${dialect.title}: ${body.slice(0, SHOWN)}`, { cause });
  }
}

/** Characters of an answer that a complaint shows. */
const SHOWN = 200;
