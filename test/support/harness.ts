import { type Adapter, systemClock } from "@cimi-gateway/adapter";
import type { Face, Harness } from "@cimi-gateway/conformance";
import { ORIGIN, TestGateway } from "./gateway.js";

/** Polls are frequent, so that nothing takes longer than the cloud itself. */
export const QUICK = { pollShortest: 5, pollLongest: 100 };

function faceAt(edition: number, cloud: string): Face {
  const base = `${ORIGIN}/cimi/${edition}/${cloud}/`;
  return { base, entryPoint: `${base}cloudEntryPoint` };
}

/** A cloud of real services on the same processors: who asks it all the time keeps it from its work. */
export const SPARING = { pollShortest: 300, pollLongest: 1000 };

/** What the conformance suite needs, from a gateway without sockets. */
export async function harnessOf(adapter: Adapter, cloud: string, limits = QUICK): Promise<Harness> {
  const gateway = await TestGateway.open(adapter, { cloud, limits });
  return {
    faces: { 1: faceAt(1, cloud), 2: faceAt(2, cloud) },
    patience: 30_000,
    send: (method, target, sending) => gateway.send(method, target, sending),
    pause: () => systemClock.sleep(limits.pollShortest),
    close: () => gateway.close(),
  };
}
