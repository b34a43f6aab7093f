import { type Adapter, systemClock } from "@cimi-gateway/adapter";
import type { Harness } from "@cimi-gateway/conformance";
import { ORIGIN, TestGateway } from "./gateway.js";

/** Polls are frequent, so that nothing takes longer than the cloud itself. */
export const QUICK = { pollShortest: 5, pollLongest: 100 };

/** What the conformance suite needs, from a gateway without sockets. */
export async function harnessOf(adapter: Adapter, cloud: string): Promise<Harness> {
  const gateway = await TestGateway.open(adapter, { cloud, limits: QUICK });
  return {
    origin: ORIGIN,
    cloud,
    patience: 30_000,
    send: (method, target, sending) => gateway.send(method, target, sending),
    pause: () => systemClock.sleep(5),
    close: () => gateway.close(),
  };
}
