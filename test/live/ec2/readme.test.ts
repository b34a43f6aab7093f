import { serveConfigured } from "../../support/configured.js";
import type { Served } from "../../support/server.js";
import { describeTour } from "../../support/tour.js";
import { image } from "./adapter-harness.js";
import { startEc2 } from "./proxy/index.js";

const CLOUD = "aws-eu";

/** A gateway whose only cloud is EC2, and the EC2 behind it; both end together. */
async function start(): Promise<Served> {
  const ec2 = await startEc2({ durations: 150 });
  const { accessKeyId, secretAccessKey } = ec2.credentials;
  const cloud = {
    adapter: "ec2",
    region: ec2.region,
    endpoint: ec2.endpoint,
    images: image,
    credentials: { accessKeyId, secretAccessKey },
  };
  const served = await serveConfigured({ clouds: { [CLOUD]: cloud } });
  return {
    ...served,
    async stop() {
      const code = await served.stop();
      await ec2.stop();
      return code;
    },
  };
}

describeTour({ cloud: CLOUD, start, patience: 240_000 });
