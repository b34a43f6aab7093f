import { afterEach, describe, expect, it } from "@jest/globals";
import type { Shown } from "../../support/gateway.js";
import { openSandbox } from "../../support/sandbox.js";
import { FACE, ready } from "./scene.js";

type Sandbox = Awaited<ReturnType<typeof openSandbox>>;

let sandbox: Sandbox;
afterEach(() => sandbox.close());

const data = Buffer.from("key = \u00e9\u0000\n");
const create = (userData: Buffer, template: object = ready) =>
  sandbox.gateway.send("POST", `${FACE}machines`, {
    body: { machineTemplate: { ...template, userData: userData.toString("base64") } },
  });

/** What the guest of a new machine was given. */
async function given(userData: Buffer, template: object = ready): Promise<Buffer> {
  const answer = await create(userData, template);
  expect((await sandbox.gateway.job(answer)).state).toBe("SUCCESS");
  const { nativeId } = await sandbox.gateway.get(answer.headers.Location!);
  const guest = await sandbox.world.guest(String(nativeId));
  return Buffer.from(guest?.userData ?? "", "base64");
}

async function capability(): Promise<unknown> {
  const { capabilities } = await sandbox.gateway.get(`${FACE}resourceMetadata/Machine`);
  return (capabilities as Shown[]).find(({ name }) => name === "UserData")?.value;
}

describe("userData of a new Machine (5.14.3)", () => {
  it("reaches the guest as it is, and no method is advertised", async () => {
    sandbox = await openSandbox();
    expect(await given(data)).toEqual(data);
    expect(await capability()).toBeUndefined();
  });

  it("with userData: cimi is what makes it a file, also from a template that is kept, and of every length alike", async () => {
    sandbox = await openSandbox({ common: { userData: "cimi" } });
    const [head, ...config] = (await given(data)).toString().split("\n");
    const [file] = JSON.parse(config.join("\n")).write_files;
    expect([head, file.path]).toEqual(["#cloud-config", "/var/lib/cimi/user-data"]);
    expect(Buffer.from(file.content, "base64")).toEqual(data);
    const body = { ...ready, userData: data.toString("base64") };
    const kept = await sandbox.gateway.send("POST", `${FACE}machineTemplates`, { body });
    const again = await sandbox.gateway.send("POST", `${FACE}machines`, {
      body: { machineTemplate: { href: kept.headers.Location } },
    });
    await sandbox.gateway.job(again);
    const { nativeId } = await sandbox.gateway.get(again.headers.Location!);
    expect((await sandbox.world.guest(String(nativeId)))?.userData).toContain(
      Buffer.from("#cloud-config").toString("base64").slice(0, 12),
    );
    expect(await capability()).toBe("imgmod");
  });

  it("that is too long is refused with both lengths before anything is made; the data is not repeated", async () => {
    sandbox = await openSandbox();
    const before = await sandbox.state();
    const answer = await create(Buffer.alloc(65_537, "x"));
    expect([answer.status, JSON.parse(answer.body).statusMessage]).toEqual([
      400,
      "machineTemplate.userData: has 65537 bytes; this cloud takes at most 65536",
    ]);
    expect(await sandbox.state()).toEqual(before);
  });
});
