import {
  type Accepted,
  type Context,
  type CreateRequest,
  ProviderFault,
  type ResourceAdapter,
  resourceAdapter,
  type WriteContext,
} from "@cimi-gateway/adapter";
import type { Values } from "@cimi-gateway/model";
import type { Cloud } from "./cloud.js";
import { isKeyPairInside, keyPairName, markerOfKeyPair } from "./key-pair-name.js";
import type { Described } from "./metadata-writing.js";
import { path } from "./paths.js";
import { readMany } from "./reading.js";
import { remove, type Sent, sent } from "./writes.js";

/** A key pair of the user. */
interface KeyPair {
  readonly name: string;
  readonly public_key?: string;
}

/** A key pair, known by its name, which is what POST /servers wants. OpenStack keeps name and key: what else is said of it, the gateway keeps. */
export const credential = (cloud: Cloud): ResourceAdapter<"Credential", unknown> => {
  const markerOf = ({ name }: KeyPair) => markerOfKeyPair(cloud.settings.scope, name);
  return resourceAdapter<KeyPair>()("Credential", {
    identify: (native) => ({ id: native.name, marker: markerOf(native) }),
    attributes: {
      name: (native) => (markerOf(native) === undefined ? native.name : undefined),
      description: () => undefined,
      properties: () => undefined,
      parameters: ({ public_key }) => (public_key === undefined ? undefined : { key: public_key.trim() }),
      nativeId: ({ name }) => name,
      location: () => cloud.settings.region,
    },
    list: (_query, context) => keyPairPages(cloud, context),
    read: (ids, context) => readKeyPairs(cloud, ids, context),
    create: (request, context) => importKey(cloud, request, context),
    update: async (id, { name, description, properties }) => ({ id, overlay: said({ name, description, properties }) }),
    delete: async (id, context) => remove(cloud.client, context, "delete", id, keyPairAt(id)),
  });
};

const said = (described: Described): Values =>
  Object.fromEntries(Object.entries(described).filter(([, value]) => value !== undefined));

const keyPairAt = (name: string) => ({ service: "compute", path: path`/os-keypairs/${name}` }) as const;

interface Held {
  readonly keypair: KeyPair;
}

async function* keyPairPages({ client, settings }: Cloud, context: Context): AsyncGenerator<readonly KeyPair[]> {
  const pages = client.pages<Held>(context, { service: "compute", path: "/os-keypairs" }, "keypairs");
  for await (const page of pages)
    yield page.map(({ keypair }) => keypair).filter(({ name }) => isKeyPairInside(settings.scope, name));
}

const readKeyPairs = (cloud: Cloud, ids: readonly string[], context: Context): Promise<Map<string, KeyPair>> =>
  readMany(ids, {
    idOf: ({ name }) => name,
    one: async (name) =>
      isKeyPairInside(cloud.settings.scope, name)
        ? (await cloud.client.readIfThere<Held>(context, keyPairAt(name)))?.keypair
        : undefined,
    list: () => keyPairPages(cloud, context),
  });

type Request = CreateRequest<"Credential">;

/** POST /os-keypairs has no token (RELIABILITY.md, A9): the name carries the CIMI id. */
async function importKey(cloud: Cloud, request: Request, context: WriteContext): Promise<Accepted> {
  const { key, password, ...rest } = request.template.parameters ?? {};
  if (password !== undefined)
    throw new ProviderFault("invalid", "OpenStack takes no passwords: give the public key, as parameters.key");
  if (key === undefined)
    throw new ProviderFault("invalid", "the credential lacks parameters.key, the public key as SSH writes it");
  const made = await context.step("create", {
    send: ({ marker }) => send(cloud, key, marker, context),
    find: async ({ marker }) => {
      const name = keyPairName(cloud.settings.scope, marker);
      return (await readKeyPairs(cloud, [name], context)).has(name) ? { id: name } : undefined;
    },
    undo: async ({ id }) => {
      await cloud.client.write(context, { ...keyPairAt(id), method: "DELETE" });
    },
  });
  const { name, description, properties } = request;
  const parameters = Object.keys(rest).length === 0 ? undefined : { key, ...rest };
  const overlay = { ...said({ name, description, properties }), ...(parameters && { parameters }) };
  return { ...made, ...(Object.keys(overlay).length > 0 && { overlay }) };
}

async function send({ client, settings }: Cloud, key: string, marker: string, context: Context): Promise<Sent> {
  const name = keyPairName(settings.scope, marker);
  const body = { keypair: { name, public_key: key, type: "ssh" } };
  try {
    return sent(name, await client.write(context, { service: "compute", method: "POST", path: "/os-keypairs", body }));
  } catch (error) {
    if (error instanceof ProviderFault && error.kind === "conflict") return { id: name };
    throw error;
  }
}
