import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AdapterPackage, SCOPE_TAGS, type Setting } from "@cimi-gateway/adapter";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type Configuration, loadConfiguration } from "./load.js";

const settings: readonly Setting[] = [
  { name: "region", type: "string", required: true, help: "Where." },
  { name: "credentials.key", type: "string", help: "Who." },
  { name: "credentials.secret", type: "string", secret: true, help: "Proof." },
  { name: "attempts", type: "integer", default: 3, help: "How often." },
  { name: "size", type: "string", choices: ["small", "large"], default: "small", help: "How large." },
  { name: "owners", type: "strings", default: ["self"], help: "Whose." },
  { name: "deep", type: "boolean", default: false, help: "Whether." },
  { name: "speeds", type: "map", help: "How fast." },
  SCOPE_TAGS,
];

const load = async (kind: string): Promise<AdapterPackage> => {
  if (kind !== "test") throw new Error(`there is no ${kind}\nand a second line`);
  return { settings, open: () => Promise.reject(new Error("not opened here")) };
};

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cimi-configuration-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(yaml: string, variables = {}, HOST = "127.0.0.1"): Promise<Configuration> {
  const CIMI_CONFIG = join(folder, "gateway.yaml");
  await writeFile(CIMI_CONFIG, yaml);
  return loadConfiguration({ CIMI_CONFIG, HOST }, variables, load);
}

const CLOUD = "clouds:\n  one: { adapter: test, region: r }\n";

describe("a configuration", () => {
  it("gives each cloud its settings by their paths, with the defaults", async () => {
    const { clouds } = await read(`
clouds:
  one:
    adapter: test
    region: r
    resolve: atLeast
    access: read
    credentials: { key: k, secret: s3cret }
    speeds: { m5: 3100 }
    scope: { tags: { team: blue, cost: 7 } }
  two: { adapter: test, region: "2", attempts: 7, owners: [], deep: true, size: large }
`);
    expect(clouds.map(({ name }) => name)).toEqual(["one", "two"]);
    expect(clouds[0]).toMatchObject({ resolve: "atLeast", access: "read" });
    expect(clouds[0]!.settings).toEqual({
      region: "r",
      "credentials.key": "k",
      "credentials.secret": "s3cret",
      attempts: 3,
      size: "small",
      owners: ["self"],
      deep: false,
      speeds: { m5: 3100 },
      "scope.tags": { team: "blue", cost: 7 },
    });
    expect(clouds[1]!.settings).toEqual({ region: "2", attempts: 7, size: "large", owners: [], deep: true });
    expect(clouds[1]).toMatchObject({ access: "full" });
    expect(clouds[1]).not.toHaveProperty("resolve");
  });

  it("replaces variables after parsing: what they hold is text and no YAML", async () => {
    const yaml = `clouds:
  one:
    adapter: test
    region: "a-\${R}-\${R}"
    credentials: { secret: "\${S}" }
    attempts: "\${N}"
    deep: "\${D}"
`;
    const { clouds, secrets } = await read(yaml, { R: "x: [1]", S: "}#'", N: "5", D: "true" });
    expect(clouds[0]!.settings).toMatchObject({
      region: "a-x: [1]-x: [1]",
      "credentials.secret": "}#'",
      attempts: 5,
      deep: true,
    });
    expect(secrets).toEqual(["}#'"]);
  });

  it("is one sandbox cloud where there is no file", async () => {
    const loaded: string[] = [];
    const { clouds, server } = await loadConfiguration({ CIMI_CONFIG: undefined, HOST: "127.0.0.1" }, {}, async (kind) => {
      loaded.push(kind);
      return { settings: [], open: () => Promise.reject(new Error()) };
    });
    expect(loaded).toEqual(["sandbox"]);
    expect(clouds.map(({ name }) => name)).toEqual(["sandbox"]);
    expect(server.auth).toEqual({ mode: "none", insecure: false });
  });

  it("allows everybody in from outside only when told so", async () => {
    await expect(read(CLOUD, {}, "0.0.0.0")).rejects.toThrow(/server\.auth\.mode: none is refused because HOST \(0\.0\.0\.0\)/);
    await expect(read(CLOUD, {}, "gateway.example")).rejects.toThrow("is not loopback");
    await expect(read(`server: { auth: { insecure: true } }\n${CLOUD}`, {}, "0.0.0.0")).resolves.toBeDefined();
    await expect(read(CLOUD, {}, "::1")).resolves.toBeDefined();
    await expect(read(CLOUD, {}, "localhost")).resolves.toBeDefined();
  });

  it.each([
    ["clouds: [", /: is no YAML: /],
    ["clouds: {}\nclouds: {}", /is no YAML: .*unique/],
    ["", /: must be a mapping of settings$/],
    ["server: {}", /: clouds: is missing: give a mapping$/],
    ["clouds: {}", /: clouds: must name at least one cloud$/],
    [`${CLOUD}other: 1`, /: other: no such setting here$/],
    [`server: { port: 1 }\n${CLOUD}`, /: server: port: no such setting here$/],
    [
      `server: { writeWait: soon }\n${CLOUD}`,
      /: server\.writeWait: must be a whole number$|: server\.writeWait: must be a number$/,
    ],
    [`server: { writeWait: -1 }\n${CLOUD}`, /: server\.writeWait: must be 0 or more$/],
    [`server: { writeWait: 1.5 }\n${CLOUD}`, /: server\.writeWait: must be a whole number$/],
    [`server: { writeWait: }\n${CLOUD}`, /: server\.writeWait: must be a number$/],
    [`server: { limits: { body: 0 } }\n${CLOUD}`, /: server\.limits\.body: must be 1 or more$/],
    [`server: { defaultCloud: two }\n${CLOUD}`, /: server\.defaultCloud: must be one of the clouds: one$/],
    [`server: { pollShortest: 9, pollLongest: 8 }\n${CLOUD}`, /: server\.pollShortest: must not be more than pollLongest$/],
    [
      `server: { databaseRetryShortest: 9, databaseRetryLongest: 8 }\n${CLOUD}`,
      /: server\.databaseRetryShortest: must not be more than databaseRetryLongest$/,
    ],
    [`server: { trustedProxies: [10.0.0.0/33] }\n${CLOUD}`, /: server\.trustedProxies\.0: must be an address or a range/],
    [`server: { trustedProxies: [everybody] }\n${CLOUD}`, /: server\.trustedProxies\.0: must be an address or a range/],
    [`server: { hosts: ["a/b"] }\n${CLOUD}`, /: server\.hosts\.0: must be a host/],
    [`server: { baseUrl: "ftp://a" }\n${CLOUD}`, /: server\.baseUrl: must be an absolute http or https URL/],
    [`server: { baseUrl: "http://u:p@a/" }\n${CLOUD}`, /: server\.baseUrl: must be an absolute/],
    [`server: { auth: { mode: oidc } }\n${CLOUD}`, /: server\.auth\.mode: must be none/],
    ["clouds: { One: { adapter: test, region: r } }", /: clouds\.One: a cloud's name begins with a letter/],
    ["clouds: { 1: { adapter: test, region: r } }", /: clouds\.1: a cloud's name begins with a letter/],
    ["clouds: { all: { adapter: test, region: r } }", /: clouds\.all: this name is reserved/],
    ["clouds: { machines: { adapter: test, region: r } }", /: clouds\.machines: this name is reserved/],
    ["clouds: { one: { region: r } }", /: clouds\.one\.adapter: is missing: give a text$/],
    ["clouds: { one: { adapter: ../x } }", /: clouds\.one\.adapter: must be the name of an adapter/],
    ["clouds: { one: { adapter: other } }", /: clouds\.one\.adapter: the adapter other cannot be loaded: there is no other$/],
    ["clouds: { one: { adapter: test } }", /: clouds\.one\.region: is missing: give a text$/],
    ['clouds: { one: { adapter: test, region: "" } }', /: clouds\.one\.region: must not be empty$/],
    ["clouds: { one: { adapter: test, region: r, regoin: r } }", /: clouds\.one: regoin: no such setting here$/],
    [
      "clouds: { one: { adapter: test, region: r, credentials: { kee: k } } }",
      /: clouds\.one\.credentials: kee: no such setting here$/,
    ],
    [
      "clouds: { one: { adapter: test, region: r, credentials: k } }",
      /: clouds\.one\.credentials: must be a mapping of settings$/,
    ],
    [
      "clouds: { one: { adapter: test, region: r, scope: { groups: [g] } } }",
      /: clouds\.one\.scope: groups: no such setting here$/,
    ],
    ["clouds: { one: { adapter: test, region: r, scope: { tags: [a] } } }", /: clouds\.one\.scope\.tags: must be a mapping$/],
    ["clouds: { one: { adapter: test, region: [r] } }", /: clouds\.one\.region: must be a text$/],
    ["clouds: { one: { adapter: test, region: r, attempts: many } }", /: clouds\.one\.attempts: must be a number$/],
    ["clouds: { one: { adapter: test, region: r, size: huge } }", /: clouds\.one\.size: must be one of small, large$/],
    ["clouds: { one: { adapter: test, region: r, owners: self } }", /: clouds\.one\.owners: must be a list$/],
    ["clouds: { one: { adapter: test, region: r, deep: maybe } }", /: clouds\.one\.deep: must be true or false$/],
    ["clouds: { one: { adapter: test, region: r, access: all } }", /: clouds\.one\.access: must be one of read, operate, full$/],
    ["clouds: { one: { adapter: test, region: r, resolve: near } }", /: clouds\.one\.resolve: must be one of exact, atLeast$/],
    [
      `clouds: { one: { adapter: test, region: "\${NOWHERE}" } }`,
      /: clouds\.one\.region: the environment has no variable NOWHERE$/,
    ],
  ])("is refused: %j", async (yaml, message) => {
    await expect(read(yaml)).rejects.toThrow(message);
    await expect(read(yaml)).rejects.toThrow(join(folder, "gateway.yaml"));
  });

  it("is refused for everything that is wrong at once", async () => {
    const refused = read("clouds:\n  one: { adapter: test }\n  two: { adapter: other }\n");
    await expect(refused).rejects.toMatchObject({
      problems: [{ path: expect.stringContaining("clouds.") }, { path: expect.stringContaining("clouds.") }],
    });
  });

  it.each([
    'clouds: { one: { adapter: test, region: r, credentials: { secret: ["c4nary"] } } }',
    "clouds: { one: { adapter: test, region: r, credentials: { secret: { c4nary: 1 } } } }",
    'clouds: { one: { adapter: test, region: r, attempts: "c4nary" } }',
    'clouds: { one: { adapter: test, region: r, credentials: { secret: "c4nary }',
  ])("is refused without showing a value (%#)", async (yaml) => {
    const error = await read(yaml).catch((refused: Error) => refused);
    expect(error).toBeInstanceOf(Error);
    expect(String((error as Error).message)).not.toContain("c4nary");
  });

  it("names the file that is missing", async () => {
    const file = join(folder, "nowhere.yaml");
    await expect(loadConfiguration({ CIMI_CONFIG: file, HOST: "127.0.0.1" }, {}, load)).rejects.toThrow(
      `${file}: cannot be read (ENOENT)`,
    );
  });
});
