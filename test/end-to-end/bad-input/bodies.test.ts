import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type Asked, machine, N2, nested, openRefuse, type Refuse, typed } from "./refused.js";

let refuse: Refuse;
beforeAll(async () => {
  refuse = await openRefuse();
});
afterAll(() => refuse.close());

describe("bodies that are no CIMI (RELIABILITY 19 to 22)", () => {
  it.each<[string, Asked, RegExp]>([
    ["JSON that is cut off", { body: '{"machineTemplate":', ...typed("application/json") }, /not well-formed/],
    ["JSON with a trailing comma", { body: '{"name":"x",}', ...typed("application/json") }, /not well-formed/],
    ["a JSON array", { body: "[]", ...typed("application/json") }, /not a JSON object/],
    ["JSON null", { body: "null", ...typed("application/json") }, /not a JSON object/],
    ["no body", {}, /needs a body/],
    ["JSON 100,000 levels deep", { body: nested(100_000, '{"a":[', "]}"), ...typed("application/json") }, /levels deep/],
    [
      "JSON with 500,000 values",
      { body: `{"a":[${"0,".repeat(500_000)}0]}`, ...typed("application/json") },
      /more than \d+ values/,
    ],
    ["a member twice", { body: `{"name":"a","name":"b","machineTemplate":{}}`, ...typed("application/json") }, /twice/],
    [
      "__proto__",
      { body: `{"__proto__":{"polluted":true},"machineTemplate":{}}`, ...typed("application/json") },
      /unknown attribute/,
    ],
    [
      "constructor.prototype",
      { body: `{"constructor":{"prototype":{"polluted":true}}}`, ...typed("application/json") },
      /unknown attribute/,
    ],
    [
      "a number that no double holds",
      { body: `{"machineTemplate":{"machineConfig":{"cpu":1e400,"memory":1}}}`, ...typed("application/json") },
      /cpu/,
    ],
    ["a lone surrogate", { body: machine({}, { name: "a\ud800" }) }, /character/],
    ["a control character", { body: machine({}, { name: "a\u0000" }) }, /character/],
    ["XML that is cut off", { body: "<MachineCreate><machineTemplate>" }, /not well-formed/],
    ["XML 140,000 levels deep", { body: nested(140_000, "<a>", "</a>") }, /levels deep/],
    [
      "XML with 90,000 attributes",
      { body: `<a ${Array.from({ length: 90_000 }, (_, i) => `b${i}=""`).join(" ")}/>` },
      /attributes/,
    ],
    ["XML with 90,000 elements", { body: `<a>${"<b/>".repeat(90_000)}</a>` }, /elements/],
    [
      "an external entity",
      { body: `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><MachineCreate>&x;</MachineCreate>` },
      /document type/,
    ],
    [
      "a billion laughs",
      { body: `<!DOCTYPE a [<!ENTITY b "${"x".repeat(100)}"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>` },
      /document type/,
    ],
    ["an undefined entity", { body: "<MachineCreate><name>&nbsp;</name></MachineCreate>" }, /well-formed/],
    ["a processing instruction", { body: `<?php echo 1 ?><MachineCreate/>` }, /processing instruction/],
  ])("%s is 400", (_, asked, message) => refuse.refused(asked, 400, message));

  it("pollutes no prototype", () => expect(({} as Record<string, unknown>).polluted).toBeUndefined());

  it("a byte order mark before a body is no fault", async () => {
    const body = `\ufeff${JSON.stringify({ resourceURI: `${N2}/VolumeConfiguration`, capacity: 1 })}`;
    const answer = await refuse.sandbox.gateway.send("POST", "/cimi/2/sandbox/volumeConfigs", {
      body,
      ...typed("application/json"),
    });
    expect(answer.status).toBe(201);
  });
});
