import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { get, jobIn, raw, sandboxWith, startTest, type TestServer } from "./testing.js";

const ENTRY = "/cimi/2/sandbox/cloudEntryPoint";

let plain: TestServer;
let proxied: TestServer;
beforeAll(async () => {
  plain = await startTest();
  proxied = await startTest({ configuration: sandboxWith({ trustedProxies: ["127.0.0.0/8"] }) });
});
afterAll(async () => {
  await plain.close();
  await proxied.close();
});

/** The base of an answer; every href of the entry point must begin with it. */
function baseIn(body: string): string {
  const { baseURI, resourceURI: _, ...shown } = JSON.parse(body) as { baseURI: string; resourceURI: string };
  const hrefs = JSON.stringify(shown).match(/https?:\/\/[^"]*/g) ?? [];
  expect(hrefs.length).toBeGreaterThan(5);
  for (const href of hrefs) expect(href.startsWith(baseURI)).toBe(true);
  return baseURI;
}

describe("who names the base (faults 24 and 25)", () => {
  it.each([
    ["a foreign Host", ["Host: evil.example"]],
    [
      "an untrusted proxy",
      ["Host: evil.example", "X-Forwarded-Host: evil.example", "X-Forwarded-Proto: https", "X-Forwarded-Prefix: /x"],
    ],
    ["a bad X-Forwarded-Host of an untrusted peer", ["Host: evil.example", 'X-Forwarded-Host: a"b<c>/evil']],
  ])("%s has no effect", async (_, lines) => {
    const { status, body } = await raw(plain.port, get(ENTRY, ...lines));
    expect(status).toBe(200);
    expect(baseIn(body)).toBe(`http://127.0.0.1:${plain.port}/cimi/2/sandbox/`);
  });

  it("an absolute request target has no effect either", async () => {
    const { status, body } = await raw(plain.port, get(`http://evil.example${ENTRY}`, "Host: evil.example"));
    expect(status).toBe(200);
    expect(body).not.toContain("evil");
  });

  it("a loopback name does, on loopback", async () => {
    const { body } = await raw(plain.port, get(ENTRY, `Host: localhost:${plain.port}`));
    expect(baseIn(body)).toBe(`http://localhost:${plain.port}/cimi/2/sandbox/`);
  });

  it("CIMI_BASE_URL wins over everything", async () => {
    const server = await startTest({
      configuration: sandboxWith({ trustedProxies: ["127.0.0.1"], baseUrl: "https://second.example" }),
      variables: { CIMI_BASE_URL: "https://first.example/iaas/" },
    });
    const { body } = await raw(server.port, get(ENTRY, "Host: localhost", "X-Forwarded-Host: evil.example"));
    await server.close();
    expect(baseIn(body)).toBe("https://first.example/iaas/cimi/2/sandbox/");
  });

  it("two Hosts are 400", async () => {
    for (const server of [plain, proxied]) {
      const answer = await raw(server.port, get(ENTRY, "Host: localhost", "hOsT: evil.example"));
      expect(answer.status).toBe(400);
      expect(jobIn(answer).statusMessage).toContain("several Host headers");
    }
  });

  it("no Host is 400 in HTTP/1.1 and allowed in HTTP/1.0", async () => {
    expect(jobIn(await raw(plain.port, get(ENTRY))).statusMessage).toContain("no Host header");
    expect((await raw(plain.port, `GET ${ENTRY} HTTP/1.0\r\n\r\n`)).status).toBe(200);
  });

  it("a trusted proxy does", async () => {
    const lines = [
      "Host: inner:1",
      "X-Forwarded-Host: cimi.example.org",
      "X-Forwarded-Proto: https",
      "X-Forwarded-Prefix: /iaas",
    ];
    const { body } = await raw(proxied.port, get(ENTRY, ...lines));
    expect(baseIn(body)).toBe("https://cimi.example.org/iaas/cimi/2/sandbox/");
  });

  it.each([
    'X-Forwarded-Host: a"b<c>/evil',
    "X-Forwarded-Host: a.example, b c",
    "X-Forwarded-Proto: gopher",
    "X-Forwarded-Prefix: /..",
    `X-Forwarded-Host: ${"a".repeat(8_000)}`,
  ])("what a trusted proxy cannot mean is 400 (%#)", async (line) => {
    const answer = await raw(proxied.port, get(ENTRY, "Host: inner", line));
    expect(answer.status).toBe(400);
    expect(jobIn(answer).statusMessage).toContain("the header x-forwarded-");
    expect(answer.body).not.toContain("evil");
  });

  it("64 KiB of X-Forwarded-Host are 431", async () => {
    const answer = await raw(proxied.port, get(ENTRY, "Host: inner", `X-Forwarded-Host: ${"a".repeat(65_536)}`));
    expect(answer.status).toBe(431);
    expect(jobIn(answer).statusMessage).toContain("too long");
  });
});

describe("what is no request (fault 27)", () => {
  const HEAD = "POST /cimi/2/sandbox/machines HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

  it.each([
    ["Content-Length with Transfer-Encoding", `${HEAD}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ["two Content-Lengths", `${HEAD}Content-Length: 4\r\nContent-Length: 5\r\n\r\n{}{}`],
    ["bare line feeds", `GET ${ENTRY} HTTP/1.1\nHost: localhost\n\n`],
    ["a folded header", `${get(ENTRY, "Host: localhost", "X-A: b\r\n folded")}`],
    ["a header with a space before the colon", get(ENTRY, "Host : localhost")],
    ["CRLF in the target", "GET /cimi/2/sandbox/\r\nX: y HTTP/1.1\r\nHost: localhost\r\n\r\n"],
    ["another protocol", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"],
    ["a bad chunk", `${HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`],
  ])("%s is 400, a Job, and the end of the connection", async (_, bytes) => {
    const answer = await raw(plain.port, Buffer.from(bytes, "latin1"));
    expect(answer.status).toBe(400);
    expect(answer.headers.connection).toBe("close");
    expect(jobIn(answer).statusMessage).toContain("HTTP/1.1");
  });

  it("is refused in the format and edition it asked for", async () => {
    const { body, headers } = await raw(plain.port, get("/cimi/2/sandbox/machines", "Host : x", "Accept: application/xml"));
    expect(headers["content-type"]).toBe("application/xml");
    expect(body).toMatch(/<Job xmlns="http:\/\/schemas.dmtf.org\/cimi\/2"/);
  });
});

describe("addresses that are none (fault 28)", () => {
  it.each([
    "/",
    "/x",
    "/CIMI/2/sandbox/machines",
    "/cimi/2/sandbox/Machines",
    "/cimi/2/sandbox/machines/%2e%2e/x",
    "/cimi/2/sandbox/machines/%2e%2e%2f%2e%2e",
    "//cimi/2/sandbox/machines",
    "/cimi//2/sandbox/machines",
    "/cimi/2/sandbox/machines/%00",
    "/cimi/2/sandbox/machines/%zz",
    "/cimi/2/sandbox/machines/%E0%A4%A",
    `/cimi/2/sandbox/machines/${"a".repeat(8_000)}`,
    "/healthz/",
    "/HEALTHZ",
    "/cimiv1",
    "/cimi/3/sandbox/machines",
  ])("%s is 400 or 404, and a Job", async (path) => {
    const answer = await raw(plain.port, get(path, "Host: localhost", "Accept: application/json"));
    if (path === "/") return expect(answer.status).toBe(200);
    expect([400, 404]).toContain(answer.status);
    jobIn(answer);
  });

  it("is 404 in XML where XML is asked for, also outside CIMI, also of a browser", async () => {
    for (const path of ["/nothing", "/cimi/2/nowhere/machines"]) {
      const answer = await raw(plain.port, get(path, "Host: localhost", "Accept: text/html, application/xml;q=0.9"));
      expect(answer.status).toBe(404);
      expect(answer.headers["content-type"]).toBe("application/xml");
      expect(answer.body).toMatch(/^<\?xml[^>]*>\s*<Job |^<Job /);
    }
  });
});
