import type { Call, Handler } from "./call.js";
import { type Form, without } from "./form.js";
import { refuse } from "./refusal.js";

/**
 * An action whose ClientToken makes it happen at most once: the same token brings the first answer again, with other parameters it is
 * refused. A refusal is not remembered. Calls that write are handled one after another, so a repeat never overtakes the first.
 */
export function once(handler: Handler): Handler {
  return async (call) => {
    const token = call.form.get("ClientToken");
    if (token === undefined || token === "") return handler(call);
    return call.memory.tokens.get(keyOf(call, token)) ? repeated(call, token) : first(call, token, handler);
  };
}

async function first(call: Call, token: string, handler: Handler) {
  const answer = await handler(call);
  call.memory.tokens.set(keyOf(call, token), { parameters: parametersOf(call.form), answer });
  return answer;
}

async function repeated(call: Call, token: string) {
  const remembered = call.memory.tokens.get(keyOf(call, token));
  if (remembered?.parameters === parametersOf(call.form)) return remembered.answer;
  return refuse(
    "IdempotentParameterMismatch",
    `Client token '${token}' was used with other parameters; repeat those or take another token.`,
  );
}

/** Tokens are per account, region and action, and case-sensitive. */
function keyOf(call: Call, token: string): string {
  return `${call.region} ${call.action} ${token}`;
}

function parametersOf(form: Form): string {
  return JSON.stringify([...without(form, "ClientToken")].sort(([a], [b]) => (a < b ? -1 : 1)));
}
