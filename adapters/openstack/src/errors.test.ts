import { describe, expect, it } from "@jest/globals";
import { faultOf, unansweredFault } from "./errors.js";

const answer = (status: number, body: object | string, headers: Record<string, string> = {}) => ({
  status,
  headers: { "x-openstack-request-id": "req-1", ...headers },
  body: typeof body === "string" ? body : JSON.stringify(body),
});
const compute = (key: string, code: number, message: string) => answer(code, { [key]: { code, message } });
const network = (type: string, status: number, message = "m") => answer(status, { NeutronError: { type, message, detail: "" } });

const balancer = (status: number, faultstring: string) => answer(status, { faultcode: "Client", faultstring, debuginfo: null });

/** As Nova 26, Cinder 21, Neutron 21, Octavia 11, Glance 25 and Keystone 22 print them. */
const ANSWERS = [
  ["notFound", compute("itemNotFound", 404, "Instance nope could not be found.")],
  ["notFound", answer(404, "404 Not Found\n\nNo image found with ID nope\n\n   ")],
  ["notFound", network("PortNotFound", 404)],
  ["conflict", compute("conflictingRequest", 409, "Cannot 'stop' instance s-1 while it is in vm_state stopped")],
  ["conflict", compute("badRequest", 400, "Invalid volume: Volume status must be available or error or…")],
  ["conflict", network("SubnetInUse", 409)],
  ["conflict", answer(409, "409 Conflict\n\nImage i-1 could not be deleted because it is in use: …")],
  ["invalid", compute("badRequest", 400, "Flavor 99 could not be found.")],
  ["invalid", answer(400, { error: { code: 400, title: "Bad Request", message: "Expecting to find domain in project." } })],
  ["quota", compute("forbidden", 403, "Quota exceeded for instances: Requested 1, but already used 10 of 10 instances")],
  [
    "quota",
    compute("overLimit", 413, "VolumeLimitExceeded: Maximum number of volumes allowed (10) exceeded for quota 'volumes'."),
  ],
  ["quota", network("OverQuota", 409, "Quota exceeded for resources: ['network'].")],
  ["quota", answer(413, "<html><head><title>413</title></head><body>Request Entity Too Large</body></html>")],
  ["denied", compute("forbidden", 403, "Policy doesn't allow os_compute_api:os-flavor-manage:create to be performed.")],
  ["unauthenticated", answer(401, { error: { code: 401, title: "Unauthorized", message: "The request you have made…" } })],
  ["throttled", compute("overLimit", 413, "This request was rate-limited.")],
  ["throttled", answer(429, "Too Many Requests")],
  ["unavailable", compute("computeFault", 500, "Unexpected API Error.")],
  ["unavailable", answer(503, "<html><body><h1>503 Service Unavailable</h1></body></html>")],
  ["notFound", balancer(404, "Pool p-1 not found.")],
  ["conflict", balancer(409, "Load Balancer lb-1 is immutable and cannot be updated.")],
  ["denied", balancer(403, "Policy does not allow this request to proceed.")],
  ["quota", balancer(403, "Quota has been met for resources: Load Balancer")],
  ["garbled", answer(302, "")],
] as const;

describe("what OpenStack's refusals mean (PROVIDERS.md, section 2)", () => {
  it.each(ANSWERS)("%s: %j", (kind, native) => {
    expect(faultOf(native, "OpenStack (compute)")).toMatchObject({ kind, requestId: "req-1" });
  });

  it("tells a reason in one line, whatever it was printed as", () => {
    expect(faultOf(answer(404, "404 Not Found\n\nNo image found with ID nope\n\n   "), "OpenStack (image)").message).toBe(
      "OpenStack (image) refused: No image found with ID nope (404, HTTP status 404)",
    );
  });

  it("hands on how long to wait where that helps, and not at a quota", () => {
    const headers = { "retry-after": "5" };
    expect(faultOf(answer(429, "Too Many Requests", headers), "x").retryAfter).toBe(5);
    expect(faultOf({ ...ANSWERS[10][1], headers }, "x").retryAfter).toBeUndefined();
  });

  it.each([
    ["ECONNREFUSED", "unavailable", true],
    ["ENOTFOUND", "unavailable", true],
    ["EHOSTUNREACH", "unavailable", false],
    ["ECONNRESET", "unanswered", false],
    ["ETIMEDOUT", "unanswered", false],
  ])("without an answer: %s is %s, certainly unsent: %s", (code, kind, unsent) => {
    expect(unansweredFault(Object.assign(new Error("m"), { code }), "x")).toMatchObject({ kind, code, unsent });
  });
});
