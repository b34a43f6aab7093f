import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Log } from "@cimi-gateway/adapter";
import { openStore } from "@cimi-gateway/store";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { Scene, STOCK } from "./scene.js";

const TYPE = "http://schemas.dmtf.org/cimi/2/";

/** Long enough, and like nothing else. */
const canary = (name: string): string => `canary${createHash("sha256").update(name).digest("hex").slice(0, 24)}`;

const PASSWORD = canary("password");
const OTHER = canary("another password");
const KEY = canary("key");
const TOKEN = canary("token");
const USER_DATA = canary("user data");
const SHARED = canary("pre-shared key");
const INNER = canary("another pre-shared key");
const CANARIES = { PASSWORD, OTHER, KEY, TOKEN, USER_DATA, SHARED, INNER };

const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** How a text may be written down; in Base64 it depends on what stands before it, so that its middle is looked for at each of the three places. */
function formsOf(text: string): readonly string[] {
  const shifted = [0, 1, 2].map((offset) => base64("x".repeat(offset) + text).slice(4, -4));
  const hex = Buffer.from(text).toString("hex");
  return [text, hex, hex.toUpperCase(), ...shifted, ...shifted.map((form) => form.replaceAll("+", "-").replaceAll("/", "_"))];
}

/** Which canaries sing in some bytes. */
const heardIn = (bytes: Buffer | string): readonly string[] =>
  Object.entries(CANARIES).flatMap(([name, text]) => (formsOf(text).some((form) => bytes.includes(form)) ? [name] : []));

let folder: string;
let scene: Scene;
/** Everything that was logged and answered. */
let said: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cimi-canaries-"));
  said = [];
  const log = (level: string) => (fields: object, message: string) => void said.push(`${level} ${message} ${spelled(fields)}`);
  const levels = ["debug", "info", "warn", "error"].map((level) => [level, log(level)]);
  scene = await Scene.open({ store: await openStore({ folder }), log: Object.fromEntries(levels) as Log });
});
afterEach(async () => {
  await scene.close();
  await rm(folder, { recursive: true });
});

const spelled = (fields: object): string =>
  JSON.stringify(fields, (_, held: unknown) => (held instanceof Error ? String(held.stack) : held));

async function send(method: string, target: string, body?: object | string, edition = 2) {
  const path = target.startsWith("http") ? target : `/cimi/${edition}/sandbox/${target}`;
  const answer = await scene.gateway.send(method, path, body === undefined ? {} : { body });
  said.push(`${answer.status} ${JSON.stringify(answer.headers)} ${answer.body}`);
  return answer;
}

/** Makes a resource and follows its Job; gives its href. */
async function made(collection: string, body: object): Promise<string> {
  const answer = await send("POST", collection, body);
  if (answer.headers["CIMI-Job-URI"]) said.push(JSON.stringify(await scene.gateway.job(answer)));
  return answer.headers.Location ?? "";
}

const machineTemplate = {
  machineConfig: { href: `machineConfigs/${STOCK.configuration}` },
  machineImage: { href: `machineImages/${STOCK.image}` },
  userData: base64(USER_DATA),
};
const parameters = { userName: "debian", password: PASSWORD, key: KEY, token: TOKEN };
const vpn = (name: string, key: string) => ({
  name,
  type: "VPN",
  policies: { "tunnel.a": "203.0.113.9", "preSharedKey.all": key },
});

async function files(): Promise<readonly (readonly [string, Buffer])[]> {
  const names = (await readdir(folder)).filter((name) => name !== "secret.key");
  return Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))] as const));
}

/** In the files, now and at any time before: SQLite overwrites nothing that it frees. */
async function expectSilence(): Promise<void> {
  for (const [name, bytes] of await files()) expect([name, heardIn(bytes)]).toEqual([name, []]);
  for (const line of said) expect([line, heardIn(line)]).toEqual([line, []]);
}

describe("secrets of consumers (RELIABILITY, fault 37)", () => {
  it("are heard by this test wherever they are, in whichever form", () => {
    for (const text of Object.values(CANARIES)) {
      for (const form of [text, base64(text), base64(`{"a":"${text}"}`), Buffer.from(text).toString("hex")])
        expect(heardIn(`before ${form} after`)).toHaveLength(1);
    }
  });

  it("in templates are used, and neither shown nor found in the database, nor logged", async () => {
    const template = await made("credentialTemplates", { resourceURI: `${TYPE}CredentialTemplate`, name: "t", parameters });
    const machines = await made("machineTemplates", { resourceURI: `${TYPE}MachineTemplate`, name: "m", ...machineTemplate });
    for (const href of [template, machines, "credentialTemplates", "machineTemplates"]) {
      expect((await send("GET", href)).status).toBe(200);
      await send("GET", href.replace("/cimi/2/", "/cimi/1/"), undefined, 1);
    }
    await send("PUT", template, {
      resourceURI: `${TYPE}CredentialTemplate`,
      name: "u",
      parameters: { userName: "debian", password: OTHER },
    });
    await send("PUT", machines, { resourceURI: `${TYPE}MachineTemplate`, ...machineTemplate, name: "n" });
    const machine = await made("machines", {
      resourceURI: `${TYPE}MachineCreate`,
      name: "w",
      machineTemplate: { href: machines },
    });
    const { nativeId } = await scene.gateway.get(machine);
    expect(await scene.sandbox.world.guest(String(nativeId))).toMatchObject({ userData: base64(USER_DATA) });
    await expectSilence();
  }, 30_000);

  it("in what a template holds by value are neither shown nor found, and stay when what was shown is sent back", async () => {
    const network = {
      resourceURI: `${TYPE}NetworkTemplate`,
      name: "n",
      serviceTemplates: [vpn("a", SHARED), { type: "Firewall", policies: { "rule.web": "allow in tcp 443" } }],
      subnetworkTemplates: [{ name: "inner", serviceTemplates: [vpn("b", INNER)] }],
    };
    // The key of a Credential is public (Table 24).
    const credential = { parameters: { userName: "debian", password: PASSWORD, token: TOKEN } };
    const machine = { resourceURI: `${TYPE}MachineTemplate`, name: "m", ...machineTemplate, credential };
    const networks = await made("networkTemplates", network);
    const machines = await made("machineTemplates", machine);
    for (const href of [networks, machines, "networkTemplates", "machineTemplates", "machineTemplates?$expand=credential"]) {
      const [first, second] = [await send("GET", href.replace("/cimi/2/", "/cimi/1/"), undefined, 1), await send("GET", href)];
      expect([first.status, second.status]).toEqual([200, 200]);
      const { body } = await scene.gateway.send("GET", href.startsWith("http") ? href : `/cimi/2/sandbox/${href}`, {
        headers: { accept: "application/xml" },
      });
      said.push(body);
    }
    for (const href of [networks, machines]) {
      const shown = await send("GET", href);
      expect(await send("PUT", href, shown.body)).toMatchObject({ status: 200, headers: { ETag: shown.headers.ETag } });
      expect((await send("PUT", href, { ...(JSON.parse(shown.body) as object), description: "changed" })).status).toBe(200);
    }
    const unclear = { ...network, serviceTemplates: [{ ...vpn("a", OTHER), name: undefined, policies: {} }] };
    expect((await send("PUT", networks, unclear)).status).toBe(400);
    await made("networks", { resourceURI: `${TYPE}NetworkCreate`, name: "w", networkTemplate: { href: networks } });
    await made("networks", { resourceURI: `${TYPE}NetworkCreate`, name: "w", networkTemplate: network });
    await expectSilence();
  }, 30_000);

  it("in requests by value are gone when they are carried out, and when they fail", async () => {
    const login = { userName: "debian", password: PASSWORD, token: TOKEN };
    await made("credentials", { resourceURI: `${TYPE}CredentialCreate`, name: "c", credentialTemplate: { parameters: login } });
    await made("machines", { resourceURI: `${TYPE}MachineCreate`, name: "w", machineTemplate });
    await scene.script(
      { fault: "quota", action: "machine.create", times: 1 },
      { fault: "quota", action: "credential.create", times: 1 },
    );
    await made("machines", { resourceURI: `${TYPE}MachineCreate`, name: "x", machineTemplate });
    await made("credentials", { resourceURI: `${TYPE}CredentialCreate`, name: "d", credentialTemplate: { parameters: login } });
    await scene.script({ fault: "garbage", action: "*.create", times: 2 });
    await made("machines", { resourceURI: `${TYPE}MachineCreate`, name: "y", machineTemplate });
    await send("GET", "jobs");
    await send("GET", "credentials");
    await expectSilence();
  });

  it("that are refused are not repeated", async () => {
    const create = (template: object) => ({ resourceURI: `${TYPE}CredentialCreate`, credentialTemplate: template });
    const answers = [
      await send("POST", "machines", {
        resourceURI: `${TYPE}MachineCreate`,
        machineTemplate: { ...machineTemplate, userData: `${USER_DATA}!` },
      }),
      await send("POST", "credentials", create({ parameters: { key: KEY } })),
      await send("POST", "credentials", create({ parameters: { password: { [PASSWORD]: 1 } } })),
      await send("POST", "credentials", create({ parameters: { password: [PASSWORD] } })),
      await send("GET", `credentialTemplates?$filter=${encodeURIComponent(`password='${PASSWORD}'`)}`, undefined, 1),
      await send("PUT", "resourceMetadata/MachineTemplate?$select=vscope", {
        resourceURI: `${TYPE}ResourceMetadata`,
        vscope: [{ userData: { value: base64(USER_DATA) } }],
      }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400, 400]);
    await expectSilence();
  });

  it("and the private key of a pair that is made here: shown once, and nowhere else", async () => {
    const answer = await scene.post("credentials", {
      resourceURI: `${TYPE}CredentialCreate`,
      credentialTemplate: { parameters: { userName: "debian" } },
    });
    const { privateKey, id } = JSON.parse(answer.body) as { privateKey: string; id: string };
    expect(answer.status).toBe(201);
    const middle = privateKey.split("\n").slice(2, 4);
    expect(await scene.gateway.get(id)).not.toHaveProperty("privateKey");
    for (const [, bytes] of await files()) for (const line of middle) expect(bytes.includes(line)).toBe(false);
    for (const line of said) for (const part of middle) expect(line.includes(part)).toBe(false);
  });
});
