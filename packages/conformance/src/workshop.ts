import { Consumer } from "./consumer.js";
import { type Dialect, JSON_2 } from "./dialect.js";
import type { Harness } from "./harness.js";
import type { Content } from "./request.js";
import { idOf, required, type Seen } from "./seen.js";

/** Makes what the cases need, and takes it away again at the end. */
export class Workshop {
  readonly #made: string[] = [];
  readonly #own: Consumer;

  constructor(readonly harness: Harness) {
    this.#own = new Consumer(harness, JSON_2);
  }

  consumer(dialect: Dialect = JSON_2): Consumer {
    return new Consumer(this.harness, dialect);
  }

  /** Whatever is named here is deleted at the end, last first. */
  keep(seen: Seen): Seen {
    this.#made.push(idOf(seen));
    return seen;
  }

  /** The cheapest configuration, and an image. */
  async ingredients(consumer = this.#own): Promise<{ machineConfig: Content; machineImage: Content }> {
    const configurations = await consumer.items("machineConfigs");
    const [smallest] = configurations.toSorted((a, b) => size(a) - size(b));
    const [image] = await consumer.items("machineImages");
    return {
      machineConfig: { href: idOf(required(smallest, "configuration")) },
      machineImage: { href: idOf(required(image, "image")) },
    };
  }

  async machine(initialState: string, template: Content = {}, consumer = this.#own): Promise<Seen> {
    const content = { machineTemplate: { initialState, ...(await this.ingredients(consumer)), ...template } };
    return this.make("machines", "MachineCreate", content, consumer);
  }

  async volume(capacity = GIGABYTE, consumer = this.#own): Promise<Seen> {
    return this.make("volumes", "VolumeCreate", { volumeTemplate: { volumeConfig: { capacity } } }, consumer);
  }

  async make(collection: string, type: string, content: Content, consumer = this.#own): Promise<Seen> {
    return this.keep(await consumer.made(await consumer.add(await consumer.collection(collection), type, content)));
  }

  /** Deletes a resource and waits until it is gone. */
  async remove(resource: string): Promise<void> {
    const reply = await this.#own.send("DELETE", inEdition2(resource, this.#own));
    if (reply.status !== 404) await this.#own.done(reply);
  }

  /** What cannot be deleted is somebody else's test failing; the rest goes all the same. */
  async clean(): Promise<readonly string[]> {
    const left: string[] = [];
    for (const resource of this.#made.reverse()) await this.remove(resource).catch((error: unknown) => left.push(String(error)));
    return left;
  }
}

/** Kilobytes. */
export const GIGABYTE = 1_000_000;

const size = (configuration: Seen): number => Number(configuration.text("cpu")) * 2 ** 20 + Number(configuration.text("memory"));

/** The same resource as the other edition names it. */
export const inEdition2 = (href: string, { base }: Consumer): string => href.replace(/^.*\/cimi\/[12]\/[^/]+\//, base);
