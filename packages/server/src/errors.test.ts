import type { AdapterPackage, Setting } from "@cimi-gateway/adapter";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { get, jobIn, raw, startTest, type TestServer } from "./testing.js";

const CANARY = "c4nary-s3cret/+";

const settings: readonly Setting[] = [{ name: "credentials.key", type: "string", secret: true, help: "Proof." }];

/** A cloud whose code is wrong. */
const broken: AdapterPackage = {
  settings,
  open: async ({ log, settings: given }) => ({
    name: "broken",
    resources: {
      Volume: {
        identify: () => ({ id: "x" }),
        attributes: {},
        list: () => {
          log.warn(
            { authorization: "Bearer hidden", headers: { cookie: "hidden=1" }, url: `https://u:${given["credentials.key"]}@h/` },
            "sent",
          );
          throw new TypeError(`cannot read properties of ${given["credentials.key"]}`);
        },
        read: () => Promise.reject(new Error(`no stack, no ${given["credentials.key"]}`)),
      },
    },
  }),
};

/** `${KEY}` */
const VARIABLE = `\${KEY}`;

let server: TestServer;
beforeAll(async () => {
  const configuration = { clouds: { broken: { adapter: "broken", credentials: { key: VARIABLE } } } };
  server = await startTest({ configuration, loadAdapter: async () => broken, variables: { KEY: CANARY } });
});
afterAll(() => server.close());

describe("a handler that fails (fault 29)", () => {
  it.each(["/cimi/2/broken/volumes", "/cimi/2/broken/volumes/x", "/cimi/1/broken/volumes", "/cimi/broken/volumes"])(
    "%s is 500, without a stack and without a secret, and the process lives",
    async (path) => {
      const answer = await raw(server.port, get(path, "Host: localhost", "Accept: application/json"));
      expect(answer.status).toBe(500);
      expect(jobIn(answer).statusMessage).toContain("its log says more");
      expect(answer.body).not.toMatch(/c4nary|\.ts|TypeError|at /);
      expect((await raw(server.port, get("/healthz", "Host: localhost"))).status).toBe(200);
    },
  );

  it("leaves what happened in the log, without secrets, tokens and cookies (RELIABILITY, rule 12)", async () => {
    await raw(
      server.port,
      get("/cimi/2/broken/volumes?$filter=name='hidden'", "Host: localhost", "Authorization: Bearer hidden"),
    );
    const log = server.lines.join("");
    expect(log).toContain("a request failed unexpectedly");
    expect(log).toContain("cannot read properties of [redacted]");
    expect(log).not.toMatch(/c4nary|hidden/);
  });

  it("is HEAD without a body", async () => {
    const { status, headers, body } = await raw(
      server.port,
      get("/cimi/2/broken/volumes", "Host: localhost").replace("GET", "HEAD"),
    );
    expect([status, body]).toEqual([500, ""]);
    expect(Number(headers["content-length"])).toBeGreaterThan(0);
  });
});

describe("the form of an answer", () => {
  const ask = (path: string, ...lines: readonly string[]) => raw(server.port, get(path, "Host: localhost", ...lines));

  it("says nothing of Express and has no entity tag but CIMI's", async () => {
    for (const path of ["/", "/healthz", "/nothing", "/cimi/2/broken/cloudEntryPoint"]) {
      const { headers } = await ask(path);
      expect(headers).not.toHaveProperty("x-powered-by");
      expect(headers.etag ?? '"').toMatch(/^"/);
    }
  });

  it("HEAD has the headers of GET and no body", async () => {
    for (const path of ["/", "/healthz", "/cimi/2/broken/cloudEntryPoint"]) {
      const whole = await ask(path);
      const head = await raw(server.port, get(path, "Host: localhost").replace("GET", "HEAD"));
      expect({ ...head.headers, date: "" }).toEqual({ ...whole.headers, date: "" });
      expect([whole.body === "", head.body]).toEqual([false, ""]);
    }
  });

  it("is 405 with Allow where something is only read", async () => {
    for (const path of ["/", "/healthz", "/readyz", "/metrics"]) {
      const answer = await raw(server.port, get(path, "Host: localhost").replace("GET", "DELETE"));
      expect(answer.status).toBe(405);
      expect(answer.headers.allow).toBe("GET, HEAD");
      jobIn(answer);
    }
  });

  it("is a refusal of the front end in the format of $format, of Accept, of the body, in this order", async () => {
    const refused = async (path: string, ...lines: readonly string[]) => {
      const head = [
        `POST ${path} HTTP/1.1`,
        "Host: localhost",
        "Connection: close",
        "Content-Encoding: gzip",
        "Content-Length: 1",
        ...lines,
      ];
      const { status, headers, body } = await raw(server.port, `${head.join("\r\n")}\r\n\r\n{`);
      expect(status).toBe(415);
      return [headers["content-type"], /cimi\/[12]/.exec(body)?.[0]];
    };
    const XML = "Accept: application/xml";
    expect(await refused("/cimi/2/broken/volumes?$format=json", XML)).toEqual(["application/json", "cimi/2"]);
    expect(await refused("/cimi/2/broken/volumes", XML, "Content-Type: application/json")).toEqual(["application/xml", "cimi/2"]);
    expect(await refused("/cimi/1/broken/volumes", "Content-Type: application/xml")).toEqual(["application/xml", "cimi/1"]);
    expect(await refused("/cimi/broken/volumes", XML, "CIMI-Specification-Version: 2.0.0")).toEqual([
      "application/xml",
      "cimi/2",
    ]);
    expect(await refused("/cimi/2/broken/volumes")).toEqual(["application/json", "cimi/2"]);
  });

  it("is a line in the log, with the path and without the query", async () => {
    await ask("/cimi/2/broken/cloudEntryPoint?$select=name");
    const line = server.lines.map((text) => JSON.parse(text) as Record<string, unknown>).findLast(({ msg }) => msg === "request");
    expect(line).toMatchObject({
      level: "info",
      method: "GET",
      path: "/cimi/2/broken/cloudEntryPoint",
      status: 200,
      ms: expect.any(Number),
    });
  });
});
