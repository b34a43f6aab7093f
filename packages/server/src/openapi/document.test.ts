import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { Validator } from "@seriousme/openapi-schema-validator";
import { startTest, type TestServer } from "../testing.js";
import { OpenApi } from "./open-api.js";

interface ShownApi {
  readonly openapi: string;
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId?: string }>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, { readonly properties?: object }>> };
}

let server: TestServer;
let document: ShownApi;
beforeAll(async () => {
  const clouds = { one: { adapter: "sandbox", delay: 0 }, looked: { adapter: "sandbox", access: "read" } };
  server = await startTest({ configuration: { clouds } });
  document = await read();
});
afterAll(() => server.close());

const read = async (): Promise<ShownApi> => (await (await fetch(`${server.url}/openapi.json`)).json()) as ShownApi;
const methodsAt = (path: string): readonly string[] =>
  Object.keys(document.paths[path] ?? {}).filter((key) => key !== "parameters");

describe("/openapi.json", () => {
  it("is valid OpenAPI 3.1, and every pointer in it leads somewhere", async () => {
    const validator = new Validator();
    expect(await validator.validate({ ...structuredClone(document) })).toMatchObject({
      valid: true,
    });
    expect(validator.version).toBe("3.1");
    expect(() => validator.resolveRefs()).not.toThrow();
  });

  it("is about the address by which it was asked for", () => {
    expect(document.servers).toEqual([{ url: server.url }]);
  });

  it("lists the strict faces of each cloud, and every Collection in it", () => {
    for (const edition of [1, 2]) {
      expect(methodsAt(`/cimi/${edition}/one/cloudEntryPoint`)).toEqual(["get", "put"]);
      expect(methodsAt(`/cimi/${edition}/looked/cloudEntryPoint`)).toEqual(["get"]);
    }
    expect(methodsAt("/cimi/2/one/machines")).toEqual(["get", "post"]);
    expect(methodsAt("/cimi/2/one/machines/{id}")).toEqual(["get", "put", "delete"]);
    expect(methodsAt("/cimi/2/one/machines/{id}/start")).toEqual(["post"]);
    expect(methodsAt("/cimi/2/one/machines/{id}/disks/{id2}")).toEqual(["get", "put", "delete"]);
  });

  it("lists no operation that an edition or the access of a cloud lacks", () => {
    expect(methodsAt("/cimi/2/one/machines/{id}/snapshot")).toEqual(["post"]);
    expect(methodsAt("/cimi/1/one/machines/{id}/snapshot")).toEqual([]);
    expect(methodsAt("/cimi/2/looked/machines")).toEqual(["get"]);
    expect(methodsAt("/cimi/2/looked/machines/{id}/start")).toEqual([]);
  });

  it("describes what a cloud has beyond CIMI (5.1), in the edition whose JSON has it", () => {
    const { schemas } = document.components;
    const isMember = (schema: string): boolean => "rack" in (schemas[schema]?.properties ?? {});
    expect(["Machine-2", "MachineTemplate-2", "Machine-1"].map(isMember)).toEqual([true, true, false]);
    expect(methodsAt("/cimi/2/one/machines/{id}/migrate")).toEqual(["post"]);
    expect(schemas["Machine.migrate-2"]).toMatchObject({
      properties: { action: { const: "urn:cimi-gateway:sandbox:1/action/migrate" } },
      required: ["action", "rack"],
    });
  });

  it("gives each operation a name of its own", () => {
    const names = Object.values(document.paths).flatMap((item) =>
      Object.values(item).flatMap(({ operationId }) => operationId ?? []),
    );
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(100);
  });

  it("is made when it is first asked for, and once", async () => {
    let made = 0;
    const openApi = new OpenApi(() => {
      made++;
      return { clouds: new Map(), auth: "none" };
    });
    expect(made).toBe(0);
    const texts = await Promise.all(["http://a.test", "http://b.test/prefix"].map((origin) => openApi.text(origin)));
    expect(texts.map((text) => (JSON.parse(text) as ShownApi).servers[0]!.url)).toEqual([
      "http://a.test",
      "http://b.test/prefix",
    ]);
    expect(made).toBe(1);
  });
});
