import type { Edition } from "@cimi-gateway/model";
import { Consumer } from "./consumer.js";
import { type Dialect, usualIn } from "./dialect.js";
import { editionsOf, type Harness } from "./harness.js";
import type { Content } from "./request.js";
import { idOf, required, type Seen } from "./seen.js";
import { Traces } from "./traces.js";

interface Ingredients extends Content {
  readonly machineConfig: { readonly href: string };
  readonly machineImage: { readonly href: string };
}

/** Makes what the cases need, and takes it away again at the end. */
export class Workshop {
  readonly harness: Harness;
  readonly #traces: Traces;
  readonly #own: Consumer;
  #ingredients: Promise<ReadonlyMap<Edition, Ingredients>> | undefined;

  constructor(harness: Harness) {
    this.#traces = new Traces(harness);
    this.harness = this.#traces.harness;
    this.#own = this.consumer();
  }

  consumer(dialect: Dialect = usualIn(editionsOf(this.harness))): Consumer {
    return new Consumer(this.harness, dialect);
  }

  /** Whatever is named here is deleted at the end, as is all that a POST made. */
  keep(seen: Seen): Seen {
    this.#traces.add(idOf(seen));
    return seen;
  }

  /** The cheapest configuration of the most common architecture of which the cloud tells everything, and an image; both as it had them at first. */
  async ingredients(consumer = this.#own): Promise<Ingredients> {
    this.#ingredients ??= this.#found();
    return required((await this.#ingredients).get(consumer.dialect.edition), "configuration and image");
  }

  async #found(): Promise<ReadonlyMap<Edition, Ingredients>> {
    const found = editionsOf(this.harness).map(async (edition) => {
      const consumer = this.consumer(usualIn([edition]));
      const images = await consumer.items("machineImages");
      const image = required(images.find((one) => one.text("state") === "AVAILABLE") ?? images[0], "image");
      const configuration = await this.configuration(consumer);
      return [edition, { machineConfig: { href: idOf(configuration) }, machineImage: { href: idOf(image) } }] as const;
    });
    return new Map(await Promise.all(found));
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
    const consumer = this.#traces.consumerOf(resource);
    const reply = await consumer.send("DELETE", resource);
    if (reply.status !== 404) await consumer.done(reply);
  }

  /** After a test: Machines cost most to keep, and no test uses another's. */
  release(): void {
    this.#traces.release();
  }

  /** What cannot be deleted is somebody else's test failing; the rest goes all the same. */
  clean(): Promise<readonly string[]> {
    return this.#traces.clear();
  }
}

/** Kilobytes. */
export const GIGABYTE = 1_000_000;

const size = (configuration: Seen): number => Number(configuration.text("cpu")) * 2 ** 20 + Number(configuration.text("memory"));
