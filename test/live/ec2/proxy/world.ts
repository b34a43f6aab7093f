import type { Backend } from "./backend.js";
import { asCalling, type Service } from "./caller.js";
import { withNumbered } from "./form.js";
import type { Memory } from "./memory.js";
import { refuse } from "./refusal.js";
import { attachmentKey } from "./transitions.js";
import { child, type Element, itemsAt, textAt } from "./xml.js";

export interface Device {
  readonly name: string;
  readonly volumeId: string;
  readonly deleteOnTermination: boolean;
}

export interface Instance {
  readonly id: string;
  /** The one shown, so a transient one where there is one. */
  readonly state: string;
  readonly zone: string;
  readonly hibernation: boolean;
  readonly rootDevice: string;
  readonly devices: readonly Device[];
}

export interface Volume {
  readonly id: string;
  readonly state: string;
  /** GiB. */
  readonly size: number;
  readonly type: string;
  readonly zone: string;
  readonly attachment: { readonly instanceId: string; readonly device: string; readonly state: string } | undefined;
}

export interface Snapshot {
  readonly id: string;
  readonly state: string;
  /** GiB. */
  readonly size: number;
  readonly encrypted: boolean;
}

export interface Image {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly rootDevice: string;
  readonly devices: readonly { readonly name: string; readonly snapshotId: string; readonly size: number }[];
}

/** What is in the cloud, as its caller would see it, read from moto; the proxy's own reads are not counted as calls. */
export class World {
  readonly #backend: Backend;
  readonly #authorization: string;
  readonly #memory: Memory;

  constructor(backend: Backend, authorization: string, memory: Memory) {
    this.#backend = backend;
    this.#authorization = authorization;
    this.#memory = memory;
  }

  call(action: string, parameters: Readonly<Record<string, string>> = {}): Promise<Element> {
    return this.#send("ec2", action, parameters);
  }

  /** The same of Elastic Load Balancing. */
  balancing(action: string, parameters: Readonly<Record<string, string>> = {}): Promise<Element> {
    return this.#send("elasticloadbalancing", action, parameters);
  }

  #send(service: Service, action: string, parameters: Readonly<Record<string, string>>): Promise<Element> {
    const form = new Map(Object.entries({ Action: action, ...parameters }));
    return this.#backend.send(form, asCalling(service, this.#authorization));
  }

  async instances(ids: readonly string[]): Promise<readonly Instance[]> {
    if (ids.length === 0) return [];
    const form = withNumbered(new Map([["Action", "DescribeInstances"]]), "InstanceId", [...new Set(ids)]);
    const reply = await this.#backend.send(form, this.#authorization);
    const items = itemsAt(reply, "reservationSet").flatMap((reservation) => itemsAt(reservation, "instancesSet"));
    return items.map((item) => this.#instance(item));
  }

  async instance(id: string): Promise<Instance> {
    const [instance] = await this.instances([id]);
    return instance ?? refuse("InvalidInstanceID.NotFound", `The instance ID '${id}' does not exist`);
  }

  async volume(id: string): Promise<Volume> {
    const reply = await this.call("DescribeVolumes", { "VolumeId.1": id });
    return this.#volume(required(itemsAt(reply, "volumeSet"), "InvalidVolume.NotFound", `The volume '${id}' does not exist.`));
  }

  async snapshot(id: string): Promise<Snapshot> {
    const reply = await this.call("DescribeSnapshots", { "SnapshotId.1": id });
    const item = required(itemsAt(reply, "snapshotSet"), "InvalidSnapshot.NotFound", `The snapshot '${id}' does not exist.`);
    const state = this.#memory.transitions.state(id) ?? textAt(item, "status") ?? "";
    const size = this.#memory.snapshotSizes.get(id) ?? Number(textAt(item, "volumeSize"));
    return { id, state, size, encrypted: textAt(item, "encrypted") === "true" };
  }

  async image(id: string): Promise<Image> {
    const reply = await this.call("DescribeImages", { "ImageId.1": id });
    return this.#image(required(itemsAt(reply, "imagesSet"), "InvalidAMIID.NotFound", `The image id '[${id}]' does not exist`));
  }

  #instance(item: Element): Instance {
    const id = textAt(item, "instanceId") ?? "";
    return {
      id,
      state: this.#memory.transitions.state(id) ?? textAt(item, "instanceState", "name") ?? "",
      zone: textAt(item, "placement", "availabilityZone") ?? "",
      hibernation: textAt(item, "hibernationOptions", "configured") === "true",
      rootDevice: textAt(item, "rootDeviceName") ?? "",
      devices: itemsAt(item, "blockDeviceMapping").map(deviceFrom),
    };
  }

  #volume(item: Element): Volume {
    const id = textAt(item, "volumeId") ?? "";
    return {
      id,
      state: this.#memory.transitions.state(id) ?? textAt(item, "status") ?? "",
      size: Number(textAt(item, "size")),
      type: textAt(item, "volumeType") ?? "",
      zone: textAt(item, "availabilityZone") ?? "",
      attachment: this.#attachment(id, itemsAt(item, "attachmentSet")[0]),
    };
  }

  #attachment(id: string, item: Element | undefined): Volume["attachment"] {
    if (item === undefined) return undefined;
    const state = this.#memory.transitions.state(attachmentKey(id)) ?? "attached";
    return { instanceId: textAt(item, "instanceId") ?? "", device: textAt(item, "device") ?? "", state };
  }

  #image(item: Element): Image {
    const id = textAt(item, "imageId") ?? "";
    return {
      id,
      name: textAt(item, "name") ?? "",
      state: this.#memory.transitions.state(id) ?? textAt(item, "imageState") ?? "",
      rootDevice: textAt(item, "rootDeviceName") ?? "",
      devices: itemsAt(item, "blockDeviceMapping").map((mapping) => ({
        name: textAt(mapping, "deviceName") ?? "",
        snapshotId: textAt(mapping, "ebs", "snapshotId") ?? "",
        size: Number(textAt(mapping, "ebs", "volumeSize")),
      })),
    };
  }
}

function deviceFrom(mapping: Element): Device {
  const ebs = child(mapping, "ebs");
  return {
    name: textAt(mapping, "deviceName") ?? "",
    volumeId: textAt(ebs, "volumeId") ?? "",
    deleteOnTermination: textAt(ebs, "deleteOnTermination") === "true",
  };
}

function required(items: readonly Element[], code: string, message: string): Element {
  return items[0] ?? refuse(code, message);
}
