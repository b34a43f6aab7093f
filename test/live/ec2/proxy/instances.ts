import { type Call, type Handler, refuseDryRun } from "./call.js";
import { isTrue, numbered, withNumbered } from "./form.js";
import { releaseInterfaces } from "./machine-interfaces.js";
import { stateElement } from "./overlay.js";
import { refuse } from "./refusal.js";
import type { Instance } from "./world.js";
import { type Element, element, itemsElement } from "./xml.js";

export const startInstances: Handler = async (call) => {
  const instances = await namedInstances(call);
  for (const { id, state } of instances) {
    if (!["stopped", "pending", "running"].includes(state)) wrongState(id, "started");
  }
  return change(call, instances, {
    from: ["stopped"],
    to: "pending",
    milliseconds: call.memory.durations.instancePending,
    afterwards: (id) => call.memory.hibernated.delete(id),
  });
};

export const stopInstances: Handler = async (call) => {
  const instances = await namedInstances(call);
  const hibernate = isTrue(call.form, "Hibernate");
  for (const instance of instances) {
    if (!["running", "stopping", "stopped"].includes(instance.state)) wrongState(instance.id, "stopped");
    if (hibernate && !instance.hibernation) cannotHibernate(instance.id);
  }
  return change(call, instances, {
    from: ["running"],
    to: "stopping",
    milliseconds: call.memory.durations.instanceStopping,
    afterwards: (id) => hibernate && call.memory.hibernated.add(id),
  });
};

export const terminateInstances: Handler = async (call) => {
  const instances = await namedInstances(call);
  const answer = await change(call, instances, {
    from: ["pending", "running", "stopping", "stopped"],
    to: "shutting-down",
    milliseconds: call.memory.durations.instanceShuttingDown,
    afterwards: (id) => call.memory.hibernated.delete(id),
  });
  releaseInterfaces(
    call,
    instances.map(({ id }) => id),
  );
  return answer;
};

export const rebootInstances: Handler = async (call) => {
  for (const { id, state } of await namedInstances(call)) {
    if (state !== "running")
      refuse("IncorrectState", `The instance '${id}' is '${state}'; only one that is 'running' can be rebooted.`);
  }
  return call.forward();
};

interface Change {
  readonly from: readonly string[];
  readonly to: string;
  readonly milliseconds: number;
  afterwards(id: string): unknown;
}

/** Instances in none of the states `from` stay as they are, and the answer says so: a repeated stop or start is no error. */
async function change(
  call: Call,
  instances: readonly Instance[],
  { from, to, milliseconds, afterwards }: Change,
): Promise<Element> {
  const acting = instances.filter(({ state }) => from.includes(state)).map(({ id }) => id);
  refuseDryRun(call);
  if (acting.length > 0) await call.forward(withNumbered(call.form, "InstanceId", acting));
  for (const id of acting) {
    call.memory.transitions.begin(id, [[to, milliseconds]]);
    afterwards(id);
  }
  const items = instances.map(({ id, state }) => [
    element("instanceId", id),
    stateElement("currentState", acting.includes(id) ? to : state),
    stateElement("previousState", state),
  ]);
  return element(`${call.action}Response`, [itemsElement("instancesSet", items)]);
}

function namedInstances(call: Call): Promise<readonly Instance[]> {
  const ids = numbered(call.form, "InstanceId");
  if (ids.length === 0) refuse("MissingParameter", "The request must contain the parameter InstanceId");
  return call.world.instances(ids);
}

function wrongState(id: string, wish: string): never {
  return refuse("IncorrectInstanceState", `The instance '${id}' is not in a state from which it can be ${wish}.`);
}

function cannotHibernate(id: string): never {
  return refuse(
    "UnsupportedHibernationConfiguration",
    `The instance '${id}' was not configured for hibernation when it was launched.`,
  );
}
