import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { gather, type ProviderFault, silentLog, steppingClock } from "@cimi-gateway/adapter";
import { describe, expect, it } from "@jest/globals";
import { context, ok, refused, scripted, tokenAnswer, writing } from "./testing.js";

const REPLIES = resolve(process.env.CIMI_REFERENCE ?? "../shared", "provider-specs/fixtures/libcloud/openstack_v1.1");
const recorded = existsSync(REPLIES) ? it : it.skip;
const reason = existsSync(REPLIES) ? "" : " (skipped: CIMI_REFERENCE names no folder with provider-specs)";
const reply = (name: string): object => JSON.parse(readFileSync(resolve(REPLIES, `${name}.json`), "utf8"));

const FLAVORS = "GET compute /flavors/detail";
const TOKENS = "POST identity /v3/auth/tokens";
const flavors = ok({ flavors: [] });
const list = (cloud: ReturnType<typeof scripted>) => gather(cloud.of("MachineConfiguration").list({}, context()));

describe("the client of OpenStack", () => {
  it("asks for one token, however many want it, and sends it with the microversion that both know", async () => {
    const cloud = scripted({ [FLAVORS]: flavors });
    await Promise.all([list(cloud), list(cloud)]);
    expect(cloud.sent.map(({ line }) => line)).toEqual([TOKENS, "GET compute /v2.1/", FLAVORS, FLAVORS]);
    expect(cloud.sent[0]!.body).toEqual({
      auth: {
        identity: {
          methods: ["password"],
          password: { user: { name: "demo", domain: { name: "Default" }, password: "hunter2" } },
        },
        scope: { project: { name: "demo", domain: { id: "default" } } },
      },
    });
    expect(cloud.calls[0]).toMatchObject({
      headers: { "x-auth-token": "token-1", "openstack-api-version": "compute 2.93" },
      query: { limit: "1000" },
    });
  });

  it("gets another token when a service refuses the one it has, and asks that service once more", async () => {
    const tokens = ["stale", "fresh"];
    const cloud = scripted({
      [TOKENS]: () => tokenAnswer(tokens.shift()!),
      [FLAVORS]: ({ headers }) => (headers["x-auth-token"] === "fresh" ? flavors : refused(401, "error")),
    });
    await list(cloud);
    expect(cloud.lines()).toEqual([FLAVORS, FLAVORS]);
    expect(tokens).toEqual([]);
  });

  it("does not ask again and again where the new token is refused, too", async () => {
    const cloud = scripted({ [FLAVORS]: refused(401, "error", "The request you have made requires authentication.") });
    await expect(list(cloud)).rejects.toMatchObject({ kind: "unauthenticated", requestId: "req-2" });
    expect(cloud.lines()).toEqual([FLAVORS, FLAVORS]);
  });

  it("gets another token a minute before the one it has expires", async () => {
    const clock = steppingClock(Date.parse("2026-06-01T12:00:00Z"));
    const cloud = scripted({ [FLAVORS]: flavors }, {}, clock);
    const fetched = () => cloud.sent.filter(({ line }) => line === TOKENS).length;
    await list(cloud);
    clock.advance(58 * 60_000);
    await list(cloud);
    expect(fetched()).toBe(1);
    clock.advance(61_000);
    await list(cloud);
    expect(fetched()).toBe(2);
  });

  it("says that Keystone refused a password, and never which", async () => {
    const answer = { status: 401, body: { error: { code: 401, title: "Unauthorized", message: "The request you have made…" } } };
    const cloud = scripted({ [TOKENS]: answer });
    const error = await list(cloud).catch((fault: unknown) => fault);
    expect(error).toMatchObject({ kind: "unauthenticated", code: "Unauthorized" });
    expect(JSON.stringify([error, String(error), (error as ProviderFault).stack])).not.toContain("hunter2");
  });

  it("keeps the token out of what it says when no answer comes", async () => {
    const failure = Object.assign(new Error("socket hang up"), {
      code: "ECONNRESET",
      config: { headers: { "x-auth-token": "token-1" } },
    });
    const cloud = scripted({ [FLAVORS]: failure }, { attempts: 1 });
    const error = (await list(cloud).catch((fault: unknown) => fault)) as ProviderFault;
    expect(error).toMatchObject({
      kind: "unanswered",
      message: "OpenStack (compute) did not answer (ECONNRESET: socket hang up)",
    });
    expect(error.cause).toBeUndefined();
  });

  it("repeats what only reads, and waits as long as the service asks", async () => {
    const clock = steppingClock(Date.parse("2026-06-01T12:00:00Z"));
    const answers = [refused(429, "overLimit", "slow down", { "retry-after": "7" }), refused(503, "serviceUnavailable"), flavors];
    const cloud = scripted({ [FLAVORS]: () => answers.shift()! }, {}, clock);
    await list(cloud);
    expect(answers).toEqual([]);
    expect(clock.now() - Date.parse("2026-06-01T12:00:00Z")).toBeGreaterThanOrEqual(7000);
  });

  it("sends what writes once", async () => {
    const cloud = scripted({ "DELETE volume /volumes/v-1": refused(503, "serviceUnavailable") });
    await expect(cloud.of("Volume").delete!("v-1", writing())).rejects.toMatchObject({ kind: "unavailable" });
    expect(cloud.lines()).toEqual(["DELETE volume /volumes/v-1"]);
  });

  it("logs each call with what the service calls it, and no secret", async () => {
    const lines: object[] = [];
    const log = { ...silentLog, debug: (fields: object) => lines.push(fields) };
    const cloud = scripted({ [FLAVORS]: flavors });
    await gather(cloud.of("MachineConfiguration").list({}, { ...context(), log }));
    expect(lines.at(-1)).toEqual({
      service: "compute",
      method: "GET",
      path: "/v2.1/flavors/detail",
      status: 200,
      requestId: "req-1",
    });
    expect(JSON.stringify(lines)).not.toMatch(/hunter2|token-1/);
  });

  it("leads no id elsewhere", async () => {
    const cloud = scripted({});
    await expect(cloud.of("Volume").delete!("..", writing())).rejects.toMatchObject({ kind: "notFound" });
    expect(cloud.sent).toEqual([]);
  });
});

describe("pages of OpenStack", () => {
  const IMAGES = "GET image /images";

  recorded(`follow the marker of Glance's next, as recorded${reason}`, async () => {
    const cloud = scripted({
      [IMAGES]: ({ query }) => ok(reply(query.marker === undefined ? "_images_v2" : "_images_v2_page2")),
    });
    const images = await gather(cloud.of("MachineImage").list({}, context()));
    expect(cloud.calls.map(({ query }) => query.marker)).toEqual([undefined, "e7a40226-3523-4f0f-87d8-d8dc91bbf4a3"]);
    expect(images.map((native) => cloud.of("MachineImage").identify(native).id)).toContain(
      "f24a3c1b-d52a-4116-91da-25b3eee8f55e",
    );
  });

  recorded(`end with an error where the next page is the same again, as recorded${reason}`, async () => {
    const cloud = scripted({ [IMAGES]: ok(reply("_images_v2_invalid_next")) });
    await expect(gather(cloud.of("MachineImage").list({}, context()))).rejects.toMatchObject({ kind: "garbled" });
  });

  it("follow the links of Nova by their marker, whatever address they name", async () => {
    const next = { servers: [], servers_links: [{ rel: "next", href: "http://10.0.0.1/internal?limit=1&marker=m-1" }] };
    const cloud = scripted({ "GET compute /servers/detail": ({ query }) => ok(query.marker ? { servers: [] } : next) });
    await gather(cloud.of("Machine").list({}, context()));
    expect(cloud.calls.map(({ line, query }) => [line, query.marker])).toEqual([
      ["GET compute /servers/detail", undefined],
      ["GET compute /servers/detail", "m-1"],
    ]);
  });
});
