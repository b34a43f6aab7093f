/** Why a provider refused or failed. Core gives each kind one HTTP status; adapters map native codes to kinds in a table. */
export type FaultKind =
  /** It does not exist, or no longer. */
  | "notFound"
  /** Its state, or something that uses it, forbids the operation. */
  | "conflict"
  /** The request is wrong and will always be. */
  | "invalid"
  /** The credentials are not accepted. */
  | "unauthenticated"
  /** The credentials do not allow it. */
  | "denied"
  /** A limit of the account is reached. */
  | "quota"
  /** Too many calls; later it may succeed. */
  | "throttled"
  /** The provider failed or cannot be reached; later it may succeed. */
  | "unavailable"
  /** The call was sent and no answer came: whether it acted is not known. */
  | "unanswered"
  /** The answer makes no sense. */
  | "garbled";

interface Particulars {
  readonly code?: string | undefined;
  readonly requestId?: string | undefined;
  /** Seconds after which the provider wants to be asked again. */
  readonly retryAfter?: number | undefined;
  /** The call never left, so that nothing was done; only where that is certain. */
  readonly unsent?: boolean;
  readonly cause?: unknown;
}

export class ProviderFault extends Error {
  readonly code: string | undefined;
  readonly requestId: string | undefined;
  readonly retryAfter: number | undefined;
  readonly unsent: boolean;

  constructor(
    readonly kind: FaultKind,
    message: string,
    { code, requestId, retryAfter, unsent = false, cause }: Particulars = {},
  ) {
    super(message, { cause });
    this.name = "ProviderFault";
    this.code = code;
    this.requestId = requestId;
    this.retryAfter = retryAfter;
    this.unsent = unsent;
  }
}

/** Kinds after which the same call may be sent again. */
export const isTransient = (error: unknown): error is ProviderFault =>
  error instanceof ProviderFault && (error.kind === "throttled" || error.kind === "unavailable" || error.kind === "unanswered");

/** Whether a call says nothing of what is there or was done. An answer that makes no sense is as good as none. */
export const isRepeatable = (error: unknown): error is ProviderFault =>
  isTransient(error) || (error instanceof ProviderFault && error.kind === "garbled");

/** Rows of native codes: exact, or a pattern; the first that fits decides. */
export type ErrorTable = readonly (readonly [code: string | RegExp, kind: FaultKind])[];

export function kindOf(table: ErrorTable, code: string): FaultKind | undefined {
  return table.find(([pattern]) => (typeof pattern === "string" ? pattern === code : pattern.test(code)))?.[1];
}
