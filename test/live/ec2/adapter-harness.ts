import { type Adapter, silentLog, systemClock } from "@cimi-gateway/adapter";
import { open } from "@cimi-gateway/adapter-ec2";
import { CREDENTIALS, REGION } from "./proxy/index.js";

export * from "../../support/adapter-bench.js";

export const image = { owners: ["self", "amazon"], names: ["al2023-ami-2023*-x86_64"] };

export const openAt = (endpoint: string, more: Record<string, unknown> = {}): Promise<Adapter> =>
  open({
    cloud: "aws",
    folder: "",
    clock: systemClock,
    log: silentLog,
    settings: {
      region: REGION,
      endpoint,
      "credentials.accessKeyId": CREDENTIALS.accessKeyId,
      "credentials.secretAccessKey": CREDENTIALS.secretAccessKey,
      "images.owners": image.owners,
      "images.names": image.names,
      ...more,
    },
  });
