import type { WriteContext } from "@cimi-gateway/adapter";
import type { Cloud } from "./cloud.js";
import { whenSettled } from "./errors.js";
import { RESERVED } from "./metadata.js";
import { path } from "./paths.js";
import { type Sent, sent } from "./writes.js";

/** Keeps on a server which SNAPSHOT was last taken of it, or restored; empty: none. Nova refuses while the server does something else. */
export const setLatest = (cloud: Cloud, server: string, image: string, step: string, context: WriteContext): Promise<Sent> =>
  context.step(step, {
    send: () =>
      cloud.client
        .write(context, {
          service: "compute",
          method: "POST",
          path: path`/servers/${server}/metadata`,
          body: { metadata: { [RESERVED.snapshot]: image } },
        })
        .then((answer) => sent(server, answer), whenSettled),
  });
