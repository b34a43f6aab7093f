import type { Call, Handler } from "./call.js";
import { requiredParameter } from "./call.js";
import { type Form, groups, withEntries, without } from "./form.js";
import { Refusal, refuse } from "./refusal.js";

/** Attributes that EC2 changes only while the instance is stopped. */
const WHEN_STOPPED = ["InstanceType.Value", "UserData.Value", "EbsOptimized.Value"];

export const modifyInstanceAttribute: Handler = async (call) => {
  const instance = await call.world.instance(requiredParameter(call, "InstanceId"));
  const fixed = WHEN_STOPPED.find((name) => call.form.has(name));
  if (fixed !== undefined && instance.state !== "stopped") {
    refuse("IncorrectInstanceState", `The instance '${instance.id}' is not in the 'stopped' state.`);
  }
  for (const mapping of groups(call.form, "BlockDeviceMapping")) {
    const name = mapping.get("DeviceName");
    const known = instance.devices.some((device) => device.name === name);
    if (!known) refuse("InvalidInstanceAttributeValue", `No device is currently mapped at ${name}`);
  }
  await checkType(call);
  return call.forward(forMoto(call.form));
};

async function checkType(call: Call): Promise<void> {
  const type = call.form.get("InstanceType.Value");
  if (type === undefined) return;
  await call.world.call("DescribeInstanceTypes", { "InstanceType.1": type }).catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error;
    refuse("InvalidInstanceAttributeValue", `Invalid value '${type}' for InstanceType.`);
  });
}

/** moto decodes user data twice, and takes a change of the shutdown behaviour for one of the security groups. */
function forMoto(form: Form): Form {
  const userData = form.get("UserData.Value");
  if (userData !== undefined) return withEntries(form, { "UserData.Value": Buffer.from(userData).toString("base64") });
  const behavior = form.get("InstanceInitiatedShutdownBehavior.Value");
  if (behavior === undefined) return form;
  const others = without(form, "InstanceInitiatedShutdownBehavior.Value");
  return withEntries(others, { Attribute: "instanceInitiatedShutdownBehavior", Value: behavior });
}
