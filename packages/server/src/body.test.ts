import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { jobIn, raw, sandboxWith, startTest, type TestServer } from "./testing.js";

const LIMIT = 2_000;

let server: TestServer;
beforeAll(async () => {
  const limits = { body: LIMIT, depth: 8, elements: 20, attributes: 5, requestTimeout: 300 };
  server = await startTest({ configuration: sandboxWith({ maxPropertyItems: 3, limits }) });
});
afterAll(() => server.close());

function post(body: string | Buffer, lines: readonly string[] = [], { type = "application/json", length = true } = {}): Buffer {
  const bytes = Buffer.from(body);
  const all = [
    "POST /cimi/2/sandbox/credentials HTTP/1.1",
    "Host: localhost",
    "Connection: close",
    "Accept: application/json",
    `Content-Type: ${type}`,
    ...(length ? [`Content-Length: ${bytes.length}`] : []),
    ...lines,
  ];
  return Buffer.concat([Buffer.from(`${all.join("\r\n")}\r\n\r\n`), bytes]);
}

const send = (...parameters: Parameters<typeof post>) => raw(server.port, post(...parameters));

describe("a body", () => {
  it("is read up to server.limits.body, byte for byte", async () => {
    const answer = await send(" ".repeat(LIMIT));
    expect(answer.status).toBe(400);
    expect((await send(" ".repeat(LIMIT + 1))).status).toBe(413);
  });

  it("over the limit is 413 before it arrives (fault 18)", async () => {
    const answer = await raw(server.port, post("{}", ["Content-Length: 1000000000"], { length: false }));
    expect(answer.status).toBe(413);
    expect(jobIn(answer).statusMessage).toBe("the body is larger than 2000 bytes");
    expect(answer.headers.connection).toBe("close");
    expect(answer.took).toBeLessThan(3_000);
  }, 30_000);

  it("over the limit is 413 though it is sent without waiting: the answer is not lost to a reset", async () => {
    for (let round = 0; round < 5; round++) jobIn({ ...(await send("x".repeat(3_000_000))), status: 413 });
  }, 30_000);

  it("in endless chunks is 413 (fault 18)", async () => {
    const chunk = `400\r\n${"x".repeat(1_024)}\r\n`;
    const answer = await raw(server.port, post(chunk.repeat(50), ["Transfer-Encoding: chunked"], { length: false }));
    expect(answer.status).toBe(413);
    jobIn(answer);
  }, 30_000);

  it.each(["gzip", "deflate", "br", "identity, gzip"])("in the coding %s is 415 (fault 18)", async (coding) => {
    const answer = await send(gzipSync("{}"), [`Content-Encoding: ${coding}`]);
    expect(answer.status).toBe(415);
    expect(jobIn(answer).statusMessage).toContain("Content-Encoding");
  });

  it("with the coding identity is read", async () => {
    const answer = await send("{", ["Content-Encoding: identity"]);
    expect(answer.status).toBe(400);
    expect(jobIn(answer).statusMessage).not.toContain("Content-Encoding");
  });

  it.each([
    ["a lone continuation byte", Buffer.from([0x7b, 0x80, 0x7d])],
    ["UTF-16", Buffer.from("\ufeff{}", "utf16le")],
    ["a surrogate", Buffer.from([0xed, 0xa0, 0x80])],
  ])("that is no UTF-8 is 400: %s (fault 21)", async (_, bytes) => {
    const answer = await send(bytes);
    expect(answer.status).toBe(400);
    expect(jobIn(answer).statusMessage).toBe("the body is not UTF-8");
  });

  it("may begin with a byte order mark (fault 21)", async () => {
    const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJtVm3bJ0Q9m3eCTLrVbtQhWqkDkLyJ9oSG2z9gQ1c0T test";
    const plain = await send(JSON.stringify({ publicKey: Buffer.from(key).toString("base64") }));
    const marked = await send(`\ufeff${JSON.stringify({ publicKey: Buffer.from(key).toString("base64") })}`);
    expect(marked.status).toBe(plain.status);
  });

  it("that ends before its Content-Length is 400 or nothing, at once (fault 16)", async () => {
    const { connect } = await import("node:net");
    const start = performance.now();
    const text = await new Promise<string>((resolve) => {
      const socket = connect({ port: server.port, host: "127.0.0.1", allowHalfOpen: true });
      let received = "";
      socket
        .on("data", (chunk) => (received += chunk))
        .on("close", () => resolve(received))
        .on("error", () => {});
      socket.on("end", () => socket.end());
      socket.end(post("{}", ["Content-Length: 100"], { length: false }));
    });
    if (text !== "") expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(performance.now() - start).toBeLessThan(2_000);
  }, 30_000);

  it("that does not arrive in time is 408 (fault 16)", async () => {
    const answer = await raw(server.port, post("{", ["Content-Length: 100"], { length: false }));
    expect(answer.status).toBe(408);
    expect(jobIn(answer).statusMessage).toContain("did not arrive in time");
    expect(answer.headers.connection).toBe("close");
  }, 30_000);

  it("of a request that takes none is read all the same, up to the limit", async () => {
    const head = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
    expect((await raw(server.port, `${head}Content-Length: 2\r\n\r\n{}`)).status).toBe(200);
    expect((await raw(server.port, `${head}Content-Length: 99999\r\n\r\n`)).status).toBe(413);
  }, 30_000);

  it.each([
    ["depth", `${"[".repeat(9)}${"]".repeat(9)}`, "application/json", "8 levels"],
    [
      "elements",
      JSON.stringify({ properties: Object.fromEntries(Array.from({ length: 21 }, (_, i) => [i, ""])) }),
      "application/json",
      "20",
    ],
    [
      "attributes",
      `<Credential ${Array.from({ length: 6 }, (_, i) => `a${i}=""`).join(" ")}/>`,
      "application/xml",
      "5 attributes",
    ],
  ])("is refused beyond server.limits.%s", async (_, body, type, message) => {
    const answer = await send(body, [], { type });
    expect(answer.status).toBe(400);
    expect(jobIn(answer).statusMessage).toContain(message);
  });
});
