import { silentLog, systemClock } from "@cimi-gateway/adapter";
import { open } from "@cimi-gateway/adapter-sandbox";
import { openHost, serveWorld, type WorldServer } from "@cimi-gateway/adapter-sandbox/world";
import type { CloudOptions } from "@cimi-gateway/core";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type Shown, TestGateway } from "../support/gateway.js";
import { QUICK } from "../support/harness.js";

const CIMI = "http://schemas.dmtf.org/cimi/2";
const SCOPES = { blue: { team: "blue" }, red: { team: "red" }, whole: undefined } as const;
type CloudName = keyof typeof SCOPES;

const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDdyCXNcVYDZO5L6VqnUNeuZgP7AfOb3dPz5J2XmAuKv";

/** Collections that hold what was made in a cloud; the names as the entry point has them. */
const COLLECTIONS = ["machines", "volumes", "machineImages", "volumeImages", "credentials"] as const;

/** One simulated account, served to three clouds of one gateway: two are confined, one sees everything. */
describe("two clouds on one account, each confined to its own tags (Contract, Safety per cloud)", () => {
  let server: WorldServer;
  let gateway: TestGateway;

  beforeAll(async () => {
    server = await serveWorld(await openHost({ clock: systemClock, delay: 5 }));
    const clouds = await Promise.all(
      Object.entries(SCOPES).map(async ([name, tags]): Promise<CloudOptions> => {
        const settings = { endpoint: server.endpoint, ...(tags && { "scope.tags": tags }) };
        const adapter = await open({ cloud: name, settings, folder: ":memory:", clock: systemClock, log: silentLog });
        return { name, adapter };
      }),
    );
    gateway = await TestGateway.open(clouds[0]!.adapter, { clouds, limits: { ...QUICK, listAge: 0 } });
  });
  afterAll(async () => {
    await gateway.close();
    await server.close();
  });

  const base = (cloud: CloudName) => `/cimi/2/${cloud}`;

  /** What was made; the answer of a refusal is thrown as text. */
  async function make(cloud: CloudName, collection: string, type: string, content: object): Promise<string> {
    const body = { resourceURI: `${CIMI}/${type}`, ...content };
    const response = await gateway.send("POST", `${base(cloud)}/${collection}`, { body });
    if (response.status >= 400) throw new Error(`${response.status} ${JSON.parse(response.body).statusMessage}`);
    const job = await gateway.job(response);
    if (job.state !== "SUCCESS") throw new Error(`${job.returnCode} ${job.statusMessage}`);
    return response.headers.Location!;
  }

  const machine = (cloud: CloudName, more: object = {}, template: object = {}) =>
    make(cloud, "machines", "MachineCreate", {
      ...more,
      machineTemplate: {
        machineConfig: { href: `${base(cloud)}/machineConfigs/large` },
        machineImage: { href: `${base(cloud)}/machineImages/debian-12` },
        ...template,
      },
    });
  const volume = (cloud: CloudName, more: object = {}) =>
    make(cloud, "volumes", "VolumeCreate", { ...more, volumeTemplate: { volumeConfig: { capacity: 1_000_000 } } });

  const ids = async (cloud: CloudName, collection: string): Promise<string[]> => {
    const shown = await gateway.get(`${base(cloud)}/${collection}`);
    const items = (Object.values(shown).find(Array.isArray) ?? []) as readonly Shown[];
    return items.map((item) => String(item.nativeId ?? item.id));
  };

  /** One of everything; by the names of COLLECTIONS. */
  async function furnish(cloud: CloudName): Promise<Record<string, string>> {
    const made = {
      volumes: await volume(cloud, { name: `of ${cloud}` }),
      machines: await machine(cloud),
      credentials: await make(cloud, "credentials", "CredentialCreate", {
        credentialTemplate: { parameters: { key: KEY } },
      }),
    };
    const capture = (imageLocation: string) => ({ type: "IMAGE", imageLocation });
    return {
      ...made,
      machineImages: await make(cloud, "machineImages", "MachineImage", capture(made.machines)),
      volumeImages: await make(cloud, "volumeImages", "VolumeImage", { imageLocation: made.volumes }),
    };
  }

  it("each sees what it made, and of the other nothing but what the account offers everybody", async () => {
    const offered = Object.fromEntries(
      await Promise.all(COLLECTIONS.map(async (name) => [name, await ids("whole", name)] as const)),
    );
    const [blue, red] = [await furnish("blue"), await furnish("red")];
    for (const collection of COLLECTIONS) {
      const [ofBlue, ofRed] = [await ids("blue", collection), await ids("red", collection)];
      const own = (all: string[]) => all.filter((id) => !offered[collection]!.includes(id));
      expect([collection, own(ofBlue).length, own(ofRed).length]).toEqual([collection, 1, 1]);
      expect(own(ofBlue)).not.toEqual(own(ofRed));
      expect((await ids("whole", collection)).toSorted()).toEqual([...new Set([...ofBlue, ...ofRed])].toSorted());
      const elsewhere = red[collection]!.replace("/red/", "/blue/");
      expect([collection, (await gateway.send("GET", elsewhere)).status]).toEqual([collection, 404]);
      expect((await gateway.send("DELETE", elsewhere)).status).toBe(404);
    }
    expect((await gateway.get(`${blue.machines}/disks`)).count).toBe(2);
    expect((await gateway.get(blue.volumes!)).properties).toBeUndefined();
  });

  it("what is outside is not there as a reference either", async () => {
    const native = (await gateway.get(await volume("red"))).nativeId;
    const href = `${base("blue")}/volumes/${native}`;
    await expect(machine("blue", {}, { volumes: [{ volume: { href } }] })).rejects.toThrow(/^400 .*there is no Volume/);
    await expect(make("blue", "volumeImages", "VolumeImage", { imageLocation: href })).rejects.toThrow(
      /^400 .*there is no Volume/,
    );
  });

  it("a property with the key of the scope is 400 with the key named, in a create and in an update", async () => {
    const refusal = /^400 .*"team" is reserved/;
    const before = await ids("whole", "volumes");
    await expect(volume("blue", { properties: { team: "red" } })).rejects.toThrow(refusal);
    await expect(machine("blue", { properties: { a: "1", team: "blue" } })).rejects.toThrow(refusal);
    expect(await ids("whole", "volumes")).toEqual(before);
    const place = await volume("blue", { properties: { a: "1" } });
    const body = { resourceURI: `${CIMI}/Volume`, properties: { team: "red" } };
    const response = await gateway.send("PUT", `${place}?$select=properties`, { body });
    expect([response.status, JSON.parse(response.body).statusMessage]).toEqual([
      400,
      expect.stringMatching(/"team" is reserved/),
    ]);
    expect((await gateway.get(place)).properties).toEqual({ a: "1" });
    expect((await gateway.send("GET", place.replace("/blue/", "/red/"))).status).toBe(404);
  });
});
