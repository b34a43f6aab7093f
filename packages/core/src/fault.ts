import { type FaultKind, ProviderFault } from "@cimi-gateway/adapter";
import { InvalidValue, type Representation } from "@cimi-gateway/model";
import { SecretKeyMissing, SecretUnreadable, type StoreFailure, storeFailure } from "@cimi-gateway/store";

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

/**
 * What a provider's fault is to the consumer. Credentials that a cloud does not accept are those of the configuration:
 * no consumer can mend that by sending others, so that it is 403 and not 401.
 */
const STATUS = {
  notFound: 404,
  conflict: 409,
  invalid: 400,
  unauthenticated: 403,
  denied: 403,
  quota: 403,
  throttled: 503,
  unavailable: 503,
  unanswered: 504,
  garbled: 502,
} as const satisfies Record<FaultKind, number>;

/** Seconds after which a consumer may try again, where the provider did not say. */
const RETRY_AFTER = 5;

/** RELIABILITY, rule 14: a database that is full or away refuses, and a consumer may come back. */
const STORE = {
  full: { status: 507, problem: "the gateway's disk is full" },
  unavailable: { status: 503, problem: "the gateway cannot reach its database" },
} as const satisfies Record<StoreFailure, object>;

/** What the gateway's fault is to the consumer; anything unforeseen is 500 without particulars, which are in the log. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof InvalidValue) return new Refusal(400, error.message, { cause: error });
  if (error instanceof ProviderFault) return providerRefusal(error);
  if (isTimeUp(error)) return new Refusal(504, "the cloud did not answer in time; try again later", { cause: error });
  if (error instanceof SecretKeyMissing) return new Refusal(501, NO_KEY, { cause: error });
  if (error instanceof SecretUnreadable) return new Refusal(500, `${error.message}; give it anew`, { cause: error });
  const failure = storeFailure(error);
  if (failure) return storeRefusal(failure, error);
  return new Refusal(500, "the gateway failed; its log says more under this request's time", { cause: error });
}

/** The time limit of a read (AbortSignal.timeout), which may also pass between two attempts, when no call can say so (RELIABILITY, fault 12). */
const isTimeUp = (error: unknown): boolean => (error as { readonly name?: unknown } | undefined)?.name === "TimeoutError";

const NO_KEY =
  "this gateway cannot keep secrets (passwords, keys, userData), as it has no key to encrypt them with; its operator names one in server.secretKeyFile";

function storeRefusal(failure: StoreFailure, cause: unknown): Refusal {
  const { status, problem } = STORE[failure];
  return new Refusal(status, `${problem}; try again later`, {
    headers: { "Retry-After": String(RETRY_AFTER) },
    cause,
  });
}

function providerRefusal(fault: ProviderFault): Refusal {
  const status = STATUS[fault.kind];
  const headers: Record<string, string> = {};
  if (status === 503) headers["Retry-After"] = String(Math.ceil(fault.retryAfter ?? RETRY_AFTER));
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
