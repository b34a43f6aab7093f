import type { Cloud } from "./cloud.js";
import { requireState } from "./labels.js";
import type { Machine, MachineState, Step } from "./things.js";
import { SHARE } from "./timing.js";

interface Target {
  readonly id: string;
}

export interface Stopping extends Target {
  /** As if the power went off; otherwise the guest shuts down first. */
  readonly force?: boolean | undefined;
}

/** Off, paused or suspended → running. From paused and suspended the memory is still there (5.14.1.2). */
export function startMachine(cloud: Cloud, { id }: Target): Machine {
  const machine = allowed(cloud, id, ["off", "paused", "suspended"], "start");
  return begin(cloud, machine, "starting", [
    cloud.step(SHARE.start, "running", { runtime: machine.runtime ?? cloud.identify() }),
  ]);
}

/** May be asked for again while it is under way, to force it. */
export function stopMachine(cloud: Cloud, { id, force = false }: Stopping): Machine {
  const machine = allowed(cloud, id, ["running", "stopping", "paused", "suspended", "failed"], "stop");
  const pending = machine.state === "stopping" && !force ? machine.next?.[0]?.at : undefined;
  const step = cloud.step(force ? SHARE.powerOff : SHARE.stop, "off", { runtime: undefined });
  return begin(cloud, machine, "stopping", [{ ...step, at: Math.min(step.at, pending ?? step.at) }]);
}

export function restartMachine(cloud: Cloud, { id, force = false }: Stopping): Machine {
  const machine = allowed(cloud, id, ["running", "off"], "restart");
  if (machine.state === "off") return startMachine(cloud, { id });
  const stop = force ? SHARE.powerOff : SHARE.stop;
  return begin(cloud, machine, "stopping", [
    cloud.step(stop, "starting", { runtime: undefined }),
    cloud.step(stop + SHARE.start, "running", { runtime: cloud.identify() }),
  ]);
}

export function pauseMachine(cloud: Cloud, { id }: Target): Machine {
  return begin(cloud, allowed(cloud, id, ["running"], "pause"), "pausing", [cloud.step(SHARE.pause, "paused")]);
}

export function suspendMachine(cloud: Cloud, { id }: Target): Machine {
  return begin(cloud, allowed(cloud, id, ["running"], "suspend"), "suspending", [cloud.step(SHARE.suspend, "suspended")]);
}

function allowed(cloud: Cloud, id: string, states: readonly MachineState[], wish: string): Machine {
  const machine = cloud.need("machine", id);
  requireState(machine, states, wish);
  return machine;
}

const begin = (cloud: Cloud, machine: Machine, state: MachineState, next: readonly Step[]): Machine =>
  cloud.put(machine, { state, next });
