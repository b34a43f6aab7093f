import { randomUUID } from "node:crypto";
import {
  type Adapter,
  type AdapterOptions,
  type Call,
  gather,
  type Json,
  ProviderFault,
  type WriteContext,
} from "@cimi-gateway/adapter";
import { open as openSandbox, type SandboxAdapter } from "@cimi-gateway/adapter-sandbox";

export { settings } from "@cimi-gateway/adapter-sandbox";

/** What happens to calls that make something. */
export interface Mishap {
  /** How the caller fails, although the call was carried out. */
  readonly kind: "unanswered" | "unavailable" | "garbled";
  times: number;
}

/** The simulated cloud as one without idempotency tokens (RELIABILITY, A2, A9): a repeated create makes a second thing. */
export const open = async (options: AdapterOptions): Promise<Adapter> => tokenless(await openSandbox(options));

export function tokenless(sandbox: SandboxAdapter, mishap?: Mishap): SandboxAdapter {
  const { Machine, Volume } = sandbox.resources;
  return {
    ...sandbox,
    resources: {
      ...sandbox.resources,
      Machine: { ...Machine!, create: (request, context) => Machine!.create!(request, searching(Machine!, context, mishap)) },
      Volume: { ...Volume!, create: (request, context) => Volume!.create!(request, searching(Volume!, context, mishap)) },
    },
  };
}

type Listing = Pick<NonNullable<Adapter["resources"]["Machine"]>, "list" | "identify">;

/** The step that makes the thing finds it by its marker, and sends another token each time. */
function searching({ list, identify }: Listing, context: WriteContext, mishap: Mishap | undefined): WriteContext {
  const found = async (marker: string): Promise<Json | undefined> => {
    const all = (await gather(list({}, context))).map(identify);
    const same = all.find((identity) => identity.marker === marker);
    return same && { id: same.id, requestId: "found" };
  };
  const changed = <T extends Json | undefined>(call: Call<T>): Call<T> => ({
    ...call,
    send: async (once) => unheard(await call.send({ ...once, token: randomUUID() }), mishap),
    find: async ({ marker }) => (await found(marker)) as T | undefined,
  });
  return { ...context, step: (name, call) => context.step(name, name === "create" ? changed(call) : call) };
}

function unheard<T>(result: T, mishap: Mishap | undefined): T {
  if (!mishap || mishap.times <= 0) return result;
  mishap.times--;
  throw new ProviderFault(mishap.kind, "the answer was lost");
}
