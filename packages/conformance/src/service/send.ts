import type { Harness } from "../harness.js";

/** Milliseconds for one answer. */
const PATIENCE = 30_000;

/** Sends over HTTP. What comes back is read as it was sent: nothing compressed, no redirect followed. */
export function sender(more: Readonly<Record<string, string>>): Harness["send"] {
  return async (method, target, { headers, body }) => {
    const response = await fetch(target, {
      method,
      headers: { "accept-encoding": "identity", ...headers, ...more },
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
      ...(body !== undefined && { body }),
    }).catch((cause: Error) => {
      throw new Error(`${method} ${target} had no answer: ${reasonOf(cause)}`, { cause });
    });
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
  };
}

const reasonOf = ({ message, cause }: Error): string => (cause instanceof Error ? cause.message || cause.name : message);
