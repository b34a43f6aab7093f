/** What a failed call of the store says about its database: out of space, or not to be reached at present. */
export type StoreFailure = "full" | "unavailable";

/** https://www.sqlite.org/rescode.html; the extended codes of one kind begin alike (SQLITE_IOERR_WRITE). */
const EMBEDDED: readonly (readonly [prefix: string, failure: StoreFailure])[] = [
  ["SQLITE_FULL", "full"],
  ["SQLITE_BUSY", "unavailable"],
  ["SQLITE_IOERR", "unavailable"],
  ["SQLITE_CANTOPEN", "unavailable"],
  ["SQLITE_READONLY", "unavailable"],
];

/** https://www.postgresql.org/docs/current/errcodes-appendix.html; a class is the first two characters. */
const POSTGRESQL: readonly (readonly [prefix: string, failure: StoreFailure])[] = [
  ["53100", "full"],
  ["08", "unavailable"],
  ["53", "unavailable"],
  ["57", "unavailable"],
  ["58", "unavailable"],
  ["25006", "unavailable"],
  ["25P03", "unavailable"],
  ["40", "unavailable"],
];

/** The system's own names for a connection that does not come about or breaks. */
const NETWORK = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ENOENT",
]);

/** A connection that was there and broke, as a restart of the server leaves it behind: the next one may serve. */
const BROKEN = new Set(["ECONNRESET", "EPIPE", "57P01", "57P02", "08006"]);
const BROKEN_WITHOUT_CODE = /^Connection terminated|not queryable/;

/** The driver and its pool report these without a code. */
const WITHOUT_CODE = [/^Connection terminated/, /^timeout exceeded when trying to connect/, /not queryable/];

/** Tells a failure of the database (to be answered 503 or 507 and tried again) from a fault of the caller: then undefined. */
export function storeFailure(error: unknown): StoreFailure | undefined {
  const { code, message } = nativeError(error);
  if (code === undefined) return WITHOUT_CODE.some((pattern) => pattern.test(message)) ? "unavailable" : undefined;
  if (NETWORK.has(code)) return "unavailable";
  const table = code.startsWith("SQLITE_") ? EMBEDDED : POSTGRESQL;
  return table.find(([prefix]) => code.startsWith(prefix))?.[1];
}

/** Whether a call met a connection that had broken; pools learn of it by using them. What only reads may then be asked once more at once. */
export function isConnectionBroken(error: unknown): boolean {
  const { code, message } = nativeError(error);
  return code === undefined ? BROKEN_WITHOUT_CODE.test(message) : BROKEN.has(code);
}

/** What drivers put on their errors, whichever class those have. */
export function nativeError(error: unknown): { readonly code: string | undefined; readonly message: string } {
  if (typeof error !== "object" || error === null) return { code: undefined, message: "" };
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  return { code, message: "message" in error ? String(error.message) : "" };
}
