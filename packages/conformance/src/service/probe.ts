import { Networking } from "../networking.js";
import { idOf, linkOf, required, type Seen } from "../seen.js";
import { GIGABYTE, type Workshop } from "../workshop.js";
import type { Finding } from "./offers.js";

/** The links of a resource by which it is changed and deleted, and what a case calls that. */
const OF_A_RESOURCE = { edit: "update", delete: "delete" } as const;
/** Those of a Collection inside a resource. */
const OF_A_COLLECTION = { add: "create", insert: "create", remove: "delete" } as const;

/**
 * Makes one of each type and looks at its links: only they tell what can be changed and deleted, and what a Collection inside a
 * resource takes in (4.2). What cannot be made offers none of it; the cases that make such a thing say why.
 */
export class Probe {
  constructor(
    private readonly shop: Workshop,
    private readonly offers: Map<string, Finding>,
    private readonly initialState: string,
  ) {}

  async run(): Promise<void> {
    await this.#unlessItFails(() => this.#machine());
    await this.#unlessItFails(() => this.#volume());
    await this.#unlessItFails(() => this.#credential());
    await this.#unlessItFails(() => this.#networks());
  }

  async #unlessItFails(look: () => Promise<void>): Promise<void> {
    await look().catch(() => undefined);
  }

  #has(type: string, name: string): boolean {
    return this.offers.get(type)?.functions.has(name) === true;
  }

  #note(type: string, seen: Seen, links: Readonly<Record<string, string>>): void {
    for (const [rel, name] of Object.entries(links)) if (linkOf(seen, rel)) this.offers.get(type)?.functions.add(name);
  }

  async #machine(): Promise<void> {
    if (!this.#has("Machine", "create")) return;
    const machine = await this.shop.machine(this.initialState);
    this.#note("Machine", machine, OF_A_RESOURCE);
    await this.#unlessItFails(() => this.#looked("Machine", machine, ["interfaces"]));
    await this.#unlessItFails(() => this.#disks(machine));
    await this.#unlessItFails(() => this.#connections(machine));
    if (!this.#has("Machine", "capture")) return;
    const content = { type: "IMAGE", imageLocation: idOf(machine) };
    this.#note("MachineImage", await this.shop.make("machineImages", "MachineImage", content), OF_A_RESOURCE);
  }

  async #disks(machine: Seen): Promise<void> {
    const consumer = this.shop.consumer();
    const collection = required(machine.href("disks"), "disks");
    this.#note("Disk", await consumer.get(collection), OF_A_COLLECTION);
    if (!this.#has("Disk", "create")) return;
    this.#note("Disk", await consumer.made(await consumer.add(collection, "Disk", { capacity: GIGABYTE })), OF_A_RESOURCE);
  }

  async #connections(machine: Seen): Promise<void> {
    const collection = await this.shop.consumer().get(required(machine.href("volumes"), "volumes"));
    this.#note("locatedVolume", collection, OF_A_COLLECTION);
    // Edition 1 takes a Volume out by the DELETE of its MachineVolume, which only a connected one shows.
    if (this.shop.consumer().dialect.edition === 1 && linkOf(collection, "add"))
      this.offers.get("locatedVolume")?.functions.add("delete");
  }

  async #volume(): Promise<void> {
    if (!this.#has("Volume", "create")) return;
    const volume = await this.shop.volume();
    this.#note("Volume", volume, OF_A_RESOURCE);
    if (!this.#has("VolumeImage", "create")) return;
    const image = await this.shop.make("volumeImages", "VolumeImage", { imageLocation: idOf(volume) });
    this.#note("VolumeImage", image, OF_A_RESOURCE);
  }

  async #credential(): Promise<void> {
    if (!this.#has("Credential", "create")) return;
    const content = { name: "looked at", credentialTemplate: { description: "a new pair" } };
    this.#note("Credential", await this.shop.make("credentials", "CredentialCreate", content), OF_A_RESOURCE);
  }

  /** Only edition 2 has them as the cases make them. */
  async #networks(): Promise<void> {
    if (this.shop.consumer().dialect.edition === 1 || !this.#has("Network", "create")) return;
    const networking = new Networking(() => this.shop);
    const { network, segment } = await networking.place();
    await this.#looked("Network", network, ["segments", "services", "subnetworks"]);
    await this.#looked("ProtocolSegment", segment, ["endpoints"]);
    if (this.#has("NetworkService", "create"))
      await this.#looked("NetworkService", await networking.firewall(network), ["endpoints", "segments"]);
    if (!this.#has("NetworkInterface", "create")) return;
    const held = await networking.interface(segment);
    await this.#looked("NetworkInterface", held, ["endpoints"]);
    if (this.#has("ProtocolEndpoint", "create"))
      await this.#looked("ProtocolEndpoint", await networking.endpoint(segment, held), []);
  }

  /** What is offered of a resource, and which of its Collections take in and let go what exists. */
  async #looked(type: string, seen: Seen, collections: readonly string[]): Promise<void> {
    this.#note(type, seen, OF_A_RESOURCE);
    for (const name of collections) {
      const href = seen.href(name);
      if (href === undefined) continue;
      const membership = { insert: `${name}.insert`, remove: `${name}.remove` };
      this.#note(type, await this.shop.consumer().get(href), membership);
    }
  }
}
