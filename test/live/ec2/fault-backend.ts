import type { Backend } from "../../fault/native.js";
import { image as IMAGES } from "./adapter-harness.js";
import { censusOf } from "./census.js";
import { type Control, type DurationsInput, startEc2 } from "./proxy/index.js";
import { clientOf, machineImage } from "./proxy/testing.js";

export interface Ec2Backend extends Backend {
  readonly control: Control;
}

/** EC2 for a gateway that is killed: moto in a process of its own, the proxy in this one. */
export async function ec2Backend(durations: DurationsInput = 20): Promise<Ec2Backend> {
  const ec2 = await startEc2({ durations });
  const { control, endpoint, region, credentials } = ec2;
  return {
    adapter: "@cimi-gateway/adapter-ec2",
    loads: ["@aws-sdk/client-ec2"],
    // All in one zone, so that every Volume can be connected to every Machine.
    settings: { endpoint, region, zone: `${region}a`, credentials, images: IMAGES },
    configuration: "t3.micro",
    image: await machineImage(clientOf(endpoint)),
    initialState: "STARTED",
    control,
    census: censusOf(ec2),
    close: ec2.stop,
  };
}
