import { gather } from "@cimi-gateway/adapter";
import { describe, expect, it } from "@jest/globals";
import { type Answers, context, ok, refused, scripted, server } from "./testing.js";

/** Asked of by the whole second, which is all that Nova keeps. */
const SINCE = new Date("2018-04-25T01:26:00.700Z");
const ASKED = "2018-04-25T01:26:00.000Z";
const SERVERS = "GET compute /servers/detail";
const actionsOf = (id: string): string => `GET compute /servers/${id}/os-instance-actions`;

/** As Nova prints them (nova/doc/api_samples/os-instance-actions/v2.58), shortened: the last one first. */
const action = (name: string, start: string, request_id: string, message: string | null = null) => ({
  action: name,
  message,
  request_id,
  start_time: `2018-04-25T01:26:${start}`,
  updated_at: "2018-04-25T01:27:00.000000",
});
const actions = (...instanceActions: readonly object[]) => ok({ instanceActions });

async function logged(answers: Answers, settings: Record<string, unknown> = {}) {
  const cloud = scripted(answers, settings);
  const pages = async function* () {
    for await (const one of cloud.adapter.activity!(SINCE, context())) yield [one];
  };
  return { cloud, found: await gather(pages()) };
}

describe("what Nova logged (DESIGN, the adapter contract)", () => {
  it("is told of all servers that changed since then, oldest first, with the requests that asked for it", async () => {
    const { cloud, found } = await logged({
      [SERVERS]: ok({ servers: [server(), server({ id: "s-2", status: "DELETED" })] }),
      [actionsOf("s-1")]: actions(action("stop", "28.793416", "req-3"), action("create", "25.527791", "req-1")),
      [actionsOf("s-2")]: actions(action("delete", "27.000000", "req-2")),
    });
    expect(found.map((one) => [one.begun.toISOString(), one.resource, one.action, one.requestId])).toEqual([
      ["2018-04-25T01:26:25.527Z", "s-1", "create", "req-1"],
      ["2018-04-25T01:26:27.000Z", "s-2", "delete", "req-2"],
      ["2018-04-25T01:26:28.793Z", "s-1", "stop", "req-3"],
    ]);
    expect(new Set(found.map(({ type, id }) => `${type} ${id}`))).toEqual(
      new Set(["Machine s-1/req-1", "Machine s-2/req-2", "Machine s-1/req-3"]),
    );
    const changes = cloud.calls.map(({ line, query }) => [line, query["changes-since"]]);
    expect(changes).toEqual([SERVERS, actionsOf("s-1"), actionsOf("s-2")].map((line) => [line, ASKED]));
  });

  it("keeps the order of a server's actions that were begun in one second", async () => {
    const second = "25.000000";
    const { found } = await logged({
      [SERVERS]: ok({ servers: [server()] }),
      [actionsOf("s-1")]: actions(action("stop", second, "req-2"), action("create", second, "req-1")),
    });
    expect(found.map((one) => one.action)).toEqual(["create", "stop"]);
  });

  it("costs one call where nothing changed", async () => {
    const { cloud, found } = await logged({ [SERVERS]: ok({ servers: [] }) });
    expect([found, cloud.lines()]).toEqual([[], [SERVERS]]);
  });

  it("says how it went: Nova names failures, and a server that has a task has not ended its last action", async () => {
    const stop = action("stop", "28.000000", "req-2");
    const failed = action("resize", "20.000000", "req-1", "Error");
    const of = async (more: object) => {
      const { found } = await logged({ [SERVERS]: ok({ servers: [server(more)] }), [actionsOf("s-1")]: actions(stop, failed) });
      return found.map(({ outcome }) => outcome);
    };
    expect(await of({})).toEqual(["Failure", "Success"]);
    expect(await of({ "OS-EXT-STS:task_state": "powering-off" })).toEqual(["Failure", "Pending"]);
    expect(await of({ status: "BUILD" })).toEqual(["Failure", "Pending"]);
  });

  it("is read to the last page of a server's actions, which Nova names by `links`", async () => {
    const first = {
      instanceActions: [action("stop", "28.000000", "req-2")],
      links: [{ rel: "next", href: "http://10.0.0.1/v2.1/servers/s-1/os-instance-actions?limit=1&marker=req-2" }],
    };
    const { found } = await logged({
      [SERVERS]: ok({ servers: [server()] }),
      [actionsOf("s-1")]: ({ query }) => (query.marker === "req-2" ? actions(action("create", "25.000000", "req-1")) : ok(first)),
    });
    expect(found.map(({ requestId }) => requestId)).toEqual(["req-1", "req-2"]);
  });

  it("leaves out servers outside the scope or gone, of which Nova has forgotten the metadata, and what was purged meanwhile", async () => {
    const inside = { metadata: { team: "blue" } };
    const { cloud, found } = await logged(
      {
        [SERVERS]: ok({
          servers: [
            server(inside),
            server({ ...inside, id: "s-2" }),
            server({ id: "s-3" }),
            server({ id: "s-4", status: "DELETED" }),
          ],
        }),
        [actionsOf("s-1")]: actions(action("stop", "28.000000", "req-2")),
        [actionsOf("s-2")]: refused(404, "itemNotFound"),
      },
      { "scope.tags": { team: "blue" } },
    );
    expect(found.map(({ resource }) => resource)).toEqual(["s-1"]);
    expect(cloud.lines()).toEqual([SERVERS, actionsOf("s-1"), actionsOf("s-2")]);
  });
});
