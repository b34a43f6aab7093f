import { Consumer } from "./consumer.js";
import { type Dialect, JSON_2 } from "./dialect.js";
import type { Harness } from "./harness.js";
import type { Content } from "./request.js";
import { idOf, required, type Seen } from "./seen.js";

/** Makes what the cases need, and takes it away again at the end. */
export class Workshop {
  readonly #made: string[] = [];
  #ingredients: Promise<readonly [configuration: string, image: string]> | undefined;
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

  /** The cheapest configuration of the most common architecture of which the cloud tells everything, and an image. */
  async ingredients(consumer = this.#own): Promise<{ machineConfig: Content; machineImage: Content }> {
    this.#ingredients ??= this.#found();
    const [configuration, image] = await this.#ingredients;
    return { machineConfig: { href: seenBy(configuration, consumer) }, machineImage: { href: seenBy(image, consumer) } };
  }

  async #found(): Promise<readonly [string, string]> {
    const [image] = await this.#own.items("machineImages");
    return [idOf(await this.configuration()), idOf(required(image, "image"))];
  }

  /** The cheapest of those that are preferred; where there is none, of all. */
  async configuration(consumer = this.#own, preferred: (configuration: Seen) => boolean = () => true): Promise<Seen> {
    const all = await consumer.items("machineConfigs");
    const offered = all.some(preferred) ? all.filter(preferred) : all;
    const told = offered.filter((one) => one.text("cpuSpeed") !== undefined);
    const common = (told.length > 0 ? told : offered).filter((one) => one.text("cpuArch") === "x86_64");
    const [smallest] = (common.length > 0 ? common : offered).toSorted((a, b) => size(a) - size(b));
    return required(smallest, "configuration");
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
    const reply = await this.#own.send("DELETE", seenBy(resource, this.#own));
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

/** The same resource as another edition names it. */
export const seenBy = (href: string, { base }: Consumer): string => href.replace(/^.*\/cimi\/[12]\/[^/]+\//, base);
