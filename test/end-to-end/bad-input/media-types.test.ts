import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type Asked, MACHINES, machine, openRefuse, type Refuse } from "./refused.js";

let refuse: Refuse;
beforeAll(async () => {
  refuse = await openRefuse();
});
afterAll(() => refuse.close());

describe("media types (4.1.4)", () => {
  const body = machine({});
  it.each<[string, Asked, number, RegExp]>([
    ["a body of another type", { body, headers: { "content-type": "text/plain" } }, 415, /application\/json/],
    ["a form", { body: "name=x", headers: { "content-type": "application/x-www-form-urlencoded" } }, 415, /application\/json/],
    ["another charset", { body, headers: { "content-type": "application/json; charset=utf-16" } }, 415, /UTF-8/],
    ["an Accept that nobody can meet", { method: "GET", headers: { accept: "text/html, image/*" } }, 406, /application\/json/],
    ["an Accept that takes nothing", { method: "GET", headers: { accept: "*/*;q=0" } }, 406, /application\/json/],
    ["a $format that there is not", { method: "GET", target: `${MACHINES}?$format=yaml` }, 406, /json or xml/],
  ])("%s is %s refused", (_, asked, status, message) => refuse.refused(asked, status, message));

  it.each([
    ["application/xml;q=0.5, application/json", "application/json"],
    ["text/xml", "application/xml"],
    ["application/json; charset=utf-8", "application/json"],
  ])("Accept %s is met by %s", async (accept, type) => {
    expect((await refuse.sandbox.gateway.send("GET", MACHINES, { headers: { accept } })).headers["Content-Type"]).toBe(type);
  });
});
