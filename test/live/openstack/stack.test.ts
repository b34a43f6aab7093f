import { afterAll, describe, expect, it, jest } from "@jest/globals";
import { eventually } from "../../fault/eventually.js";
import { Cloud, type Row, UNLIMITED } from "./cloud.js";

jest.setTimeout(180_000);

const cloud = new Cloud();
const NAME = "stack-test";
/** Seconds within which a server is to be there, on a busy machine. */
const SECONDS = 60;

const namesOf = (rows: readonly Row[]): readonly unknown[] => rows.map(({ Name }) => Name);

/** Polls until a resource has a status. */
async function reaches(type: string, name: string, status: string): Promise<Row> {
  for (const end = Date.now() + SECONDS * 1000; ; ) {
    const shown = await cloud.show("demo", [...type.split(" "), "show", name]);
    if (shown.status === status) return shown;
    if (Date.now() > end) throw new Error(`${type} ${name} is ${shown.status} after ${SECONDS} s, not ${status}`);
  }
}

describe("what a stack has from the start", () => {
  it("tokens for demo, alt and admin, each in a project of its own", async () => {
    const tokens = await Promise.all((["demo", "alt", "admin"] as const).map((user) => cloud.show(user, ["token", "issue"])));
    expect(new Set(tokens.map(({ project_id }) => project_id)).size).toBe(3);
  });

  it("a catalogue with every service, on the loopback address", async () => {
    const services = await cloud.list("demo", "catalog");
    expect(services.map(({ Type }) => Type).toSorted()).toEqual(
      ["block-storage", "compute", "identity", "image", "load-balancer", "network", "placement", "volumev3"].toSorted(),
    );
    const urls = JSON.stringify(services).match(/http:\/\/[^/:"]+/g) ?? [];
    expect(new Set(urls)).toEqual(new Set(["http://127.0.0.1"]));
  });

  it("the microversions of Zed", async () => {
    const versions = JSON.parse(await cloud.command("demo", ["versions", "show", "-f", "json"])) as readonly Row[];
    const newest = (type: string): unknown =>
      versions.find((version) => version["Service Type"] === type && version["Max Microversion"])?.["Max Microversion"];
    expect([newest("compute"), newest("block-storage")]).toEqual(["2.93", "3.70"]);
  });

  it("three flavors of different sizes, an image, and a type of volumes", async () => {
    const flavors = await cloud.list("demo", "flavor");
    expect(namesOf(flavors)).toEqual(["m1.tiny", "m1.small", "m1.medium"]);
    expect(new Set(flavors.map(({ RAM, Disk }) => `${RAM} ${Disk}`)).size).toBe(3);
    expect(await cloud.list("alt", "image")).toMatchObject([{ Name: "cirros", Status: "active" }]);
    expect(namesOf(await cloud.list("demo", "volume type"))).toContain("standard");
  });

  it("an external network for all, and a private one with a router for demo", async () => {
    expect(namesOf(await cloud.list("demo", "network")).toSorted()).toEqual(["private", "public"]);
    expect(namesOf(await cloud.list("alt", "network"))).toEqual(["public"]);
    expect(await cloud.list("demo", "router")).toMatchObject([{ Name: "router", Status: "ACTIVE" }]);
  });
});

describe("a server", () => {
  afterAll(() => cloud.setQuota("demo", "instances", UNLIMITED));

  it(`is ACTIVE within ${SECONDS} seconds, with an address in its network`, async () => {
    await cloud.command("demo", [
      ...["server", "create", "--flavor", "m1.tiny", "--image", "cirros", "--network", "private", NAME],
    ]);
    const { addresses } = await reaches("server", NAME, "ACTIVE");
    expect(addresses).toEqual({ private: [expect.stringMatching(/^10\.20\./)] });
  });

  it("gets a volume, which is in-use then", async () => {
    await cloud.command("demo", ["volume", "create", "--size", "1", NAME]);
    await reaches("volume", NAME, "available");
    await cloud.command("demo", ["server", "add", "volume", NAME, NAME]);
    await reaches("volume", NAME, "in-use");
  });

  it("gets a floating IP, which is ACTIVE and among its addresses then", async () => {
    const { floating_ip_address } = await cloud.show("demo", ["floating", "ip", "create", "public"]);
    const address = String(floating_ip_address);
    await cloud.command("demo", ["server", "add", "floating", "ip", NAME, address]);
    await reaches("floating ip", address, "ACTIVE");
    // Nova hears of it from Neutron.
    await eventually(async () => {
      const { addresses } = await cloud.show("demo", ["server", "show", NAME]);
      expect(addresses).toEqual({ private: expect.arrayContaining([address]) });
    }, SECONDS * 1000);
  });

  it("gives an image, which is active then", async () => {
    await cloud.command("demo", ["server", "image", "create", "--name", NAME, NAME]);
    expect(await reaches("image", NAME, "active")).toMatchObject({ visibility: "private" });
  });

  it("is not shown to another project, nor is what belongs to it", async () => {
    const types = ["server", "volume", "floating ip"];
    expect((await Promise.all(types.map((type) => cloud.list("alt", type)))).flat()).toEqual([]);
    expect(namesOf(await cloud.list("alt", "image"))).toEqual(["cirros"]);
  });

  it("survives the death of nova-compute in the state in which it was", async () => {
    await cloud.command("demo", ["server", "pause", NAME]);
    await reaches("server", NAME, "PAUSED");
    await cloud.without("nova-compute", async () => {});
    await cloud.command("demo", ["server", "unpause", NAME]);
    await reaches("server", NAME, "ACTIVE");
  });

  it("has no second one beside it where the quota says so", async () => {
    await cloud.setQuota("demo", "instances", 1);
    const second = cloud.command("demo", [
      ...["server", "create", "--flavor", "m1.tiny", "--image", "cirros", "--network", "private", "second"],
    ]);
    await expect(second).rejects.toThrow(/Quota exceeded for instances/);
  });

  it("goes with all that it had", async () => {
    await cloud.command("demo", ["server", "delete", "--wait", NAME]);
    await reaches("volume", NAME, "available");
    await cloud.command("demo", ["volume", "delete", NAME]);
    await cloud.command("demo", ["image", "delete", NAME]);
    for (const { ID } of await cloud.list("demo", "floating ip"))
      await cloud.command("demo", ["floating", "ip", "delete", String(ID)]);
    const left = await Promise.all(["server", "floating ip"].map((type) => cloud.list("demo", type)));
    expect(left.flat()).toEqual([]);
  });
});

describe("a service that is gone", () => {
  it("does not answer, and does so again once it is back", async () => {
    await cloud.without("nova-api", async () => {
      await expect(cloud.list("demo", "server")).rejects.toThrow(/Unable to establish connection/);
    });
    expect(await cloud.list("demo", "server")).toEqual([]);
  });

  it("is one that a stack has", async () => {
    const unknown = cloud.stop("nova-cells" as "nova-api");
    await expect(unknown).rejects.toThrow(/there is no service nova-cells; there are mariadb, /);
  });
});
