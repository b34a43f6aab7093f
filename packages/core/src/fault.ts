import { type FaultKind, ProviderFault } from "@cimi-gateway/adapter";
import { InvalidValue, type Representation } from "@cimi-gateway/model";

interface Particulars {
  /** Headers that belong to the refusal, such as Allow or Retry-After. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** A request that is refused: the status, and a message that says what to change. */
export class Refusal extends Error {
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly status: number,
    message: string,
    { headers = {}, cause }: Particulars = {},
  ) {
    super(message, { cause });
    this.name = "Refusal";
    this.headers = headers;
  }
}

/** What a provider's fault is to the consumer. */
const STATUS = {
  notFound: 404,
  conflict: 409,
  invalid: 400,
  unauthenticated: 401,
  denied: 403,
  quota: 403,
  throttled: 503,
  unavailable: 503,
  unanswered: 504,
  garbled: 502,
} as const satisfies Record<FaultKind, number>;

/** Seconds after which a consumer may try again, where the provider did not say. */
const RETRY_AFTER = 5;

/** What the gateway's fault is to the consumer; anything unforeseen is 500 without particulars, which are in the log. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof InvalidValue) return new Refusal(400, error.message, { cause: error });
  if (error instanceof ProviderFault) return providerRefusal(error);
  return new Refusal(500, "the gateway failed; its log says more under this request's time", { cause: error });
}

function providerRefusal(fault: ProviderFault): Refusal {
  const status = STATUS[fault.kind];
  const headers: Record<string, string> = {};
  if (status === 503) headers["Retry-After"] = String(Math.ceil(fault.retryAfter ?? RETRY_AFTER));
  if (status === 401) headers["WWW-Authenticate"] = 'Basic realm="cimi"';
  const code = fault.code === undefined ? "" : ` (${fault.code})`;
  return new Refusal(status, `the cloud refused: ${fault.message}${code}`, { headers, cause: fault });
}

/** 5.17.1: 0 to 9999 are the standard's own. */
export const returnCodeOf = (status: number): number => 10_000 + status;

/** 4.2.2: every error is shown as a Job; one that nobody stored has the empty path as its id. */
export function faultJob(refusal: Refusal, now: number): Representation {
  return {
    type: "Job",
    values: {
      id: "",
      state: "FAILED",
      returnCode: returnCodeOf(refusal.status),
      progress: 100,
      statusMessage: refusal.message,
      timeOfStatusChange: new Date(now).toISOString(),
    },
  };
}
