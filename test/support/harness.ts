import { type Adapter, systemClock } from "@cimi-gateway/adapter";
import { type Face, type Harness, sender } from "@cimi-gateway/conformance";
import { ORIGIN, TestGateway } from "./gateway.js";
import type { Served } from "./server.js";
import { Validity } from "./validity.js";

/** Polls are frequent, so that nothing takes longer than the cloud itself. */
export const QUICK = { pollShortest: 5, pollLongest: 100 };

function faceAt(edition: number, cloud: string, origin = ORIGIN): Face {
  const base = `${origin}/cimi/${edition}/${cloud}/`;
  return { base, entryPoint: `${base}cloudEntryPoint` };
}

/** A cloud of real services on the same processors: who asks it all the time keeps it from its work. */
export const SPARING = { pollShortest: 500, pollLongest: 1500 };

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

/** The same from a gateway that is a process of its own, over HTTP; it ends with the suite. Milliseconds between two looks. */
export function harnessOver({ gateway, stop }: Served, cloud: string, pause: number): Omit<Harness, "patience"> {
  const send = sender({});
  const validity = new Validity();
  return {
    faces: { 1: faceAt(1, cloud, gateway), 2: faceAt(2, cloud, gateway) },
    async send(method, target, sending) {
      const answer = await send(method, new URL(target, gateway).href, sending);
      validity.check(`${method} ${target}`, answer);
      return answer;
    },
    pause: () => systemClock.sleep(pause),
    close: async () => void (await stop()),
  };
}
