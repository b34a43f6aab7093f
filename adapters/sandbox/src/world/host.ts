import type { Clock } from "@cimi-gateway/adapter";
import { act, type InputOf } from "./actions.js";
import type { Cloud } from "./cloud.js";
import { Refusal } from "./refusal.js";
import { callOf, type Request } from "./request.js";
import { type Fault, type Garbage, type Rule, Script } from "./script.js";
import type { Page } from "./table.js";
import type { AnyThing } from "./things.js";
import type { Caller, Census, Guest, Receipt } from "./world.js";

export type Answer = Page<AnyThing> | Receipt;

/** How an answer travels: whole, or as a fault wants it. */
export type Delivery =
  | { readonly manner: "whole"; readonly answer: Answer }
  | { readonly manner: "part"; readonly answer: Answer; readonly bytes: number }
  | { readonly manner: "none" | "never" }
  | { readonly manner: "garbage"; readonly form: Garbage };

export interface HostOptions {
  readonly cloud: Cloud;
  readonly clock: Clock;
  readonly random: () => number;
  /** Things on a page of a list. */
  readonly pageSize: number;
}

/** The cloud with its script of faults: what stands behind the native API, in whatever process. */
export class Host {
  readonly #script: Script;
  readonly #calls: Record<string, number> = {};

  constructor(private readonly options: HostOptions) {
    this.#script = new Script(options.random);
  }

  /** @throws Refusal */
  async serve(request: Request, caller?: Caller): Promise<Delivery> {
    const call = callOf(request);
    this.#calls[call] = (this.#calls[call] ?? 0) + 1;
    const fault = this.#script.next(call);
    return fault ? this.#befallen(fault, request, caller) : { manner: "whole", answer: this.#perform(request) };
  }

  guest(id: string): Guest {
    const { cloud } = this.options;
    const { userData, credential: login } = cloud.need("machine", id);
    const { userName, key } = (login === undefined ? undefined : cloud.get("credential", login)) ?? {};
    return { userData, userName, key };
  }

  script(rules: readonly Rule[]): void {
    this.#script.set(rules);
  }

  census(): Census {
    return { ...this.options.cloud.census(), calls: { ...this.#calls } };
  }

  close(): void {
    this.options.cloud.close();
  }

  async #befallen(fault: Fault, request: Request, caller: Caller | undefined): Promise<Delivery> {
    switch (fault.fault) {
      case "throttle":
        throw new Refusal("Throttled", "too many calls", fault.retryAfter);
      case "error":
        throw new Refusal("InternalError", "the cloud failed; nothing was done");
      case "quota":
        throw new Refusal("QuotaExceeded", "the quota is used up");
      case "cut":
        return { manner: "none" };
      case "hang":
        if (fault.acts) this.#perform(request);
        return { manner: "never" };
      case "delay":
        await this.options.clock.sleep(fault.milliseconds, caller?.signal);
        break;
    }
    const answer = this.#perform(request, fault);
    if (fault.fault === "lost") return { manner: "none" };
    if (fault.fault === "drop") return { manner: "part", answer, bytes: fault.bytes };
    if (fault.fault === "garbage") return { manner: "garbage", form: fault.form ?? "html" };
    return { manner: "whole", answer };
  }

  #perform(request: Request, fault?: Fault): Answer {
    const { cloud, pageSize } = this.options;
    if (request.verb === "list") return cloud.page(request.kind, request, pageSize);
    if (request.verb === "read") return { items: cloud.show(request.kind, request.ids) };
    const { action, input, token } = request;
    const id = cloud.transact(token, () => twisted(cloud, act(cloud, action, input as InputOf<typeof action>), fault));
    return { id, requestId: cloud.identify() };
  }
}

/** The thing as a fault wants it: hidden for a while, or bound to end in error. */
function twisted(cloud: Cloud, thing: AnyThing, fault: Fault | undefined): AnyThing {
  if (fault?.fault === "stale") return cloud.put(thing, { hiddenUntil: cloud.now + fault.milliseconds });
  if (fault?.fault === "breakdown" && thing.next) {
    return cloud.put(thing, { next: [{ at: thing.next.at(-1)!.at, state: fault.state ?? "error" }] });
  }
  return thing;
}
