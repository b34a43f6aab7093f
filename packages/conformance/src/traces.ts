import { Consumer, type Reply } from "./consumer.js";
import { usualIn } from "./dialect.js";
import { type Answer, editionsOf, type Harness } from "./harness.js";
import { linkOf, type Seen } from "./seen.js";

/** How many are taken away at one time. */
const ABREAST = 8;

/** What asks for a Machine, in either format. */
const MACHINE = /\bMachineCreate\b/;

/** How often what is refused is tried again: a Volume goes when its Machine is gone. */
const PASSES = 4;

/** Remembers what was made, as the answers name it, so that all of it can be taken away even where a case failed halfway. */
export class Traces {
  readonly #places = new Set<string>();
  /** The Machines made since the last release. */
  readonly #recent = new Set<string>();
  readonly #leaving = new Set<Promise<void>>();
  readonly harness: Harness;

  constructor(private readonly watched: Harness) {
    this.harness = {
      faces: watched.faces,
      patience: watched.patience,
      pause: () => watched.pause(),
      close: () => watched.close(),
      send: async (method, target, sending) => {
        const answer = await watched.send(method, target, sending);
        if (method === "POST") this.#note(answer, sending.body);
        return answer;
      },
    };
  }

  add(place: string): void {
    this.#places.add(place);
  }

  /**
   * Begins to delete the Machines that were made since it was called last, and does not wait: they cost most to keep. Whatever remains of
   * them is cleared at the end.
   */
  release(): void {
    for (const place of this.#recent) {
      const leaving = this.#leave(place).catch(() => undefined);
      this.#leaving.add(leaving);
      void leaving.then(() => this.#leaving.delete(leaving));
    }
    this.#recent.clear();
  }

  /** 4.2.1.1: an answer to a create says where the new resource is. An action's may say where its Job is. */
  #note({ status, headers }: Answer, request = ""): void {
    if (status < 200 || status > 299) return;
    const header = (wanted: string) => Object.entries(headers).find(([name]) => name.toLowerCase() === wanted)?.[1];
    const place = header("location");
    if (place === undefined || place === header("cimi-job-uri")) return;
    this.add(place);
    if (MACHINE.test(request)) this.#recent.add(place);
  }

  /** A consumer in the edition in which a resource has this address. */
  consumerOf(place: string): Consumer {
    const editions = editionsOf(this.watched);
    const own = editions.find((edition) => place.startsWith(this.watched.faces[edition]!.base));
    return new Consumer(this.watched, usualIn(own === undefined ? editions : [own]));
  }

  /** Deletes everything, last first. Gives what is left, with the reason. */
  async clear(): Promise<readonly string[]> {
    await Promise.all(this.#leaving);
    let left = new Map<string, string>();
    for (let pass = 0; pass < PASSES && this.#places.size > 0; pass++) {
      left = await this.#pass([...this.#places].reverse());
      if (this.#places.size > 0) await this.watched.pause();
    }
    return [...left].map(([place, reason]) => `${place}: ${reason}`);
  }

  async #pass(places: readonly string[]): Promise<Map<string, string>> {
    const left = new Map<string, string>();
    for (let at = 0; at < places.length; at += ABREAST) {
      const some = places.slice(at, at + ABREAST);
      await Promise.all(
        some.map((place) =>
          this.#take(place).then(
            () => this.#places.delete(place),
            (error: unknown) => left.set(place, String(error)),
          ),
        ),
      );
    }
    return left;
  }

  async #leave(place: string): Promise<void> {
    const consumer = this.consumerOf(place);
    const { seen } = await consumer.send("GET", place);
    if (seen?.type !== "Machine") return;
    await this.#noteParts(consumer, seen);
    const reply = await this.#delete(consumer, place, seen);
    // Who cleared meanwhile would be refused: it is being deleted already.
    if (reply.header("CIMI-Job-URI") !== undefined) await consumer.done(reply);
  }

  #delete(consumer: Consumer, place: string, seen: Seen | undefined): Promise<Reply> {
    return consumer.send("DELETE", (seen && linkOf(seen, "delete")?.href) ?? place);
  }

  /** @throws Error when it is refused, fails or takes too long */
  async #take(place: string): Promise<void> {
    const consumer = this.consumerOf(place);
    const found = await consumer.send("GET", place);
    if (found.status === 404) return;
    if (found.status === 200) await this.#noteParts(consumer, found.seen!);
    const reply = await this.#delete(consumer, place, found.seen);
    if (reply.status === 404) return;
    if (reply.status > 299) throw new Error(`DELETE answered ${reply.status}: ${reply.body}`);
    // 4.2.1.6: a Job costs the cloud nothing to look at, and tells at once what fails.
    if (reply.header("CIMI-Job-URI") !== undefined) await consumer.done(reply);
    await this.#gone(consumer, place);
  }

  /** What a Machine was made with, or left behind, outlives it. */
  async #noteParts(consumer: Consumer, seen: Seen): Promise<void> {
    for (const [collection, reference] of OUTLIVING) {
      const href = seen.type === "Machine" ? seen.href(collection) : undefined;
      if (href === undefined) continue;
      for (const item of (await consumer.get(href)).items) {
        const part = item.href(reference) ?? item.text("id");
        if (part !== undefined) this.add(part);
      }
    }
  }

  async #gone(consumer: Consumer, place: string): Promise<void> {
    const end = Date.now() + this.watched.patience;
    while ((await consumer.send("GET", place)).status !== 404) {
      if (Date.now() > end) throw new Error(`it is still there after ${this.watched.patience} ms`);
      await this.watched.pause();
    }
  }
}

/** The Collections of a Machine, and the attribute of their items that refers to what outlives it. */
const OUTLIVING = [
  ["volumes", "volume"],
  ["snapshots", "shapshot"],
] as const;
