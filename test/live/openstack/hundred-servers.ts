import { inParallel, type NativeClient } from "./native-client.js";

/** What each of them is called, with a number behind it. */
export const NAME = "one-of-many";
/** How many there are, and how many of them have an interface, a volume of their own (a Disk) and another one. */
export const SERVERS = 100;
export const EQUIPPED = 6;
/** Milliseconds that Nova may take to make or to delete all of them on a busy computer. */
const PATIENCE = 240_000;
/** Requests under way at once. */
const WIDTH = 8;

const OURS = `/servers?name=${NAME}`;

/** Makes the servers by two calls, and waits until they run: a network and volumes cost Nova more than all the rest. */
export async function hundredServers(native: NativeClient): Promise<void> {
  const [flavorRef, imageRef, uuid] = await Promise.all([
    native.named("compute", "/flavors", "flavors", "m1.tiny"),
    native.named("image", "/images", "images", "cirros"),
    native.named("network", "/networks", "networks", "private"),
  ]);
  const many = (count: number, more: object): Promise<unknown> =>
    native.call("POST", "compute", "/servers", {
      server: { name: NAME, flavorRef, imageRef, min_count: count, max_count: count, ...more },
    });
  const root = { source_type: "image", destination_type: "local", uuid: imageRef, boot_index: 0, delete_on_termination: true };
  const volume = (isOwn: boolean) => ({
    source_type: "blank",
    destination_type: "volume",
    volume_size: 1,
    boot_index: -1,
    delete_on_termination: isOwn,
  });
  await many(EQUIPPED, { networks: [{ uuid }], block_device_mapping_v2: [root, volume(true), volume(false)] });
  await many(SERVERS - EQUIPPED, { networks: "none" });
  await native.emptied("compute", `${OURS}&status=BUILD&limit=1`, "servers", PATIENCE);
}

interface Equipped {
  readonly id: string;
  readonly "os-extended-volumes:volumes_attached": readonly { readonly id: string }[];
}

/** Deletes them and their volumes, and waits until nothing is left of them. */
export async function removeServers(native: NativeClient): Promise<void> {
  const servers = await native.list<Equipped>("compute", `/servers/detail?name=${NAME}`, "servers");
  const volumes = new Set(servers.flatMap((server) => server["os-extended-volumes:volumes_attached"].map(({ id }) => id)));
  await inParallel(servers, WIDTH, ({ id }) => native.call("DELETE", "compute", `/servers/${id}`));
  await native.emptied("compute", `${OURS}&limit=1`, "servers", PATIENCE);
  // Those that did not go with their servers are detached by then.
  const left = (await native.list("volume", "/volumes", "volumes")).filter(({ id }) => volumes.has(id));
  await inParallel(left, WIDTH, ({ id }) => native.call("DELETE", "volume", `/volumes/${id}`));
}
