import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { GatewayResponse } from "@cimi-gateway/core";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import type { Shown } from "../../support/gateway.js";
import { openCloud } from "./adapter-harness.js";
import { Cloud } from "./cloud.js";
import { FACE, LiveGateway } from "./live-gateway.js";

jest.setTimeout(120_000);

const cloud = new Cloud();
/** Bytes that look like no format, which is what raw data are. */
const DATA = Buffer.alloc(64 * 1024, "x");

/** Serves one image, and nothing else. */
async function serving(): Promise<{ server: Server; origin: string }> {
  const server = createServer((request, response) => {
    if (request.url === "/debian.raw") response.end(DATA);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

let gateway: LiveGateway;
let server: Server;
let origin: string;
beforeAll(async () => {
  ({ server, origin } = await serving());
  gateway = await LiveGateway.over(await openCloud());
});
afterAll(async () => {
  await gateway.close();
  await new Promise((resolve) => server.close(resolve));
});

const ask = (imageLocation: string) =>
  gateway.gateway.send("POST", `${FACE}machineImages`, {
    body: { resourceURI: "http://schemas.dmtf.org/cimi/2/MachineImage", name: "imported", imageLocation },
  });
/** How the Job of an answer ended, also where it failed before the answer was given. */
const outcome = async (answer: GatewayResponse): Promise<Shown> =>
  answer.status >= 400 ? (JSON.parse(answer.body) as Shown) : gateway.end(answer);
const names = async () => (await cloud.list("demo", "image")).map(({ Name }) => Name);

describe("an image that Glance fetches from an address (5.14.7.1)", () => {
  it("is there when its Job has ended, and a machine is made of it", async () => {
    const answer = await ask(`${origin}/debian.raw`);
    expect(await gateway.end(answer)).toMatchObject({ state: "SUCCESS" });
    const href = answer.headers.Location!;
    const shown = await gateway.gateway.get(href);
    expect(shown).toMatchObject({ name: "imported", type: "IMAGE", state: "AVAILABLE", diskFormat: "raw" });
    expect((await cloud.show("demo", ["image", "show", String(shown.nativeId)])).size).toBe(DATA.length);
    const machine = await gateway.machine({ machineImage: { href } });
    await gateway.remove(machine);
    await gateway.remove(href);
  });

  it("is taken back where there is nothing, and the Job tells", async () => {
    expect(await outcome(await ask(`${origin}/missing.raw`))).toMatchObject({
      state: "FAILED",
      statusMessage: expect.stringContaining("could not fetch the image"),
    });
    expect(await names()).not.toContain("imported");
  });

  it("is refused where the cloud's operator keeps Glance away, or the address holds a password", async () => {
    for (const [location, problem] of [
      ["http://169.254.169.254/latest.raw", "does not pass filtering"],
      ["http://me:hunter2@127.0.0.1/a.raw", "without them"],
    ] as const) {
      const told = String((await outcome(await ask(location))).statusMessage);
      expect(told).toContain(problem);
      expect(told).not.toContain("hunter2");
    }
    expect(await names()).not.toContain("imported");
  });
});
