import { gather } from "@cimi-gateway/adapter";
import { describe, expect, it } from "@jest/globals";
import { context, ok, refused, request, scripted, shown, writing } from "./testing.js";

const PAIRS = "GET compute /os-keypairs";
const IMPORT = "POST compute /os-keypairs";
const ID = "101f8fbb-a187-4bef-9d6c-0c9cb0d9ab03";
const pairs = (...names: string[]) =>
  ok({ keypairs: names.map((name) => ({ keypair: { name, public_key: "ssh-rsa AAAA me\n" } })) });
const parameters = { key: "ssh-rsa AAAA me" };

describe("key pairs of OpenStack", () => {
  it("are known by their names, in which those made here have their CIMI id", async () => {
    const cloud = scripted({ [PAIRS]: pairs("mine", `cimi-${ID}`) });
    const adapter = cloud.of("Credential");
    const found = await gather(adapter.list({}, context()));
    expect(found.map((native) => adapter.identify(native))).toEqual([
      { id: "mine", marker: undefined },
      { id: `cimi-${ID}`, marker: ID },
    ]);
    expect(shown(adapter, found[0])).toEqual({ name: "mine", parameters, nativeId: "mine", location: "RegionOne" });
  });

  it("have a name and a key: the rest is left to the gateway", async () => {
    const cloud = scripted({ [IMPORT]: ok({ keypair: {} }, 201) });
    const template = { parameters: { ...parameters, userName: "me" } };
    const made = await cloud.of("Credential").create!(request(template, { name: "us", properties: { a: "b" } }), writing());
    expect(made).toEqual({
      id: "cimi-id-1",
      requestId: "req-1",
      overlay: { name: "us", properties: { a: "b" }, parameters: { ...parameters, userName: "me" } },
    });
    expect(cloud.bodies(IMPORT)).toEqual([{ keypair: { name: "cimi-id-1", public_key: parameters.key, type: "ssh" } }]);
  });

  it("are not imported twice: the second time says that the name is taken", async () => {
    const cloud = scripted({ [IMPORT]: refused(409, "conflictingRequest", "Key pair 'cimi-id-1' already exists.") });
    expect((await cloud.of("Credential").create!(request({ parameters }), writing())).id).toBe("cimi-id-1");
  });

  it.each([
    [{ password: "x", key: "y" }, /takes no passwords/],
    [{}, /lacks parameters\.key/],
  ])("of %j are refused", async (given, problem) => {
    await expect(scripted({}).of("Credential").create!(request({ parameters: given }), writing())).rejects.toThrow(problem);
  });

  it("of a confined cloud are those that were made in it, as a key pair bears no metadata", async () => {
    const confined = { "scope.tags": { team: "web" } };
    const cloud = scripted({ [IMPORT]: ok({ keypair: {} }, 201) }, confined);
    const made = await cloud.of("Credential").create!(request({ parameters }, { id: ID }), writing());
    expect(made.id).toMatch(/^cimi-[0-9a-f]{16}-id-1$/);
    const own = made.id.replace("id-1", ID);
    const names = async (settings: object) => {
      const looked = scripted({ [PAIRS]: pairs("mine", `cimi-${ID}`, own) }, { ...settings });
      const adapter = looked.of("Credential");
      return (await gather(adapter.list({}, context()))).map((native) => adapter.identify(native).id);
    };
    expect(await names(confined)).toEqual([own]);
    expect(await names({ "scope.tags": { team: "db" } })).toEqual([]);
    expect((await cloud.of("Credential").read(["mine"], context())).size).toBe(0);
  });
});
