import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** Starts a server of this folder in a process of its own; it ends with this one. Its output goes nowhere. */
export async function start(name, argument = {}, execArgv = []) {
  const child = fork(join(import.meta.dirname, name), [JSON.stringify(argument)], {
    execArgv,
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const [{ url }] = await once(child, "message");
  return { url, child };
}

/** Hands a message over. Resolves with the answer. */
export async function tell(child, message) {
  child.send(message);
  const [answer] = await once(child, "message");
  return answer;
}
