import type { Handler } from "./call.js";
import { numbered, withEntries, without } from "./form.js";
import { refuse } from "./refusal.js";
import type { World } from "./world.js";
import { itemsAt, textAt } from "./xml.js";

/** How the things that the adapter tags are found, by the prefix of their ids. */
const READERS: Readonly<Record<string, (world: World, id: string) => Promise<unknown>>> = {
  i: (world, id) => world.instance(id),
  vol: (world, id) => world.volume(id),
  snap: (world, id) => world.snapshot(id),
  ami: (world, id) => world.image(id),
};

/** moto tags what does not exist. */
export const createTags: Handler = async (call) => {
  for (const id of numbered(call.form, "ResourceId")) {
    const prefix = id.split("-")[0] ?? "";
    if (!/^[a-z]+-[0-9a-f]+$/.test(id)) refuse("InvalidID", `The ID '${id}' is not valid`);
    await READERS[prefix]?.(call.world, id);
  }
  return call.forward();
};

/** moto knows key pairs by name only. EC2 says nothing when there is no such key pair. */
export const deleteKeyPair: Handler = async (call) => {
  const id = call.form.get("KeyPairId");
  if (id === undefined) return call.forward();
  const keyPairs = itemsAt(await call.world.call("DescribeKeyPairs"), "keySet");
  const name = textAt(
    keyPairs.find((item) => textAt(item, "keyPairId") === id),
    "keyName",
  );
  return call.forward(withEntries(without(call.form, "KeyPairId"), { KeyName: name ?? id }));
};
