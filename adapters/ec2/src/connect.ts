import { Agent as PlainAgent } from "node:http";
import type { Agent } from "node:https";
import type { EC2, EC2ClientConfig } from "@aws-sdk/client-ec2";
import { limitBody } from "./body-limit.js";
import type { Ec2Settings } from "./read-settings.js";

/** Milliseconds. */
const CONNECT = 5_000;
const ANSWER = 30_000;

type RequestHandler = NonNullable<EC2ClientConfig["requestHandler"]>;

/** Makes the SDK's client. It never repeats a call by itself: what may be repeated is decided where the call is known. */
export async function connect(settings: Ec2Settings, handler?: RequestHandler): Promise<EC2> {
  const [{ EC2: Sdk }, { Agent: TlsAgent }] = await Promise.all([import("@aws-sdk/client-ec2"), import("node:https")]);
  const agent = { keepAlive: true, maxSockets: settings.maxConnections };
  const { region, endpoint, credentials } = settings;
  const ec2 = new Sdk({
    region,
    ...(endpoint !== undefined && { endpoint }),
    ...(credentials && { credentials }),
    maxAttempts: 1,
    retryMode: "standard",
    requestHandler: handler ?? handlerOptions(new PlainAgent(agent), new TlsAgent(agent)),
  });
  ec2.middlewareStack.add(limitBody, { step: "deserialize", priority: "low", name: "limitBody" });
  return ec2;
}

const handlerOptions = (httpAgent: PlainAgent, httpsAgent: Agent) => ({
  connectionTimeout: CONNECT,
  requestTimeout: ANSWER,
  socketTimeout: ANSWER,
  throwOnRequestTimeout: true,
  httpAgent,
  httpsAgent,
});
