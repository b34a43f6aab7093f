import { type Description, model } from "@cimi-gateway/model";
import { afterEach, describe, expect, it } from "@jest/globals";
import { FakeResource, type FakeService, serviceOf } from "../testing.js";
import type { UserData } from "../types.js";
import { withPayload } from "./payload.js";

const Machine: Description = model.Machine;
const encoded = (size: number): string => Buffer.alloc(size, 7).toString("base64");

let service: FakeService;
afterEach(() => service.close());

async function opened(userData: UserData, limit?: number): Promise<void> {
  const create = async () => ({ id: "" });
  const payload = limit === undefined ? {} : { payload: { limit } };
  service = await serviceOf({ Machine: new FakeResource(["name"], [], { create, ...payload }).adapter }, { userData });
}

const given = (userData: string) => withPayload(service.cloud, Machine, { initialState: "STARTED", userData });
const metadata = async () => {
  const [machine, template] = await Promise.all(
    ["Machine", "MachineTemplate"].map(async (type) => (await service.view.find("ResourceMetadata", type))!.values),
  );
  const capabilities = machine!.capabilities as readonly { name: string; value: unknown }[];
  return {
    capability: capabilities.find(({ name }) => name === "UserData")?.value,
    attribute: (template!.attributes as readonly { name: string }[]).some(({ name }) => name === "userData"),
  };
};

describe("userData (5.14.3)", () => {
  it("is handed on as it is, which is none of the methods that the capability tells", async () => {
    await opened("provider", 100);
    expect(given(encoded(100))).toEqual({ initialState: "STARTED", userData: encoded(100) });
    expect(await metadata()).toEqual({ capability: undefined, attribute: true });
  });

  it("becomes a file in the guest where the settings say so, and the capability tells [5.14.3-8] [5.14.3-9]", async () => {
    await opened("cimi", 1_000);
    const sent = Buffer.from(String(given(encoded(2)).userData), "base64").toString();
    expect(sent).toContain('"path": "/var/lib/cimi/user-data"');
    expect(await metadata()).toEqual({ capability: "imgmod", attribute: true });
  });

  it.each(["provider", "cimi"] as const)("is unsupported where the cloud takes none (%s)", async (setting) => {
    await opened(setting);
    expect(() => given(encoded(1))).toThrow("userData: is not supported: this cloud hands no data to a new Machine");
    expect(withPayload(service.cloud, Machine, { initialState: "STARTED" })).toEqual({ initialState: "STARTED" });
    expect(await metadata()).toEqual({ capability: undefined, attribute: false });
  });

  it("is refused where it is too long, before anything is sent, and is not repeated", async () => {
    await opened("provider", 100);
    expect(() => given(encoded(101))).toThrow("userData: has 101 bytes; this cloud takes at most 100");
  });

  it("counts as what is sent of it", async () => {
    await opened("cimi", 100);
    expect(() => given(encoded(90))).toThrow(
      /^userData: has 90 bytes, \d+ with what makes it \/var\/lib\/cimi\/user-data in the guest; this cloud takes at most 100$/,
    );
  });
});
