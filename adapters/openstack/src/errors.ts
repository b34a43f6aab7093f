import { type ErrorTable, type FaultKind, kindOf, ProviderFault } from "@cimi-gateway/adapter";
import { type HttpAnswer, jsonOf, requestIdOf } from "./http.js";

/**
 * What an error is called: Nova and Cinder name it by the key of the body, Neutron by the type in it, Keystone by its title; Glance sends
 * text and Octavia a reason, of which the HTTP status is left.
 */
export const ERRORS: ErrorTable = [
  [/^(overLimit|OverLimit|rateLimitExceeded|Too Many Requests|429)$/, "throttled"],
  [/^(OverQuota|QuotaResourceUnknown|IpAddressGenerationFailure|413)$/, "quota"],
  [/^(unauthorized|Unauthorized|401)$/, "unauthenticated"],
  [/^(forbidden|Forbidden|PolicyNotAuthorized|AdminRequired|NotAuthorized|403)$/, "denied"],
  // A floating IP for an interface from which no router leads to its network.
  [/^ExternalGatewayForFloatingIPNotFound$/, "conflict"],
  [/(NotFound$|^itemNotFound$|^Not Found$|^404$|^410$)/, "notFound"],
  [/^(conflictingRequest|buildInProgress|Conflict|409)$/, "conflict"],
  [/(InUse|AlreadyExists|Duplicate\w*|InUseBy\w+|Overlap\w*|AlreadyAssociated)$/, "conflict"],
  [/^(computeFault|serviceUnavailable|serverCapacityUnavailable|Service Unavailable|RetryRequest)$/, "unavailable"],
  [/^(ServiceUnavailable|ExternalConnectivity|DriverError|InternalServerError|50[0234])$/, "unavailable"],
  [
    /^(badRequest|badMediaType|badMethod|notImplemented|Bad Request|HTTPBadRequest|InvalidInput\w*|BadRequest|4\d\d|501)$/,
    "invalid",
  ],
];

/** Refusals that say by their text only what they are. A quota is answered 403 by Nova, 413 by Cinder and Glance, 409 by Neutron. */
const TEXTS: readonly (readonly [kinds: readonly FaultKind[], text: RegExp, kind: FaultKind])[] = [
  [["denied", "throttled", "conflict", "invalid"], /quota|maximum number of|exceeds? .*limit|limit exceeded/i, "quota"],
  // Cinder answers 404 also where it has the backup, but no service that could carry the request out.
  [["notFound"], /^Service \S+ could not be found/i, "unavailable"],
  // Cinder answers 400 where a volume or a snapshot is in the wrong state, or still in use.
  // Neutron answers 400 for a range that another subnet of the network has, and for a subnet that a router has already.
  [["invalid"], /overlaps with another subnet|already has a port on subnet/i, "conflict"],
  [["denied", "invalid"], /cannot detach a root device/i, "conflict"],
  [
    ["invalid"],
    /^Invalid (volume|snapshot|backup)\b|status must be|is (still )?in use|dependent snapshot|is being used/i,
    "conflict",
  ],
];

/** What an answer that is no success means. */
export function faultOf(answer: HttpAnswer, service: string): ProviderFault {
  const requestId = requestIdOf(answer);
  if (answer.status < 400)
    return new ProviderFault("garbled", `${service} answered with HTTP status ${answer.status}, which says nothing here`, {
      requestId,
    });
  const { code, message } = refusalIn(answer);
  const known = kindOf(ERRORS, code) ?? kindOf(ERRORS, String(answer.status)) ?? "garbled";
  const kind = TEXTS.find(([kinds, text]) => kinds.includes(known) && text.test(message))?.[2] ?? known;
  const retryAfter = kind === "quota" ? undefined : secondsIn(answer.headers["retry-after"]);
  return new ProviderFault(kind, `${service} refused: ${message} (${code}, HTTP status ${answer.status})`, {
    code,
    requestId,
    retryAfter,
  });
}

interface Refusal {
  readonly code: string;
  readonly message: string;
}

type Told = { readonly message?: unknown; readonly title?: unknown; readonly type?: unknown };

function refusalIn(answer: HttpAnswer): Refusal {
  const body = jsonOf(answer);
  const status = String(answer.status);
  if (typeof body !== "object" || body === null) return { code: status, message: plain(answer.body) };
  if ("faultstring" in body && typeof body.faultstring === "string") return { code: status, message: body.faultstring };
  const [[key, told] = [status, undefined]] = Object.entries(body) as [string, Told | string | null | undefined][];
  if (typeof told === "string") return { code: status, message: told };
  const { message, title, type } = told ?? {};
  const name = key === "NeutronError" ? type : key === "error" ? title : key;
  return {
    code: typeof name === "string" && name !== "" ? name : status,
    message: typeof message === "string" ? message : "no reason",
  };
}

/** A page of text or HTML in one line. */
function plain(body: string): string {
  const LONGEST = 300;
  const text = body
    .replace(/<(head|style|script)[\s\S]*?<\/\1>|<[^>]*>/gi, " ")
    .replace(/^\s*\d{3} [A-Z][A-Za-z ]*/, "")
    .replace(/\s+/g, " ")
    .trim();
  return text === "" ? "no reason" : text.slice(0, LONGEST);
}

function secondsIn(header: string | undefined): number | undefined {
  const seconds = Number(header);
  return header !== undefined && Number.isFinite(seconds) && seconds > 0 ? seconds : undefined;
}

/** Codes of Node for connections that were never made: nothing was sent. */
const UNSENT = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|ERR_TLS\w*|UNABLE_TO_\w+)$/;
/** A connection that was made may end with these, too. */
const UNREACHED = /^(EHOSTUNREACH|ENETUNREACH)$/;

/** No answer came. What the HTTP client says is not handed on as it is: it holds the request, with its token. */
export function unansweredFault(error: unknown, service: string): ProviderFault {
  if (error instanceof ProviderFault) return error;
  const { code = "", message = "" } = (typeof error === "object" && error !== null ? error : {}) as {
    code?: string;
    message?: string;
  };
  const text = `${code || "error"}: ${message}`;
  const unsent = UNSENT.test(code);
  return unsent || UNREACHED.test(code)
    ? new ProviderFault("unavailable", `${service} cannot be reached (${text})`, { code, unsent })
    : new ProviderFault("unanswered", `${service} did not answer (${text})`, { code });
}

/** An answer that lacks what it must have. */
export const garbled = (what: string, requestId?: string): ProviderFault =>
  new ProviderFault("garbled", `OpenStack's answer lacks ${what}`, { requestId });

export const gone = (what: string, id: string): ProviderFault => new ProviderFault("notFound", `OpenStack has no ${what} ${id}`);

/** What is already gone is no error of a call that removes it. */
export const unlessGone = <T>(error: unknown, result: T): T => {
  if (error instanceof ProviderFault && error.kind === "notFound") return result;
  throw error;
};

/** Seconds after which a call is sent again that something still under way made the cloud refuse. */
const SETTLING = 2;

/** A refusal because of a state that is about to change is a matter of waiting: the step is sent again. */
export function whenSettled(error: unknown): never {
  if (!(error instanceof ProviderFault) || error.kind !== "conflict") throw error;
  const { code, requestId } = error;
  throw new ProviderFault("unavailable", error.message, { code, requestId, retryAfter: SETTLING, cause: error });
}
