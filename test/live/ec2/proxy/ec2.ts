import { handlerOf } from "./actions.js";
import type { Backend } from "./backend.js";
import { balancingHandlerOf } from "./balancing-actions.js";
import type { Caller } from "./caller.js";
import { Exclusive } from "./exclusive.js";
import type { Form } from "./form.js";
import { refuseMalformedIds } from "./identifiers.js";
import type { Journal } from "./journal.js";
import type { Memory } from "./memory.js";
import { overlay } from "./overlay.js";
import { World } from "./world.js";
import type { Element } from "./xml.js";

/** What no call changes need not wait for the calls that change something; the first list of types takes moto seconds. */
const UNCHANGING: ReadonlySet<string> = new Set(["DescribeInstanceTypes", "DescribeRegions", "DescribeAvailabilityZones"]);

interface Parts {
  readonly backend: Backend;
  readonly memory: Memory;
  readonly journal: Journal;
}

/** EC2, and Elastic Load Balancing beside it, made of moto and what the proxy knows beyond it. */
export class Ec2 {
  readonly #backend: Backend;
  readonly #memory: Memory;
  readonly #journal: Journal;
  readonly #calls = new Exclusive();

  constructor({ backend, memory, journal }: Parts) {
    this.#backend = backend;
    this.#memory = memory;
    this.#journal = journal;
  }

  /** @throws Refusal */
  async answer(action: string, form: Form, caller: Caller): Promise<Element> {
    refuseMalformedIds(form);
    if (UNCHANGING.has(action)) return this.#handle(action, form, caller);
    // One after another: a reader between moto's act and the transient state would see `running` before `pending`.
    return this.#calls.run(async () => {
      await this.#memory.transitions.settle();
      const answer = await this.#handle(action, form, caller);
      // With durations of 0 nothing is left for the next call.
      await this.#memory.transitions.settle();
      overlay(answer, this.#memory);
      return answer;
    });
  }

  #handle(action: string, form: Form, { authorization, region, service }: Caller): Promise<Element> {
    const memory = this.#memory;
    const world = new World(this.#backend, authorization, memory);
    const forward = async (changed: Form = form) => {
      const answer = await this.#backend.send(changed, authorization);
      this.#journal.act(action);
      return answer;
    };
    const handler = service === "ec2" ? handlerOf(action) : balancingHandlerOf(action);
    return handler({ action, form, world, memory, region, forward });
  }
}
