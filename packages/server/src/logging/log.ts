import { type DestinationStream, destination, type Logger, type LoggerOptions, pino } from "pino";
import { redactor } from "./redact.js";

export interface LogOptions {
  readonly level: string;
  /** Values that no line may hold, wherever they come from. */
  readonly secrets: readonly string[];
  /** Where the lines go; absent: standard output. */
  readonly output?: DestinationStream | undefined;
}

export interface ServerLog {
  readonly log: Logger;
  /** For the line of each request: its few fields hold no headers, so that they are not searched for any. */
  readonly access: Logger;
  /** Writes what is not yet written; for the end of the process. */
  flush(): void;
}

/** Headers that prove who somebody is, wherever an error or a library shows them. */
const HEADERS = ["authorization", "cookie", "set-cookie", "proxy-authorization", "x-auth-token"];
const NAMES = HEADERS.flatMap((name) => [name, name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase())]);
const PLACES = NAMES.flatMap((name) =>
  ["", "*.", "*.*."].map((above) => (above === "" ? `["${name}"]` : `${above.slice(0, -1)}["${name}"]`)),
);

/** Bytes that are written at once, and milliseconds after which fewer are. */
const [BLOCK, WAIT] = [12_288, 500];

/** The time of a line; many lines are of one millisecond, and writing it down costs more than the rest of the line. */
function isoTime(): () => string {
  let [last, text] = [Number.NaN, ""];
  return () => {
    const now = Date.now();
    if (now !== last) [last, text] = [now, `,"time":"${new Date(now).toISOString()}"`];
    return text;
  };
}

/** One JSON object a line, with times in ISO form. */
export function openLog({ level, secrets, output }: LogOptions): ServerLog {
  const redact = redactor(secrets);
  // A write for each line would cost as much as the answer that it is about.
  const stream = output ?? destination({ dest: 1, sync: false, minLength: BLOCK, periodicFlush: WAIT });
  const options: LoggerOptions = {
    level,
    base: null,
    timestamp: isoTime(),
    formatters: { level: (label) => ({ level: label }) },
    ...(redact && { hooks: { streamWrite: redact } }),
  };
  const log = pino({ ...options, redact: { paths: PLACES, censor: "[redacted]" } }, stream);
  return {
    log,
    access: pino(options, stream),
    flush: () => "flushSync" in stream && typeof stream.flushSync === "function" && stream.flushSync(),
  };
}
