import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Shown } from "../support/gateway.js";
import { openSandbox } from "../support/sandbox.js";

const FACE = "/cimi/2/sandbox";
const N = "http://schemas.dmtf.org/cimi/2";

let sandbox: Awaited<ReturnType<typeof openSandbox>>;
beforeAll(async () => {
  sandbox = await openSandbox({ settings: { delay: 0 } });
});
afterAll(() => sandbox.close());

async function made(collection: string, body: object): Promise<Shown> {
  const { status, headers, body: text } = await sandbox.gateway.send("POST", `${FACE}/${collection}`, { body });
  expect([status, text]).toEqual([201, expect.any(String)]);
  return sandbox.gateway.get(headers.Location!);
}
const machine = (template: object = {}) =>
  made("machines", {
    resourceURI: `${N}/MachineCreate`,
    machineTemplate: {
      machineConfig: { href: "machineConfigs/tiny" },
      machineImage: { href: "machineImages/debian-12" },
      ...template,
    },
  });
const nativeOf = ({ nativeId }: Shown): string => String(nativeId);

async function act({ id }: Shown, action: string): Promise<void> {
  const body = { resourceURI: `${N}/Action`, action: `${N}/action/${action}` };
  expect((await sandbox.gateway.send("POST", `${id}/${action}`, { body })).status).toBe(200);
}

describe("images (5.14.7, 5.15.7)", () => {
  // [5.14.7-2] [5.14.7.1-5]
  it.each(["IMAGE", "SNAPSHOT"])(
    "of type %s names its own data, not the Machine; only snapshots have a relatedImage",
    async (type) => {
      const { id } = await machine();
      const take = () => made("machineImages", { resourceURI: `${N}/MachineImage`, type, imageLocation: id });
      const [first, second] = [await take(), await take()];
      expect([first.imageLocation, second.imageLocation]).not.toContain(id);
      expect(second.relatedImage).toEqual(type === "SNAPSHOT" ? { href: first.id } : undefined);
    },
  );

  // [5.15.8.1-2]
  it("of a Volume names its own data, not the Volume", async () => {
    const volume = await made("volumes", {
      resourceURI: `${N}/VolumeCreate`,
      volumeTemplate: { volumeConfig: { capacity: 1_000_000 } },
    });
    const image = await made("volumeImages", { resourceURI: `${N}/VolumeImage`, imageLocation: volume.id });
    expect([image.state, image.imageLocation]).toEqual(["AVAILABLE", expect.not.stringContaining(volume.id)]);
  });
});

describe("what a Machine is made with (5.14.3)", () => {
  // [5.14.3-10]
  it("user data is there after a restart", async () => {
    const made = await machine({ userData: "aGVsbG8=", initialState: "STARTED" });
    await act(made, "restart");
    expect(await sandbox.world.guest(nativeOf(made))).toMatchObject({ userData: "aGVsbG8=" });
  });

  // [5.14.11-1]
  it("a CredentialTemplate has what its Credential gets (Table 25)", async () => {
    const parameters = { userName: "me", password: "secret" };
    const template = await made("credentialTemplates", { resourceURI: `${N}/CredentialTemplate`, name: "login", parameters });
    expect(template.parameters).toMatchObject({ userName: "me" });
    const credential = await made("credentials", {
      resourceURI: `${N}/CredentialCreate`,
      credentialTemplate: { href: template.id },
    });
    expect(credential.parameters).toEqual({ userName: "me" });
  });
});
