import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { gather } from "@cimi-gateway/adapter";
import { describe, expect, it } from "@jest/globals";
import { addressesIn, REPLIES, type Reply, type ReplyName, type Told } from "./testing/replies.js";
import { FILES, SAMPLED } from "./testing/reply-files.js";
import { type Answers, context, ok, refused, type Scripted, scripted, shown, tokenAnswer } from "./testing.js";

const SPECS = resolve(process.env.CIMI_REFERENCE ?? "../shared", "provider-specs");
const FOLDER = resolve(SPECS, "fixtures/libcloud/openstack_v1.1");
/** Of each microversion of Nova that changed an answer. */
const SAMPLES = resolve(SPECS, "openstack/nova-api_samples");
const recorded = existsSync(FOLDER) ? describe : describe.skip;
const reason = existsSync(FOLDER) ? "" : " (skipped: CIMI_REFERENCE names no folder with provider-specs)";

type Body = Readonly<Record<string, unknown>>;

const bodyOf = (file: string, folder = FOLDER): Body => JSON.parse(readFileSync(resolve(folder, file), "utf8"));
const isList = (body: Body, { items }: Reply): boolean => Array.isArray(body[items]);
const toldIn = (body: Body, reply: Reply): readonly Told[] =>
  (isList(body, reply) ? (body[reply.items] as readonly object[]) : [(body[reply.item] ?? body) as object]).map((one) =>
    reply.item === "keypair" && "keypair" in one ? (one.keypair as Told) : (one as Told),
  );

/** Everything else is empty. The token is for no project, as the recordings are of many. */
const EMPTY: Answers = {
  "POST identity /v3/auth/tokens": tokenAnswer("token-1", { project: undefined }),
  ...Object.fromEntries(Object.values<Reply>(REPLIES).map(({ list, items }) => [list, ok({ [items]: [] })])),
};

/** The servers that volumes name cannot be seen. */
const strangersIn = (told: readonly Told[]): Answers =>
  Object.fromEntries(
    told
      .flatMap(({ attachments = [] }) => attachments as readonly { readonly server_id?: string; readonly serverId?: string }[])
      .map(({ server_id, serverId }) => [`GET compute /servers/${server_id ?? serverId}`, refused(404, "itemNotFound")]),
  );

/** The cloud that answers with a recording; a list that names ids gets what was shown. Nothing is on a page after it. */
function cloudOf(body: Body, reply: Reply): Scripted {
  const told = toldIn(body, reply);
  const { items, list, show } = reply;
  const isAlone = !isList(body, reply);
  return scripted({
    ...EMPTY,
    ...strangersIn(told),
    ...(isAlone && show
      ? { [show(idOf(reply, told[0]!))]: ok(body) }
      : { [list]: ({ query }) => ok(query.marker === undefined && !isAlone ? body : { [items]: isAlone ? told : [] }) }),
  });
}

const nativeIdOf = ({ idOf }: Reply, told: Told): string => (idOf ? idOf(told) : String(told.id));
const idOf = (reply: Reply, told: Told): string => (reply.item === "keypair" ? nativeIdOf(reply, told) : String(told.id));

interface Seen {
  readonly id: string;
  readonly values: Readonly<Record<string, unknown>>;
}

async function read(body: Body, reply: Reply): Promise<readonly Seen[]> {
  const cloud = cloudOf(body, reply);
  const type = cloud.of(reply.type);
  const natives = isList(body, reply)
    ? await gather(type.list({}, context()))
    : [...(await type.read([nativeIdOf(reply, toldIn(body, reply)[0]!)], context())).values()];
  return natives.map((native) => ({ id: type.identify(native).id, values: shown(type, native) }));
}

/** What must be left of an object, and the same of what was read. */
const compared = (reply: Reply, told: Told, { id, values }: Seen): readonly [object, object] => {
  const wanted = reply.shows(told);
  return [
    { id: nativeIdOf(reply, told), ...wanted },
    { id, ...Object.fromEntries(Object.keys(wanted).map((key) => [key, values[key]])) },
  ];
};

async function readWhole(body: Body, reply: Reply): Promise<void> {
  const [seen, told] = [await read(body, reply), toldIn(body, reply)];
  expect(seen).toHaveLength(told.length);
  for (const [index, one] of told.entries()) {
    const [wanted, found] = compared(reply, one, seen[index]!);
    expect(found).toEqual(wanted);
  }
}

const readable = Object.entries(FILES).flatMap(([file, how]) => (how in REPLIES ? [[file, how as ReplyName] as const] : []));

recorded(`recorded replies of other releases${reason}`, () => {
  it("are all told here: which type reads them, or why none does", () => {
    expect(readdirSync(FOLDER).sort()).toEqual(Object.keys(FILES).sort());
    for (const [file, how] of Object.entries(FILES)) expect([file, how in REPLIES || how.length > 30]).toEqual([file, true]);
  });

  it.each(readable)("%s is read without loss", (file, kind) => readWhole(bodyOf(file), REPLIES[kind]));

  it.each(readable)(
    "%s with another status, and without any one of its members, is read as far as it goes",
    async (file, kind) => {
      const [body, reply] = [bodyOf(file), REPLIES[kind] as Reply];
      const told = toldIn(body, reply);
      const ids = told.map((one) => nativeIdOf(reply, one)).sort();
      const members = new Set(told.flatMap((one) => Object.keys(one)).filter((member) => !NEEDED.has(member)));
      for (const change of [withStatus, ...[...members].map(without)]) {
        const seen = await read(changed(body, reply, change), reply);
        expect(seen.map(({ id }) => id).sort()).toEqual(ids);
      }
    },
  );

  it.each(readable.filter(([, kind]) => kind === "port"))("the addresses of %s are endpoints", async (file, kind) => {
    const [body, reply] = [bodyOf(file), REPLIES[kind] as Reply];
    const ports = toldIn(body, reply);
    const endpoints = scripted({ ...EMPTY, [reply.list]: ok({ [reply.items]: ports }) }).of("ProtocolEndpoint");
    const values = (await gather(endpoints.list({}, context()))).map((native) => shown(endpoints, native));
    const addresses = values.filter(({ protocol }) => protocol !== "Ethernet").map(({ address }) => String(address));
    expect(addresses.sort()).toEqual(addressesIn(ports));
  });

  it("that say no are understood: what does not exist is absent", async () => {
    const cloud = scripted({ "GET compute /os-keypairs/none": { status: 404, body: bodyOf("_os_keypairs_not_found.json") } });
    expect((await cloud.of("Credential").read(["none"], context())).size).toBe(0);
  });
});

recorded(`samples of Nova, of each microversion${reason}`, () => {
  const files = existsSync(SAMPLES) ? (readdirSync(SAMPLES, { recursive: true }) as string[]) : [];
  const samples = Object.entries(SAMPLED).flatMap(([name, kind]) =>
    files.filter((file) => file.endsWith(`/${name}.json`)).map((file) => [file, kind] as const),
  );

  it("of the lists and objects that the adapter asks for are there", () => {
    for (const name of Object.keys(SAMPLED)) expect(files.some((file) => file.endsWith(`/${name}.json`)) && name).toBe(name);
  });

  for (const [file, kind] of samples) it(`${file} is read without loss`, () => readWhole(bodyOf(file, SAMPLES), REPLIES[kind]));
});

/** Without these an object is none of its kind: no release leaves them out. */
const NEEDED = new Set("id name status network_id ip_version cidr floating_network_id floating_ip_address".split(" "));

type Change = (told: Told) => Told;
const withStatus: Change = (told) => ("status" in told ? { ...told, status: "unheard-of" } : told);
const without =
  (member: string): Change =>
  (told) =>
    Object.fromEntries(Object.entries(told).filter(([key]) => key !== member));

function changed(body: Body, reply: Reply, change: Change): Body {
  const told = toldIn(body, reply).map(change);
  if (!isList(body, reply)) return { [reply.item]: told[0] };
  return { [reply.items]: reply.item === "keypair" ? told.map((keypair) => ({ keypair })) : told };
}
