import { Agent as PlainAgent } from "node:http";
import type { Agent } from "node:https";
import type { EC2, EC2ClientConfig } from "@aws-sdk/client-ec2";
import type { ElasticLoadBalancingV2 } from "@aws-sdk/client-elastic-load-balancing-v2";
import { limitBody } from "./body-limit.js";
import type { Ec2Settings } from "./read-settings.js";

/** Milliseconds. */
const CONNECT = 5_000;
const ANSWER = 30_000;

type RequestHandler = NonNullable<EC2ClientConfig["requestHandler"]>;

/** The SDKs of one account in one region. Neither repeats a call by itself: what may be repeated is decided where the call is known. */
export interface Sdks {
  readonly ec2: EC2;
  /** Loaded when it is first asked for. */
  balancing(): Promise<ElasticLoadBalancingV2>;
  close(): Promise<void>;
}

export async function connect(settings: Ec2Settings, handler?: RequestHandler): Promise<Sdks> {
  const [{ EC2: Sdk }, { Agent: TlsAgent }] = await Promise.all([import("@aws-sdk/client-ec2"), import("node:https")]);
  const agent = { keepAlive: true, maxSockets: settings.maxConnections };
  const requestHandler = handler ?? handlerOptions(new PlainAgent(agent), new TlsAgent(agent));
  const ec2 = new Sdk(configuration(settings, settings.endpoint, requestHandler));
  ec2.middlewareStack.add(limitBody, { step: "deserialize", priority: "low", name: "limitBody" });
  let balancing: Promise<ElasticLoadBalancingV2> | undefined;
  return {
    ec2,
    balancing: () => {
      balancing ??= connectBalancing(settings, requestHandler);
      return balancing;
    },
    async close() {
      ec2.destroy();
      (await balancing)?.destroy();
    },
  };
}

async function connectBalancing(settings: Ec2Settings, handler: RequestHandler): Promise<ElasticLoadBalancingV2> {
  const { ElasticLoadBalancingV2: Sdk } = await import("@aws-sdk/client-elastic-load-balancing-v2");
  const balancing = new Sdk(configuration(settings, settings.balancingEndpoint ?? settings.endpoint, handler));
  balancing.middlewareStack.add(limitBody, { step: "deserialize", priority: "low", name: "limitBody" });
  return balancing;
}

const configuration = ({ region, credentials }: Ec2Settings, endpoint: string | undefined, requestHandler: RequestHandler) => ({
  region,
  ...(endpoint !== undefined && { endpoint }),
  ...(credentials && { credentials }),
  maxAttempts: 1,
  retryMode: "standard",
  requestHandler,
});

const handlerOptions = (httpAgent: PlainAgent, httpsAgent: Agent) => ({
  connectionTimeout: CONNECT,
  requestTimeout: ANSWER,
  socketTimeout: ANSWER,
  throwOnRequestTimeout: true,
  httpAgent,
  httpsAgent,
});
