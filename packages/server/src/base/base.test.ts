import { describe, expect, it } from "@jest/globals";
import { Base, type BaseOptions } from "./base.js";

const LOOPBACK = { remoteAddress: "127.0.0.1", localAddress: "127.0.0.1", localPort: 8080 };
const OUTSIDE = { remoteAddress: "203.0.113.9", localAddress: "192.0.2.7", localPort: 8080 };
const PROXY = { remoteAddress: "10.1.2.3", localAddress: "192.0.2.7", localPort: 8080 };

const base = (options: Partial<BaseOptions> = {}): Base =>
  new Base({ trustedProxies: ["10.0.0.0/8", "2001:db8::/32"], hosts: [], listening: "0.0.0.0", ...options });

describe("the base of all hrefs (RELIABILITY, rule 13)", () => {
  it("is the configured one, whatever anybody says", () => {
    const configured = base({ baseUrl: "https://cimi.example.org/x" });
    const forged = { host: "evil.example", "x-forwarded-host": "evil.example" };
    expect(configured.originOf(forged, PROXY)).toBe("https://cimi.example.org/x");
  });

  it.each([
    ["localhost:9", "http://localhost:9"],
    ["LOCALHOST", "http://localhost"],
    ["127.3.2.1:80", "http://127.3.2.1:80"],
    ["[::1]:8080", "http://[::1]:8080"],
    ["evil.example", "http://127.0.0.1:8080"],
    ["localhost.evil.example", "http://127.0.0.1:8080"],
    ["localhost.", "http://127.0.0.1:8080"],
    ["localhost:99999", "http://127.0.0.1:8080"],
    ["localhost:0", "http://127.0.0.1:8080"],
    ['localhost"<b>', "http://127.0.0.1:8080"],
    ["user@localhost", "http://127.0.0.1:8080"],
    [undefined, "http://127.0.0.1:8080"],
  ])("on loopback with Host %s is %s", (host, expected) => {
    expect(base().originOf({ host }, LOOPBACK)).toBe(expected);
  });

  it("is the address listened on for everybody else", () => {
    const forged = { host: "evil.example", "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" };
    expect(base().originOf(forged, OUTSIDE)).toBe("http://192.0.2.7:8080");
    expect(base({ listening: "gateway.lan" }).originOf(forged, OUTSIDE)).toBe("http://gateway.lan:8080");
    expect(base({ listening: "::" }).originOf(forged, { ...OUTSIDE, localAddress: "::ffff:192.0.2.7" })).toBe(
      "http://192.0.2.7:8080",
    );
    expect(base({ listening: "::" }).originOf({}, { ...OUTSIDE, localAddress: "2001:db8::7" })).toBe("http://[2001:db8::7]:8080");
  });

  it("does not take a loopback Host from outside", () => {
    expect(base().originOf({ host: "localhost" }, OUTSIDE)).toBe("http://192.0.2.7:8080");
  });

  it.each([
    [{ "x-forwarded-host": "cimi.example.org" }, "http://cimi.example.org"],
    [{ "x-forwarded-host": "CIMI.example.org:8443", "x-forwarded-proto": "HTTPS" }, "https://cimi.example.org:8443"],
    [{ "x-forwarded-host": "cimi.example.org, inner", "x-forwarded-proto": "https, http" }, "https://cimi.example.org"],
    [{ "x-forwarded-host": "[2001:db8::1]:443" }, "http://[2001:db8::1]:443"],
    [{ "x-forwarded-host": "a.example", "x-forwarded-prefix": "/iaas/v1/" }, "http://a.example/iaas/v1"],
    [{ "x-forwarded-host": "a.example", "x-forwarded-prefix": "/" }, "http://a.example"],
    [{ host: "cimi.example.org", "x-forwarded-proto": "https" }, "https://cimi.example.org"],
  ])("from a trusted proxy that says %j is %s", (headers, expected) => {
    expect(base().originOf(headers, PROXY)).toBe(expected);
    expect(base().originOf(headers, { ...PROXY, remoteAddress: "::ffff:10.1.2.3" })).toBe(expected);
    expect(base().originOf(headers, { ...PROXY, remoteAddress: "2001:db8::9" })).toBe(expected);
  });

  it.each([
    { "x-forwarded-host": 'a"b<c>/evil' },
    { "x-forwarded-host": "" },
    { "x-forwarded-host": "a.example, " },
    { "x-forwarded-host": "user@a.example" },
    { "x-forwarded-host": "a.example/path" },
    { "x-forwarded-host": "a.example:99999" },
    { "x-forwarded-host": "[2001:zz::1]" },
    { "x-forwarded-host": "a".repeat(65_536) },
    { "x-forwarded-host": "a.example", "x-forwarded-proto": "javascript" },
    { "x-forwarded-host": "a.example", "x-forwarded-prefix": "/../x" },
    { "x-forwarded-host": "a.example", "x-forwarded-prefix": "//evil.example" },
    { "x-forwarded-host": "a.example", "x-forwarded-prefix": "x" },
    { "x-forwarded-host": "a.example", "x-forwarded-prefix": "/a?b" },
    { "x-forwarded-host": "a.example", "x-forwarded-prefix": '/a"b' },
    { host: "bad host" },
  ])("refuses what a trusted proxy cannot mean (%#)", (headers) => {
    expect(() => base().originOf(headers, PROXY)).toThrow(expect.objectContaining({ status: 400 }));
  });

  it("takes only the hosts that are listed, where some are", () => {
    const listed = base({ hosts: ["cimi.example.org"] });
    expect(listed.originOf({ "x-forwarded-host": "cimi.example.org" }, PROXY)).toBe("http://cimi.example.org");
    expect(() => listed.originOf({ "x-forwarded-host": "evil.example" }, PROXY)).toThrow("server.hosts");
  });

  it("trusts nobody unless told", () => {
    expect(base({ trustedProxies: [] }).originOf({ "x-forwarded-host": "a.example" }, PROXY)).toBe("http://192.0.2.7:8080");
  });
});
