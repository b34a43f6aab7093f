import { describe, expect, it } from "@jest/globals";
import { connect } from "./connect.js";
import { readSettings } from "./read-settings.js";

/** Where the calls of both SDKs go: to nobody, who is asked for no more. */
async function addresses(more: Record<string, unknown>): Promise<readonly (string | undefined)[]> {
  const asked: string[] = [];
  const handle = async ({ hostname }: { hostname: string }) => {
    asked.push(hostname);
    throw new Error("nobody is here");
  };
  const credentials = { "credentials.accessKeyId": "a", "credentials.secretAccessKey": "s" };
  const settings = readSettings({ region: "eu-west-1", ...credentials, ...more });
  const sdks = await connect(settings, { handle, metadata: { handlerProtocol: "http/1.1" } } as Parameters<typeof connect>[1]);
  await sdks.ec2.describeVpcs({}).catch(() => undefined);
  await (await sdks.balancing()).describeLoadBalancers({}).catch(() => undefined);
  await sdks.close();
  return asked;
}

describe("the addresses of EC2 and of Elastic Load Balancing", () => {
  it.each([
    ["are those of the region", {}, ["ec2.eu-west-1.amazonaws.com", "elasticloadbalancing.eu-west-1.amazonaws.com"]],
    ["are one where only that is configured", { endpoint: "http://cloud.example" }, ["cloud.example", "cloud.example"]],
    [
      "are two where both are configured",
      { endpoint: "http://cloud.example", balancingEndpoint: "http://balancing.example" },
      ["cloud.example", "balancing.example"],
    ],
  ])("%s", async (_what, settings, expected) => expect(await addresses(settings)).toEqual(expected));
});
