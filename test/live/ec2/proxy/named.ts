import type { Call, Handler } from "./call.js";
import { requiredParameter } from "./call.js";
import { Refusal, refuse } from "./refusal.js";

/** An action of Elastic Load Balancing that makes what has a unique name, and the one that finds it by that name. */
interface Naming {
  readonly list: string;
  /** The error where something else has the name. */
  readonly taken: string;
}

/**
 * With the same parameters the action gives what is there already, with others it is refused (Elastic Load Balancing API reference,
 * CreateLoadBalancer). moto makes another.
 */
export function named({ list, taken }: Naming, handler: Handler): Handler {
  return async (call) => {
    const name = requiredParameter(call, "Name");
    const key = `${call.region} ${call.action} ${name}`;
    const parameters = JSON.stringify([...call.form].sort(([a], [b]) => (a < b ? -1 : 1)));
    const remembered = (await isThere(call, list, name)) ? call.memory.tokens.get(key) : undefined;
    if (remembered?.parameters === parameters) return remembered.answer;
    if (remembered) refuse(taken, `There is something else of the name ${name}`);
    const answer = await handler(call);
    call.memory.tokens.set(key, { parameters, answer });
    return answer;
  };
}

async function isThere({ world }: Call, list: string, name: string): Promise<boolean> {
  try {
    await world.balancing(list, { "Names.member.1": name });
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
