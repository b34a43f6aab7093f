import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { openSandbox } from "../../support/sandbox.js";

/** PEERS 2.9, 2.10: what the tolerant faces take and the strict ones refuse. */
let sandbox: Awaited<ReturnType<typeof openSandbox>>;
beforeAll(async () => {
  sandbox = await openSandbox({ others: ["other"] });
});
afterAll(() => sandbox.close());

const N1 = "http://schemas.dmtf.org/cimi/1";
const N2 = "http://schemas.dmtf.org/cimi/2";
const STRICT = "/cimi/1/sandbox/";
const INGREDIENTS = `<machineConfig href="machineConfigs/tiny"/><machineImage href="machineImages/debian-12"/>`;
const ingredients = { machineConfig: { href: "machineConfigs/tiny" }, machineImage: { href: "machineImages/debian-12" } };

describe("bodies that only tolerant faces take", () => {
  it.each<[string, string, string | object]>([
    [
      "a root of another case",
      "volumeConfigs",
      `<volumeConfiguration xmlns="${N1}"><capacity>1</capacity></volumeConfiguration>`,
    ],
    [
      "an XCreate root for a configuration",
      "volumeConfigs",
      `<VolumeConfigurationCreate xmlns="${N1}"><capacity>1</capacity></VolumeConfigurationCreate>`,
    ],
    [
      "a plain root for a create",
      "machines",
      `<Machine xmlns="${N1}"><machineTemplate>${INGREDIENTS}</machineTemplate></Machine>`,
    ],
    ["a create without the template's wrapper", "machines", { resourceURI: `${N1}/MachineCreate`, ...ingredients }],
    [
      "a flat credential with username",
      "credentials",
      `<CredentialCreate xmlns="${N1}"><username>u</username><password>p</password></CredentialCreate>`,
    ],
    ["an unknown member", "machines", { machineTemplate: ingredients, providerAccountId: "7" }],
    [
      "an unknown element",
      "volumeConfigs",
      `<VolumeConfiguration xmlns="${N1}"><capacity>1</capacity><colour>red</colour></VolumeConfiguration>`,
    ],
    [
      "the other edition's namespace",
      "volumeConfigs",
      `<VolumeConfiguration xmlns="${N2}"><capacity>1</capacity></VolumeConfiguration>`,
    ],
    ["the other edition's resourceURI", "volumeConfigs", { resourceURI: `${N2}/VolumeConfiguration`, capacity: 1 }],
    ["entityURI", "volumeConfigs", { entityURI: `${N1}/VolumeConfiguration`, capacity: 1 }],
    [
      "a reference that is plain text",
      "machineTemplates",
      { machineConfig: "machineConfigs/tiny", machineImage: "machineImages/debian-12" },
    ],
  ])("%s", async (_, collection, body) => {
    for (const face of ["/cimi/", "/cimi/sandbox/"]) {
      const { status, body: said } = await sandbox.gateway.send("POST", face + collection, { body });
      expect([face, status, said]).toEqual([face, expect.any(Number), expect.not.stringContaining("FAILED")]);
      expect([201, 202]).toContain(status);
    }
    expect((await sandbox.gateway.send("POST", STRICT + collection, { body })).status).toBe(400);
  });
});

describe("bodies that every face takes", () => {
  it.each<[string, string, string | object]>([
    ["no xmlns", "volumeConfigs", "<VolumeConfiguration><capacity>1</capacity></VolumeConfiguration>"],
    ["padded text", "volumeConfigs", `<VolumeConfiguration xmlns="${N1}"><capacity> 1024 </capacity></VolumeConfiguration>`],
    [
      "a property by name",
      "volumeConfigs",
      `<VolumeConfiguration><property name="a">b</property><capacity>1</capacity></VolumeConfiguration>`,
    ],
    [
      "wrapped properties",
      "volumeConfigs",
      `<VolumeConfiguration><properties><property key="a">b</property></properties><capacity>1</capacity></VolumeConfiguration>`,
    ],
    ["no resourceURI", "volumeConfigs", { capacity: 1 }],

    [
      "elements in another order",
      "volumeConfigs",
      `<VolumeConfiguration><capacity>1</capacity><name>x</name></VolumeConfiguration>`,
    ],
  ])("%s", async (_, collection, body) => {
    for (const face of ["/cimi/", "/cimi/sandbox/", STRICT]) {
      expect([face, (await sandbox.gateway.send("POST", face + collection, { body })).status]).toEqual([face, 201]);
    }
  });

  it.each(["application/json; charset=utf-8", 'application/json;charset="UTF-8"', "APPLICATION/JSON"])(
    "Content-Type %s",
    async (type) => {
      const sent = { headers: { "content-type": type }, body: { capacity: 1 } };
      expect((await sandbox.gateway.send("POST", `${STRICT}volumeConfigs`, sent)).status).toBe(201);
    },
  );

  it("text/xml is XML", async () => {
    const sent = {
      headers: { "content-type": "text/xml" },
      body: "<VolumeConfiguration><capacity>1</capacity></VolumeConfiguration>",
    };
    expect((await sandbox.gateway.send("POST", `${STRICT}volumeConfigs`, sent)).status).toBe(201);
  });
});

describe("actions", () => {
  it.each([`http://${N1}/action/start`, ` ${N1}/action/start `, `${N2}/action/start`, "start"])(
    "a tolerant face takes %j",
    async (action) => {
      const made = await sandbox.gateway.send("POST", "/cimi/machines", { body: { machineTemplate: ingredients } });
      await sandbox.gateway.job(made);
      const answer = await sandbox.gateway.send("POST", `${made.headers.Location}/start`, { body: { action } });
      expect([answer.status, (await sandbox.gateway.job(answer)).state]).toEqual([202, "SUCCESS"]);
    },
  );
});

describe("updates on a tolerant face", () => {
  it("merge: what the body leaves out stays, null removes", async () => {
    const body = { name: "a", description: "b", capacity: 1 };
    const { headers } = await sandbox.gateway.send("POST", "/cimi/volumeConfigs", { body });
    await sandbox.gateway.send("PUT", headers.Location!, { body: { name: "c" } });
    expect(await sandbox.gateway.get(headers.Location!)).toMatchObject({ name: "c", description: "b", capacity: 1 });
    await sandbox.gateway.send("PUT", headers.Location!, { body: { description: null } });
    expect(await sandbox.gateway.get(headers.Location!)).not.toHaveProperty("description");
  });

  it("replace on a strict face", async () => {
    const body = { name: "a", description: "b", capacity: 1 };
    const { headers } = await sandbox.gateway.send("POST", `${STRICT}volumeConfigs`, { body });
    await sandbox.gateway.send("PUT", headers.Location!, { body: { name: "c", capacity: 1 } });
    expect(await sandbox.gateway.get(headers.Location!)).not.toHaveProperty("description");
  });
});
