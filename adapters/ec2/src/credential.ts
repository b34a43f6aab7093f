import type { KeyPairInfo } from "@aws-sdk/client-ec2";
import {
  type Accepted,
  type Context,
  type CreateRequest,
  ProviderFault,
  type ResourceAdapter,
  resourceAdapter,
  type WriteContext,
} from "@cimi-gateway/adapter";
import type { StringMap, Values } from "@cimi-gateway/model";
import { filter, portions } from "./client.js";
import type { Cloud } from "./cloud.js";
import { gone } from "./errors.js";
import { nativeName } from "./native-name.js";
import { confined, isInside } from "./scope.js";
import { newOverlay, newTags } from "./tag-writing.js";
import { described, markerIn } from "./tags.js";
import { act, retag, type Sent, sent } from "./writes.js";

/** A key pair, known by its name, which is what RunInstances wants. */
export const credential = (cloud: Cloud): ResourceAdapter<"Credential", unknown> => {
  const common = described(({ Tags }: KeyPairInfo) => Tags, cloud.settings);
  return resourceAdapter<KeyPairInfo>()("Credential", {
    identify: ({ KeyName, Tags }) => ({ id: KeyName!, marker: markerIn(Tags) }),
    attributes: {
      ...common,
      name: (native) => common.name(native) ?? (markerIn(native.Tags) === undefined ? native.KeyName : undefined),
      created: ({ CreateTime }) => CreateTime?.toISOString(),
      parameters: ({ PublicKey }): StringMap | undefined => (PublicKey === undefined ? undefined : { key: PublicKey.trim() }),
      nativeId: ({ KeyName }) => KeyName,
      location: () => cloud.settings.region,
    },
    async *list(_query, context) {
      yield await keyPairs(cloud, context);
    },
    read: (ids, context) => readKeyPairs(cloud, ids, context),
    create: (request, context) => importKey(cloud, request, context),
    update: async (id, changes, context) => {
      const found = (await readKeyPairs(cloud, [id], context)).get(id);
      if (!found) throw gone("key pair", id);
      return retag(cloud.client, context, { id, bearer: found.KeyPairId!, tags: found.Tags }, changes, cloud.settings);
    },
    delete: (id, context) =>
      act(cloud.client, context, "delete", id, (ec2, sending) => ec2.deleteKeyPair({ KeyName: id }, sending)),
  });
};

/** DescribeKeyPairs gives all in one answer. */
async function keyPairs(
  { client, settings }: Cloud,
  context: Context,
  names?: readonly string[],
): Promise<readonly KeyPairInfo[]> {
  const filters = names && [filter("key-name", names)];
  const answer = await client.read(context, (ec2, sending) =>
    ec2.describeKeyPairs({ IncludePublicKey: true, ...confined(settings.scope, filters) }, sending),
  );
  return (answer.KeyPairs ?? []).filter(({ Tags }) => isInside(settings.scope, Tags));
}

async function readKeyPairs(cloud: Cloud, ids: readonly string[], context: Context): Promise<ReadonlyMap<string, KeyPairInfo>> {
  const found = await Promise.all(portions(ids).map((portion) => keyPairs(cloud, context, portion)));
  // A filter takes * and ? for wildcards, which a name may contain.
  return new Map(
    found
      .flat()
      .filter(({ KeyName }) => ids.includes(KeyName ?? ""))
      .map((pair) => [pair.KeyName!, pair]),
  );
}

type Request = CreateRequest<"Credential">;

/** ImportKeyPair has no token (RELIABILITY.md, A2): the name carries the CIMI id, so that a second import says Duplicate. */
async function importKey(cloud: Cloud, request: Request, context: WriteContext): Promise<Accepted> {
  const { key, password, ...rest } = request.template.parameters ?? {};
  if (password !== undefined)
    throw new ProviderFault("invalid", "EC2 takes no passwords: give the public key, as parameters.key");
  if (key === undefined)
    throw new ProviderFault("invalid", "the credential lacks parameters.key, the public key as SSH writes it (RSA or Ed25519)");
  const made = await context.step("create", {
    send: ({ marker }) => send(cloud, request, key, marker, context),
    find: async ({ marker }) =>
      (await readKeyPairs(cloud, [nativeName(marker)], context)).size > 0 ? { id: nativeName(marker) } : undefined,
    undo: async ({ id }) => {
      await cloud.client.write(context, (ec2, sending) => ec2.deleteKeyPair({ KeyName: id }, sending));
    },
  });
  return { ...made, ...overlayOf(cloud, request, { key, ...rest }, Object.keys(rest).length > 0) };
}

/** EC2 keeps the key alone: with more than that (userName) the parameters go whole to the overlay. */
function overlayOf({ settings }: Cloud, request: Request, parameters: StringMap, isMore: boolean): { readonly overlay?: Values } {
  const { overlay } = newOverlay(settings, request);
  if (!isMore) return overlay ? { overlay } : {};
  return { overlay: { ...overlay, parameters } };
}

async function send({ client, settings }: Cloud, request: Request, key: string, marker: string, context: Context): Promise<Sent> {
  const KeyName = nativeName(marker);
  const input = { KeyName, PublicKeyMaterial: Buffer.from(key, "utf8"), ...newTags(settings, ["key-pair"], marker, request) };
  try {
    return sent(KeyName, await client.write(context, (ec2, sending) => ec2.importKeyPair(input, sending)));
  } catch (error) {
    if (error instanceof ProviderFault && error.code === "InvalidKeyPair.Duplicate") return { id: KeyName };
    throw error;
  }
}
