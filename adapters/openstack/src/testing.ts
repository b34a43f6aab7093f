import { type Adapter, type RecordedWrite, type ResourceAdapter, recordedWrite, steppingClock } from "@cimi-gateway/adapter";
import type { ResourceName } from "@cimi-gateway/model";
import { adapter } from "./adapter.js";
import type { HttpAnswer, HttpRequest } from "./http.js";
import { readSettings } from "./read-settings.js";

/** What a service answers: the JSON of a 200, a whole answer, or no answer at all. */
export type NativeAnswer =
  | { readonly status: number; readonly body?: object | string; readonly headers?: Record<string, string> }
  | Error;
type Answer = NativeAnswer | ((request: Sent) => NativeAnswer);
export type Answers = Readonly<Record<string, Answer | undefined>>;

/** One request as the service got it. */
export interface Sent {
  /** `POST compute /servers`: the service by its host, and the path below its endpoint. */
  readonly line: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface Scripted {
  readonly adapter: Adapter;
  /** Without those of the identity service and those that ask what a service has. */
  readonly calls: Sent[];
  /** All of them. */
  readonly sent: Sent[];
  of<N extends ResourceName>(type: N): ResourceAdapter<N, unknown>;
  lines(): readonly string[];
  bodies(line: string): readonly unknown[];
}

export const ok = (body: object | string = "", status = 200): NativeAnswer => ({ status, body });

export const refused = (status: number, key: string, message = "no", headers: Record<string, string> = {}): NativeAnswer => ({
  status,
  body: { [key]: { code: status, message } },
  headers: { "x-openstack-request-id": "req-2", ...headers },
});

export const PROJECT = "a01d88dadbea4c90899bf7b757ea28d9";

const endpoint = (type: string, url: string) => ({ type, endpoints: [{ interface: "public", region: "RegionOne", url }] });

/** What Keystone 22 answers, shortened. */
export const tokenAnswer = (token: string, more: object = {}): NativeAnswer => ({
  status: 201,
  headers: { "x-subject-token": token },
  body: {
    token: {
      expires_at: "2026-06-01T13:00:00.000000Z",
      project: { id: PROJECT },
      catalog: [
        endpoint("volumev3", `http://volume.test/v3/${PROJECT}`),
        endpoint("compute", "http://compute.test/v2.1"),
        endpoint("image", "http://image.test"),
        endpoint("network", "http://network.test/"),
      ],
      ...more,
    },
  },
});

const VERSIONS: Answers = {
  "GET compute /v2.1/": ok({ version: { id: "v2.1", version: "2.93", min_version: "2.1" } }),
  "GET volume /v3/": ok({ versions: [{ id: "v3.0", version: "3.70", min_version: "3.0" }] }),
  "POST identity /v3/auth/tokens": tokenAnswer("token-1"),
  // A cloud without backups, unless a test says otherwise.
  "GET volume /backups": { status: 404 },
};

export const SETTINGS = {
  authUrl: "http://identity.test:5000/v3",
  region: "RegionOne",
  "credentials.username": "demo",
  "credentials.password": "hunter2",
  "credentials.projectName": "demo",
  "credentials.userDomainName": "Default",
  "credentials.projectDomainId": "default",
  endpointHosts: ["compute.test", "volume.test", "image.test", "network.test"],
};

/** The adapter over answers by request line. */
export function scripted(answers: Answers, settings: Record<string, unknown> = {}, clock = steppingClock()): Scripted {
  const sent: Sent[] = [];
  const script: Answers = { ...VERSIONS, ...answers };
  const opened = adapter(
    {
      async send(request) {
        const call = sentOf(request);
        sent.push(call);
        return answerOf(script[call.line], call);
      },
      close: () => undefined,
    },
    readSettings({ ...SETTINGS, ...settings }),
    clock,
  );
  const calls = () => sent.filter(({ line }) => !(line in VERSIONS));
  return {
    adapter: opened,
    sent,
    get calls() {
      return calls();
    },
    of: (type) => opened.resources[type] as ResourceAdapter<typeof type, unknown>,
    lines: () => calls().map(({ line }) => line),
    bodies: (line) =>
      calls()
        .filter((call) => call.line === line)
        .map(({ body }) => body),
  };
}

const ROOTS = ["/v2.1/", "/v2.0/", "/v2/", `/v3/${PROJECT}/`];

function sentOf({ method, url, headers, body }: HttpRequest): Sent {
  const { hostname, pathname, searchParams } = new URL(url);
  const root = ROOTS.find((start) => pathname.startsWith(start) && pathname.length > start.length);
  return {
    line: `${method} ${hostname.replace(/\.test$/, "")} ${root === undefined ? pathname : pathname.slice(root.length - 1)}`,
    query: Object.fromEntries(searchParams),
    headers,
    body: body === undefined ? undefined : JSON.parse(body),
  };
}

function answerOf(answer: Answer | undefined, call: Sent): HttpAnswer {
  const given = typeof answer === "function" ? answer(call) : answer;
  if (given === undefined) throw new Error(`the script has no answer for ${call.line}`);
  if (given instanceof Error) throw given;
  const { status, body = "", headers = { "x-openstack-request-id": "req-1" } } = given;
  return { status, headers, body: typeof body === "string" ? body : JSON.stringify(body) };
}

/** Waiting takes no time. */
export const writing = (found: readonly string[] = []): RecordedWrite => recordedWrite(found, steppingClock());

export { createRequest as request, readingContext as context, valuesShown as shown } from "@cimi-gateway/adapter";

/** A server as Nova gives it, shortened. */
export const server = (more: object = {}) => ({
  id: "s-1",
  name: "web",
  status: "ACTIVE",
  "OS-EXT-STS:task_state": null,
  "OS-EXT-STS:power_state": 1,
  "OS-EXT-AZ:availability_zone": "nova",
  "os-extended-volumes:volumes_attached": [],
  image: { id: "i-1" },
  flavor: { vcpus: 1, ram: 512, disk: 1, ephemeral: 0, original_name: "m1.tiny" },
  metadata: {},
  ...more,
});
