import { z } from "zod";

const NOT_ANSWERED = ["loseAnswer", "drop", "hang", "delay", "garbage"] as const;

/** The kinds that are an error of EC2: its HTTP status, code and message. */
const ERRORS = {
  throttle: { status: 503, code: "RequestLimitExceeded", message: "Request limit exceeded." },
  internalError: { status: 500, code: "InternalError", message: "An internal error has occurred" },
  quota: { status: 400, code: "InstanceLimitExceeded", message: "You have requested more than your current limit allows." },
} as const;

type ErrorKind = keyof typeof ERRORS;

const kinds = [...NOT_ANSWERED, "throttle", "internalError", "quota"] as const;

/** A fault to be injected. It is spent after `calls` calls; with a share and without `calls` it stays until the reset. */
export const faultSchema = z.strictObject({
  /**
   * `loseAnswer` acts and closes the connection; `drop` closes it without acting; `hang` never answers; `delay` answers late;
   * `garbage` answers a body that is no XML; `throttle` 503 RequestLimitExceeded; `internalError` 500; `quota` 400 InstanceLimitExceeded.
   */
  kind: z.enum(kinds),
  /** The action it strikes. Absent: all. */
  action: z.string().min(1).optional(),
  /** How many calls it strikes. 1 when neither this nor `share` is given. */
  calls: z.int().positive().optional(),
  /** The part of the calls that it strikes, 0 to 1, chosen at random. */
  share: z.number().min(0).max(1).optional(),
  /** For `delay`. */
  milliseconds: z.number().nonnegative().optional(),
  /** Another error code than the kind's own, such as VolumeLimitExceeded. */
  code: z.string().min(1).optional(),
  /** For `garbage`: the body. */
  body: z.string().optional(),
  /** For `garbage`: how often the body is repeated, for answers of any size. */
  repeat: z.int().positive().optional(),
});

export type Fault = z.infer<typeof faultSchema>;

export interface NativeError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** The error of EC2 that the fault is; undefined for other kinds. */
export function errorOf(fault: Fault): NativeError | undefined {
  if (!isErrorKind(fault.kind)) return undefined;
  const error = ERRORS[fault.kind];
  return { ...error, code: fault.code ?? error.code };
}

function isErrorKind(kind: Fault["kind"]): kind is ErrorKind {
  return kind in ERRORS;
}

/** The faults that are still to come, in the order in which they were injected. */
export class FaultScript {
  readonly #random: () => number;
  #faults: { readonly fault: Fault; left: number }[] = [];

  /** @param random gives numbers from 0 up to 1 */
  constructor(random: () => number) {
    this.#random = random;
  }

  add(fault: Fault): void {
    const unlimited = fault.calls === undefined && fault.share !== undefined;
    this.#faults.push({ fault, left: unlimited ? Number.POSITIVE_INFINITY : (fault.calls ?? 1) });
  }

  /** What strikes this call: delays, and one fault of another kind at most. */
  take(action: string): readonly Fault[] {
    const struck: Fault[] = [];
    for (const entry of this.#faults) {
      const isSecond = entry.fault.kind !== "delay" && struck.some(({ kind }) => kind !== "delay");
      if (isSecond || !this.#strikes(entry.fault, action)) continue;
      entry.left -= 1;
      struck.push(entry.fault);
    }
    this.#faults = this.#faults.filter(({ left }) => left > 0);
    return struck;
  }

  get pending(): readonly Fault[] {
    return this.#faults.map(({ fault }) => fault);
  }

  clear(): void {
    this.#faults = [];
  }

  #strikes(fault: Fault, action: string): boolean {
    if (fault.action !== undefined && fault.action !== action) return false;
    return fault.share === undefined || this.#random() < fault.share;
  }
}
