import { Readable } from "node:stream";
import type { Adapter, ResourceAdapter } from "@cimi-gateway/adapter";
import type { ResourceName } from "@cimi-gateway/model";
import { adapter } from "./adapter.js";
import { connect } from "./connect.js";
import { readSettings } from "./read-settings.js";

/** One call as EC2 got it: the Query protocol's form. */
export interface NativeRequest {
  readonly action: string;
  readonly form: Readonly<Record<string, string>>;
}

/** What EC2 answers: the body of a 200, another status, or no answer at all. */
export type NativeAnswer =
  | string
  | { readonly status: number; readonly body: string; readonly headers?: Record<string, string> }
  | Error;
type Answers = Readonly<Record<string, NativeAnswer | ((request: NativeRequest) => NativeAnswer) | undefined>>;

export interface Scripted {
  readonly adapter: Adapter;
  readonly calls: NativeRequest[];
  of<N extends ResourceName>(type: N): ResourceAdapter<N, unknown>;
  /** The forms of one action's calls. */
  forms(action: string): readonly Readonly<Record<string, string>>[];
}

/** The SDK's own client over answers by action: what is sent is what EC2 would get. */
export async function scripted(
  answers: Answers,
  settings: Record<string, unknown> = {},
  clock = stillClock(),
): Promise<Scripted> {
  const calls: NativeRequest[] = [];
  const handle = async ({ body }: { body?: unknown }) => {
    const { Action: action = "", ...form } = Object.fromEntries(new URLSearchParams(String(body)));
    const request = { action, form };
    calls.push(request);
    return { response: response(answers[action], request) };
  };
  const read = readSettings({
    region: "eu-west-1",
    "credentials.accessKeyId": "a",
    "credentials.secretAccessKey": "s",
    ...settings,
  });
  const sdks = await connect(read, { handle, metadata: { handlerProtocol: "http/1.1" } } as Parameters<typeof connect>[1]);
  const opened = adapter(sdks, read, clock);
  return {
    adapter: opened,
    calls,
    of: (type) => opened.resources[type] as ResourceAdapter<typeof type, unknown>,
    forms: (action) => calls.filter((call) => call.action === action).map(({ form }) => form),
  };
}

function response(answer: Answers[string], request: NativeRequest) {
  const given = typeof answer === "function" ? answer(request) : answer;
  if (given === undefined) throw new Error(`the script has no answer for ${request.action}`);
  if (given instanceof Error) throw given;
  const { status, body, headers } =
    typeof given === "string"
      ? { status: 200, body: given, headers: { "x-amzn-requestid": "req-1" } }
      : { headers: {}, ...given };
  return { statusCode: status, headers, body: Readable.from([Buffer.from(body)]) };
}

/** An answer of the Query protocol. */
export const answered = (action: string, content = ""): string =>
  `<?xml version="1.0" encoding="UTF-8"?><${action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>req-1</requestId>${content}</${action}Response>`;

/** The same of Elastic Load Balancing. */
export const balanced = (action: string, content = ""): string =>
  `<${action}Response xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/"><${action}Result>${content}</${action}Result><ResponseMetadata><RequestId>req-1</RequestId></ResponseMetadata></${action}Response>`;

/** An error of Elastic Load Balancing, which has another form than one of EC2. */
export const unbalanced = (code: string, message = "no", status = 400): NativeAnswer => ({
  status,
  headers: { "x-amzn-requestid": "req-2" },
  body: `<ErrorResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>req-2</RequestId></ErrorResponse>`,
});

export const refused = (code: string, message = "no", status = 400): NativeAnswer => ({
  status,
  headers: { "x-amzn-requestid": "req-2" },
  body: `<?xml version="1.0" encoding="UTF-8"?><Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>req-2</RequestID></Response>`,
});

/** A clock that only passes while somebody sleeps. */
export function stillClock(start = Date.UTC(2026, 0, 1)) {
  let now = start;
  return {
    now: () => now,
    sleep: async (milliseconds: number) => {
      now += milliseconds;
    },
  };
}

export {
  createRequest as request,
  type RecordedWrite as Writing,
  readingContext as context,
  recordedWrite as writing,
  valuesShown as shown,
} from "@cimi-gateway/adapter";
