import { afterEach, describe, expect, it } from "@jest/globals";
import { FakeResource } from "./testing.js";
import { gatewayOf, type TestGateway } from "./testing-gateway.js";

let made: TestGateway;
afterEach(() => made.close());

const cloud = { Volume: new FakeResource(["name"]).adapter };
const PLACE = "cloudEntryPoint";
const first = (text: string, more = "") =>
  `<CloudEntryPoint xmlns="http://schemas.dmtf.org/cimi/1"><name>${text}</name>${more}</CloudEntryPoint>`;

describe("an update of the Cloud Entry Point (5.12.1)", () => {
  it("changes name, description and properties, and has a Job", async () => {
    made = await gatewayOf(cloud);
    const body = { resourceURI: "http://schemas.dmtf.org/cimi/2/CloudEntryPoint", name: "ours", properties: { team: "blue" } };
    const answer = await made.ask("PUT", `2/fake/${PLACE}`, { body });
    expect([answer.status, JSON.parse(answer.body)]).toEqual([200, expect.objectContaining({ name: "ours" })]);
    const shown = await made.get(PLACE);
    expect(shown).toMatchObject({
      name: "ours",
      description: "CIMI Cloud Entry Point of the cloud fake",
      properties: { team: "blue" },
      baseURI: "http://gateway.test/cimi/2/fake/",
      updated: expect.any(String),
    });
    const job = await made.get(answer.headers["CIMI-Job-URI"]!.replace("http://gateway.test/cimi/2/fake/", ""));
    expect(job).toMatchObject({
      state: "SUCCESS",
      action: "http://schemas.dmtf.org/cimi/2/action/edit",
      targetResource: { href: shown.id },
    });
  });

  it("changes only what $select names (4.2.1.3.1), and what is left out of it is erased", async () => {
    made = await gatewayOf(cloud);
    await made.ask("PUT", `2/fake/${PLACE}`, { body: { name: "ours", description: "mine" } });
    await made.ask("PUT", `2/fake/${PLACE}`, { query: "$select=description", body: { description: "yours" } });
    expect(await made.get(PLACE)).toMatchObject({ name: "ours", description: "yours" });
    await made.ask("PUT", `2/fake/${PLACE}`, { query: "$select=name", body: {} });
    expect(await made.get(PLACE)).toMatchObject({ name: "fake", description: "yours" });
  });

  it("is the same in edition 1's XML, and shown by every face", async () => {
    made = await gatewayOf(cloud);
    const answer = await made.ask("PUT", `1/fake/${PLACE}`, { body: first("ours", '<property key="team">blue</property>') });
    expect([answer.status, answer.body]).toEqual([200, expect.stringContaining("<name>ours</name>")]);
    expect(await made.get(PLACE)).toMatchObject({ name: "ours", properties: { team: "blue" } });
    expect((await made.ask("GET", "fake/")).body).toContain('"name":"ours"');
  });

  it("leaves to the provider what is the provider's: baseURI and the Collections (5.3)", async () => {
    made = await gatewayOf(cloud);
    const claims = { name: "ours", baseURI: "http://evil.test/", volumes: { href: "http://evil.test/volumes" } };
    expect((await made.ask("PUT", `2/fake/${PLACE}`, { body: claims })).status).toBe(200);
    expect(await made.get(PLACE)).toMatchObject({
      baseURI: "http://gateway.test/cimi/2/fake/",
      volumes: { href: "http://gateway.test/cimi/2/fake/volumes" },
    });
    const unserved = await made.ask("PUT", `2/fake/${PLACE}`, { body: { machines: { href: "machines" } } });
    expect([unserved.status, unserved.body]).toEqual([400, expect.stringContaining("machines")]);
  });

  it("is refused with an ETag of an earlier state, whatever the face it is of (4.1.7.2)", async () => {
    made = await gatewayOf(cloud);
    const { ETag } = (await made.ask("GET", `1/fake/${PLACE}`, { headers: { accept: "application/xml" } })).headers;
    const write = (name: string) => made.ask("PUT", `2/fake/${PLACE}`, { body: { name }, headers: { "if-match": ETag! } });
    expect((await write("first")).status).toBe(200);
    expect((await write("second")).status).toBe(412);
    expect(await made.get(PLACE)).toMatchObject({ name: "first" });
  });

  it("is offered where access is full; delete is offered nowhere (7.1)", async () => {
    made = await gatewayOf(cloud);
    expect((await made.get(PLACE)).operations).toEqual([
      { rel: "edit", href: "http://gateway.test/cimi/2/fake/cloudEntryPoint" },
    ]);
    expect((await made.ask("DELETE", `2/fake/${PLACE}`)).status).toBe(405);
    await made.close();
    made = await gatewayOf(cloud, { access: "operate" });
    expect(await made.get(PLACE)).not.toHaveProperty("operations");
    const refused = await made.ask("PUT", `2/fake/${PLACE}`, { body: { name: "ours" } });
    expect(refused.status).toBe(405);
  });
});
