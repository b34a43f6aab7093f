import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { MACHINES, machine, N1, N2, openRefuse, type Refuse } from "./refused.js";

let refuse: Refuse;
beforeAll(async () => {
  refuse = await openRefuse();
});
afterAll(() => refuse.close());

describe("operations that the state or the link forbids", () => {
  let href: string;
  beforeAll(async () => {
    const made = await refuse.sandbox.gateway.send("POST", MACHINES, { body: machine({ initialState: "STOPPED" }) });
    await refuse.sandbox.gateway.job(made);
    href = made.headers.Location!;
  });
  const action = (name: string, more: object = {}) => ({ resourceURI: `${N2}/Action`, action: `${N2}/action/${name}`, ...more });

  it("an action that the state forbids is 409", () =>
    refuse.refused({ target: `${href}/pause`, body: action("pause") }, 409, /STOPPED/));
  it("a body that names another action than the link is 400", () =>
    refuse.refused({ target: `${href}/start`, body: action("stop") }, 400, /stop/));
  it("the other edition's action is 400", () =>
    refuse.refused({ target: `${href}/start`, body: { action: `${N1}/action/start` } }, 400, /edition 2/));
  it("no action is 400", () => refuse.refused({ target: `${href}/start`, body: { resourceURI: `${N2}/Action` } }, 400, /action/));
  it("an unknown parameter is 400", () =>
    refuse.refused({ target: `${href}/start`, body: action("start", { colour: "red" }) }, 400, /colour/));
  it("a parameter of another type is 400", () =>
    refuse.refused({ target: `${href}/restart`, body: action("restart", { force: "yes" }) }, 400, /force/));
  it("an insert of nothing is 400", () =>
    refuse.refused({ target: `${href}/volumes`, body: { action: "insert" } }, 400, /volume/));
  it("an insert of a Machine is 400", () =>
    refuse.refused({ target: `${href}/volumes`, body: { action: "insert", volume: { href } } }, 400, /a Volume is expected/));
  it("an unknown action on a Collection is 400", () =>
    refuse.refused({ target: `${href}/volumes`, body: action("explode") }, 400, /explode/));
  it("an insert into a Collection that takes none is 400", () =>
    refuse.refused({ target: MACHINES, body: action("insert") }, 400, /insert/));
  it("a stale If-Match is 412", () =>
    refuse.refused({ method: "DELETE", target: href, headers: { "if-match": '"x-y"' } }, 412, /changed/));
  it("another type in a PUT is 400", () =>
    refuse.refused({ method: "PUT", target: href, body: { resourceURI: `${N2}/Volume` } }, 400, /Machine/));

  it("what a consumer may not say is never stored (RELIABILITY 36)", async () => {
    const claims = {
      id: "http://x.test/1",
      state: "STARTED",
      created: "1999-01-01T00:00:00Z",
      parent: { href: "machines" },
      nativeId: "mine",
    };
    const answer = await refuse.sandbox.gateway.send("PUT", `${href}?$select=name,id,state,created,nativeId,parent`, {
      body: { name: "kept", ...claims },
    });
    expect(answer.status).toBe(200);
    const shown = await refuse.sandbox.gateway.get(href);
    expect([shown.id, shown.state, shown.name]).toEqual([href, "STOPPED", "kept"]);
    expect([shown.created, shown.nativeId]).not.toEqual([claims.created, claims.nativeId]);
  });

  it("markup in a name comes back as text, and not as markup (RELIABILITY 26)", async () => {
    const name = `<b>&"'\r\nX: y`;
    expect((await refuse.sandbox.gateway.send("PUT", `${href}?$select=name`, { body: { name } })).status).toBe(200);
    expect((await refuse.sandbox.gateway.get(href)).name).toBe(name);
    const xml = (await refuse.sandbox.gateway.send("GET", href, { headers: { accept: "application/xml" } })).body;
    expect(xml).toMatch(/<name>&lt;b(>|&gt;)&amp;"'.*X: y<\/name>/s);
  });
});
