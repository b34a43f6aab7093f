import { type ErrorTable, type FaultKind, kindOf, ProviderFault } from "@cimi-gateway/adapter";

/**
 * EC2's error codes (API reference, "Error codes for the Amazon EC2 API"), those of Elastic Load Balancing, which end in Exception (its API
 * reference, 2015-12-01), and the names that the SDK gives to its own errors.
 */
export const ERRORS: ErrorTable = [
  [/^(RequestLimitExceeded|Throttling\w*|RequestThrottled\w*|TooManyRequests\w*|EC2ThrottledException)$/, "throttled"],
  [/^SnapshotCreationPerVolumeRateExceeded$/, "throttled"],
  [
    /^(AuthFailure|InvalidClientTokenId|UnrecognizedClientException|MissingAuthenticationToken|SignatureDoesNotMatch)$/,
    "unauthenticated",
  ],
  [/^(ExpiredToken\w*|RequestExpired|IncompleteSignature|InvalidSignature\w*|CredentialsProviderError)$/, "unauthenticated"],
  [/^(UnauthorizedOperation|AccessDenied\w*|Blocked|OptInRequired|PendingVerification|Client\.UnauthorizedOperation)$/, "denied"],
  [/(LimitExceeded|QuotaExceeded|CountExceeded)$/, "quota"],
  [/^TooMany\w+Exception$|(LimitExceeded|AssociationLimit)Exception$/, "quota"],
  [/NotFoundException$/, "notFound"],
  [/^(Duplicate\w+|\w*InUse|OperationNotPermitted|PriorRequestNotComplete)Exception$/, "conflict"],
  [/^(IncompatibleProtocols|(AvailabilityZone|ALPNPolicy)NotSupported)Exception$/, "invalid"],
  [/^(HealthUnavailable)Exception$/, "unavailable"],
  [/(\.(NotFound|Malformed|Unavailable|Unknown)|^NatGatewayNotFound)$/, "notFound"],
  [/^InvalidID$/, "notFound"],
  [/ZoneMismatch$/, "invalid"],
  [/(InUse|\.Duplicate|AlreadyExists|\.Conflict|AlreadyAssociated|\.NotAttached|^CannotDelete)$/, "conflict"],
  [/^(IncorrectInstanceState|IncorrectState\w*|IncorrectModificationState|InvalidState\w*|DependencyViolation)$/, "conflict"],
  [/^(OperationNotPermitted|IdempotentParameterMismatch|VolumeModificationRateExceeded|ConcurrentTagAccess)$/, "conflict"],
  [/^(UnsupportedHibernationConfiguration|InvalidHostState)$/, "conflict"],
  [
    /^(InternalError|InternalFailure|InternalServerError|Unavailable|ServiceUnavailable|ServiceUnavailableException)$/,
    "unavailable",
  ],
  [/^Insufficient/, "unavailable"],
  [/^(Invalid|Missing|Unsupported|Unknown(Parameter|Operation)|Malformed|Validation|Filter|NetworkInterface|VPC)\w*/, "invalid"],
];

/** Codes of Node for connections that were never made: nothing was sent. */
const UNSENT = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|ERR_TLS\w*)$/;
/** A connection that was made may end with these, too. */
const UNREACHED = /^(EHOSTUNREACH|ENETUNREACH)$/;
const UNCONNECTED = /did not establish a connection|without establishing a connection/;

interface NativeError {
  readonly name?: string;
  readonly code?: string;
  readonly message?: string;
  readonly $fault?: string;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
  readonly $response?: { readonly statusCode?: number; readonly headers?: Readonly<Record<string, string>> };
}

/** What a failed call of the SDK means. */
export function faultOf(error: unknown): ProviderFault {
  if (error instanceof ProviderFault) return error;
  const native = (typeof error === "object" && error !== null ? error : {}) as NativeError;
  const code = native.name ?? "Error";
  const known = kindOf(ERRORS, code);
  if (known) return fault(known, `EC2 refused: ${native.message} (${code})`, native, error);
  const status = native.$metadata?.httpStatusCode ?? native.$response?.statusCode;
  return status === undefined ? unansweredFault(native, error) : answeredFault(status, native, error);
}

/** An answer came, but with a code that the table does not have, or none at all. */
function answeredFault(status: number, native: NativeError, cause: unknown): ProviderFault {
  if (status === 429) return fault("throttled", "EC2 is asked too often", native, cause);
  if (status >= 500) return fault("unavailable", `EC2 failed with HTTP status ${status}`, native, cause);
  if (status < 400 || native.$fault === undefined)
    return fault("garbled", `EC2's answer cannot be read (HTTP status ${status})`, native, cause);
  return fault("invalid", `EC2 refused: ${native.message} (${native.name})`, native, cause);
}

function unansweredFault(native: NativeError, cause: unknown): ProviderFault {
  const { code = "", message = "" } = native;
  const unsent = UNSENT.test(code) || UNCONNECTED.test(message);
  const text = `${code || native.name || "error"}: ${message}`;
  return unsent || UNREACHED.test(code)
    ? fault("unavailable", `EC2 cannot be reached (${text})`, native, cause, unsent)
    : fault("unanswered", `EC2 did not answer (${text})`, native, cause);
}

function fault(kind: FaultKind, message: string, native: NativeError, cause: unknown, unsent = false): ProviderFault {
  const wait = Number(native.$response?.headers?.["retry-after"]);
  return new ProviderFault(kind, message, {
    code: native.name,
    requestId: native.$metadata?.requestId,
    ...(Number.isFinite(wait) && wait > 0 && { retryAfter: wait }),
    unsent,
    cause,
  });
}

/** What is already gone is no error of a call that removes it. */
export const unlessGone = <T>(error: unknown, result: T): T => {
  if (error instanceof ProviderFault && error.kind === "notFound") return result;
  throw error;
};

/** Seconds after which a call is sent again that something still under way (an attachment, a detachment) made EC2 refuse. */
const SETTLING = 5;

/**
 * A refusal because of a state that is about to change is a matter of waiting: the step is sent again. EC2 calls a device that is
 * just being attached an invalid one.
 */
export function whenSettled(error: unknown): never {
  if (!(error instanceof ProviderFault) || (error.kind !== "conflict" && error.kind !== "invalid")) throw error;
  throw again(error, SETTLING);
}

/** @param retryAfter seconds */
const again = (cause: ProviderFault, retryAfter: number): ProviderFault =>
  new ProviderFault("unavailable", cause.message, { code: cause.code, requestId: cause.requestId, retryAfter, cause });

/** What EC2 does not show yet of something that is there; a later look shows it. */
export const notYet = (message: string): ProviderFault => new ProviderFault("unavailable", message, { retryAfter: SETTLING });

/** Somebody else was quicker to take the free place that was chosen: the next look shows it. */
export const takenMeanwhile = (error: unknown, words: RegExp): unknown =>
  error instanceof ProviderFault && error.kind === "invalid" && words.test(error.message) ? again(error, 1) : error;

export const gone = (what: string, id: string): ProviderFault => new ProviderFault("notFound", `EC2 has no ${what} ${id}`);
