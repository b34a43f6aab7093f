import { type Model, model, parseBody, type Values } from "@cimi-gateway/model";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { FakeResource, type FakeService, serviceOf, sessionOf } from "../testing.js";
import { prepareUpdate } from "./update.js";

const done = async () => ({ id: "" });
const writes = { create: done, update: done, delete: done };

let service: FakeService;
beforeEach(async () => {
  const machine = { ...writes, payload: { limit: 100 } };
  service = await serviceOf({
    Machine: new FakeResource(["name", "state"], [], machine).adapter,
    Credential: new FakeResource(["name", "parameters"], [], writes).adapter,
    Network: new FakeResource(["name", "state"], [], writes).adapter,
    NetworkService: new FakeResource(["name", "type", "policies", "state"], [], writes).adapter,
  });
});
afterEach(() => service.close());

/** What a PUT changes of a template that is kept with these values. */
async function changes(
  type: "NetworkTemplate" | "NetworkServiceTemplate" | "MachineTemplate",
  kept: Values,
  body: object,
  query = "",
): Promise<Values> {
  const row = { type, id: "t", parent: "", created: "2026-06-01T12:00:00Z", value: kept as Readonly<Record<string, string>> };
  await service.store.records.insert(service.cloud.scope, row);
  const collection = service.cloud.model[type]!.collection!;
  const { intent } = await prepareUpdate(
    sessionOf(service, { query }),
    { kind: "item", type, collection, id: "t", path: `${collection}/t` },
    {
      body: parseBody(JSON.stringify(body), "json"),
      format: "json",
      reading: { edition: 2, tolerant: false, model: model as Model, erasable: false },
    },
  );
  return intent.kind === "update" ? intent.changes : {};
}

interface Service {
  readonly name?: string;
  readonly href?: string;
  readonly type?: string;
  /** Its secret. */
  readonly key?: string;
  readonly tunnel?: string;
}

const valuesOf = ({ name, type = "VPN", key, tunnel = "203.0.113.9" }: Service): Values => ({
  ...(name !== undefined && { name }),
  type,
  policies: { ...(type === "VPN" && { "tunnel.a": tunnel }), ...(key !== undefined && { "preSharedKey.a": key }) },
});
const templates = (...services: readonly Service[]) =>
  services.map(({ href, ...service }) => ({ ...(href !== undefined && { href }), value: valuesOf(service) }));
const sent = (...services: readonly Service[]) =>
  services.map(({ href, ...service }) => ({ ...(href !== undefined && { href }), ...valuesOf(service) }));

const of = async (known: readonly Service[], given: readonly Service[]): Promise<unknown> => {
  const made = await changes("NetworkTemplate", { serviceTemplates: templates(...known) }, { serviceTemplates: sent(...given) });
  return made.serviceTemplates;
};

const [ELSEWHERE, FIREWALL] = ["203.0.113.77", { type: "Firewall" }];
const REFUSAL = /^serviceTemplates\[\d\]: is not as it was shown.*accepted: the item as it was shown/;

describe("a PUT that leaves out the secrets of what a template holds by value (RELIABILITY, rule 12: write-only)", () => {
  it.each<readonly [string, readonly Service[], readonly Service[]]>([
    ["an item", [{ key: "hush" }], [{}]],
    ["several that look the same", [{ key: "hush" }, { key: "shh" }], [{}, {}]],
    [
      "several in their order",
      [{ name: "a", key: "hush" }, { name: "b", key: "shh" }, FIREWALL],
      [{ name: "a" }, { name: "b" }, FIREWALL],
    ],
  ])("changes nothing where what was shown is sent back: %s", async (_, known, given) => {
    expect(await of(known, given)).toBeUndefined();
  });

  it.each<readonly [string, readonly Service[], readonly Service[], readonly Service[]]>([
    ["goes to another position", [{ key: "hush" }, FIREWALL], [FIREWALL, {}], [FIREWALL, { key: "hush" }]],
    ["gets company", [{ key: "hush" }], [{ tunnel: ELSEWHERE }, {}], [{ tunnel: ELSEWHERE }, { key: "hush" }]],
    ["gets company that looks the same", [{ key: "hush" }], [{}, {}], [{ key: "hush" }, {}]],
    [
      "is changed under its name",
      [{ name: "a", key: "hush" }],
      [{ name: "a", tunnel: ELSEWHERE }],
      [{ name: "a", tunnel: ELSEWHERE, key: "hush" }],
    ],
    [
      "says another secret",
      [{ key: "hush" }, { name: "b", key: "shh" }],
      [{ key: "new" }, { name: "b" }],
      [{ key: "new" }, { name: "b", key: "shh" }],
    ],
    [
      "says another secret, and is changed",
      [{ key: "hush" }],
      [{ key: "new", tunnel: ELSEWHERE }],
      [{ key: "new", tunnel: ELSEWHERE }],
    ],
  ])("keeps them with the item that %s", async (_, known, given, expected) => {
    expect(await of(known, given)).toEqual(templates(...expected));
  });

  it.each<readonly [string, readonly Service[], readonly Service[]]>([
    ["left out", [{ name: "a", key: "hush" }, FIREWALL], [FIREWALL]],
    ["replaced by one of another name", [{ name: "a", key: "hush" }], [{ name: "b" }]],
    ["replaced by one of another type", [{ key: "hush" }], [FIREWALL]],
    ["made one of another type", [{ name: "a", key: "hush" }], [{ name: "a", ...FIREWALL }]],
  ])("erases them with the item that is %s", async (_, known, given) => {
    expect(await of(known, given)).toEqual(templates(...given));
  });

  it.each<readonly [string, readonly Service[], readonly Service[]]>([
    ["one without a name is changed", [{ key: "hush" }], [{ tunnel: ELSEWHERE }]],
    ["one gets a name", [{ key: "hush" }], [{ name: "a" }]],
    ["one of several that look the same goes", [{ key: "hush" }, { key: "shh" }], [{}]],
    [
      "one of several of the same name is changed",
      [
        { name: "a", key: "hush" },
        { name: "a", key: "shh" },
      ],
      [{ name: "a" }, { name: "a", tunnel: ELSEWHERE }, { name: "a", tunnel: "203.0.113.5" }],
    ],
  ])("is refused where nothing tells whose they are: %s", async (_, known, given) => {
    await expect(of(known, given)).rejects.toThrow(REFUSAL);
  });

  it("is refused without a secret in its message", async () => {
    const refusal = await of([{ key: "hush" }], [{ tunnel: ELSEWHERE }]).catch(String);
    expect(refusal).not.toMatch(/hush|preSharedKey/);
  });
});

describe("secrets that override a template, or stand in one reference", () => {
  const firm = { href: "networkServiceTemplates/v" };
  const policies = { "preSharedKey.a": "hush" };
  beforeEach(async () => {
    for (const id of ["v", "w"])
      await service.store.records.insert(service.cloud.scope, {
        type: "NetworkServiceTemplate",
        id,
        parent: "",
        created: "2026-06-01T12:00:00Z",
        value: { type: "VPN" },
      });
  });

  it("stay with the href that they override, of which nothing else is shown", async () => {
    const kept = { serviceTemplates: [{ ...firm, value: { policies } }] };
    expect(await changes("NetworkTemplate", kept, { serviceTemplates: [firm] })).toEqual({});
  });

  it("stay where that alone has the href, and go with it", async () => {
    const kept = { serviceTemplates: [{ ...firm, value: { policies } }] };
    const other = { href: "networkServiceTemplates/w" };
    const given = { serviceTemplates: [other, { ...firm, policies: { "tunnel.a": ELSEWHERE } }] };
    const expected = { ...firm, value: { policies: { ...policies, "tunnel.a": ELSEWHERE } } };
    expect(await changes("NetworkTemplate", kept, given)).toEqual({ serviceTemplates: [other, expected] });
  });

  it("do not override another template", async () => {
    const kept = { serviceTemplates: [{ ...firm, value: { policies } }] };
    const other = [{ href: "networkServiceTemplates/w" }];
    expect(await changes("NetworkTemplate", kept, { serviceTemplates: other })).toEqual({ serviceTemplates: other });
  });

  const login = { parameters: { userName: "me", password: "hush" } };

  it("stay in one reference by value, also where it changes", async () => {
    const kept = { credential: { value: login } };
    const select = "$select=credential";
    expect(await changes("MachineTemplate", kept, { credential: { parameters: { userName: "me" } } }, select)).toEqual({});
    await service.store.records.delete(service.cloud.scope, "MachineTemplate", "t");
    expect(await changes("MachineTemplate", kept, { credential: { parameters: { userName: "you" } } }, select)).toEqual({
      credential: { value: { parameters: { userName: "you", password: "hush" } } },
    });
  });

  it("stay where nothing was shown, and are erased by null, and by $select", async () => {
    const hidden = { name: "m", credential: { value: { parameters: { password: "hush" } } } };
    expect(await changes("MachineTemplate", hidden, { name: "m" })).toEqual({});
    for (const [body, query] of [
      [{ name: "m", credential: null }, ""],
      [{}, "$select=credential"],
    ] as const) {
      await service.store.records.delete(service.cloud.scope, "MachineTemplate", "t");
      expect(await changes("MachineTemplate", hidden, body, query)).toEqual({ credential: null });
    }
  });

  it("stay in templates within templates", async () => {
    const inner = (tunnel: string) => ({ name: "inner", serviceTemplates: sent({ name: "a", tunnel }) });
    const held = (service: Service) => [{ value: { name: "inner", serviceTemplates: templates({ name: "a", ...service }) } }];
    const kept = { subnetworkTemplates: held({ key: "hush" }) };
    expect(await changes("NetworkTemplate", kept, { subnetworkTemplates: [inner(ELSEWHERE)] })).toEqual({
      subnetworkTemplates: held({ key: "hush", tunnel: ELSEWHERE }),
    });
  });

  it("of a VPN are none of the Firewall that its template becomes", async () => {
    const vpn = { type: "VPN", policies: { "tunnel.a": ELSEWHERE, "preSharedKey.a": "hush" } };
    const firewall = { type: "Firewall", policies: { "rule.web": "allow in tcp 443" } };
    expect(await changes("NetworkServiceTemplate", vpn, firewall)).toEqual(firewall);
  });
});
