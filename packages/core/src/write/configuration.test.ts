import type { Reference, Values } from "@cimi-gateway/model";
import { afterEach, describe, expect, it } from "@jest/globals";
import { FakeResource, type FakeService, serviceOf, sessionOf, type Thing } from "../testing.js";
import type { Resolve } from "../types.js";
import { resolveConfiguration } from "./configuration.js";

const small = { id: "small", name: "small", cpu: 1, memory: 1024, cpuArch: "x86_64" };
const arm = { id: "arm", name: "arm", cpu: 2, memory: 2048, cpuArch: "arm64" };
const medium = { id: "medium", name: "medium", cpu: 2, memory: 2048, cpuArch: "x86_64" };
const large = { id: "large", name: "large", cpu: 8, memory: 16_384, cpuArch: "x86_64" };
const disky = {
  id: "disky",
  name: "disky",
  cpu: 4,
  memory: 8192,
  cpuArch: "x86_64",
  disks: [{ capacity: 1_000_000 }, { capacity: 50_000_000 }],
};

let service: FakeService;
afterEach(() => service.close());

async function resolved(
  held: Reference,
  { resolve = "exact", offered = [small, arm, medium, large, disky] as readonly Thing[] } = {},
) {
  const configurations = new FakeResource(["name", "cpu", "memory", "cpuArch", "disks"], offered);
  const Machine = new FakeResource(["name"], [], { create: async () => ({ id: "" }) }).adapter;
  service = await serviceOf({ Machine, MachineConfiguration: configurations.adapter }, { resolve: resolve as Resolve });
  const value = { name: "mine", cpu: 2, memory: 2048 };
  await service.store.records.insert(service.cloud.scope, {
    type: "MachineConfiguration",
    id: "mine",
    parent: "",
    created: "2026-06-01T12:00:00Z",
    value,
  });
  return resolveConfiguration(sessionOf(service), held);
}

const byValue = (value: Values, options?: Parameters<typeof resolved>[1]) => resolved({ value }, options);
const hrefOf = async (made: ReturnType<typeof resolved>) => (await made).reference.href;

describe("an exact match", () => {
  it("is the configuration that a reference names", async () => {
    expect(await hrefOf(resolved({ href: "machineConfigs/large" }))).toBe("machineConfigs/large");
  });

  it("is the cloud's own that a consumer's configuration describes", async () => {
    expect(await hrefOf(resolved({ href: "machineConfigs/mine" }))).toBe("machineConfigs/medium");
  });

  // [5.11.1-17]
  it("is found for attributes by value; the most common architecture is preferred where none is asked for", async () => {
    expect(await hrefOf(byValue({ cpu: 2, memory: 2048 }))).toBe("machineConfigs/medium");
  });

  it("respects the architecture that is asked for", async () => {
    expect(await hrefOf(byValue({ cpu: 2, memory: 2048, cpuArch: "arm64" }))).toBe("machineConfigs/arm");
  });

  it("is looked for anew when a reference is overridden (4.2.1.1)", async () => {
    expect(await hrefOf(resolved({ href: "machineConfigs/arm", value: { cpuArch: "x86_64" } }))).toBe("machineConfigs/medium");
  });

  it("has the same disks, in whichever order", async () => {
    const disks = [{ capacity: 50_000_000 }, { capacity: 1_000_000 }];
    expect(await hrefOf(byValue({ cpu: 4, memory: 8192, disks }))).toBe("machineConfigs/disky");
  });
});

describe("no exact match", () => {
  it("is refused with what was asked for and the three nearest, the nearest first", async () => {
    await expect(byValue({ cpu: 2, memory: 2049 })).rejects.toThrow(
      "no configuration of this cloud is exactly cpu 2, memory 2049 KiB, cpuArch any, no disks; the nearest are " +
        "medium (cpu 2, memory 2048 KiB, cpuArch x86_64, no disks), " +
        "arm (cpu 2, memory 2048 KiB, cpuArch arm64, no disks), " +
        "small (cpu 1, memory 1024 KiB, cpuArch x86_64, no disks)",
    );
  });

  it("is one that lacks the disks", async () => {
    await expect(byValue({ cpu: 2, memory: 2048, disks: [{ capacity: 1000 }] })).rejects.toThrow("disks of 1000 kB");
  });
});

describe("resolve: atLeast", () => {
  const atLeast = (value: Values) => byValue(value, { resolve: "atLeast" });

  it("takes the smallest that holds what was asked for, and says so", async () => {
    const { reference, note } = await atLeast({ cpu: 3, memory: 2048 });
    expect(reference.href).toBe("machineConfigs/disky");
    expect(note).toBe("made as disky, the smallest configuration that holds what was asked for");
  });

  it("prefers an exact match, about which there is nothing to say", async () => {
    expect(await atLeast({ cpu: 1, memory: 1024 })).toEqual({ reference: { href: "machineConfigs/small" } });
  });

  it("compares the largest disks first: one disk fits into the larger of two", async () => {
    const { reference } = await atLeast({ cpu: 1, memory: 1024, disks: [{ capacity: 20_000_000 }] });
    expect(reference.href).toBe("machineConfigs/disky");
  });

  it.each([
    { cpu: 16, memory: 1024 },
    { cpu: 4, memory: 8192, cpuArch: "arm64" },
    { cpu: 1, memory: 1024, disks: [{ capacity: 60_000_000 }] },
    { cpu: 1, memory: 1024, disks: [{ capacity: 2_000_000 }, { capacity: 2_000_000 }] },
  ])("refuses what nothing holds: %j", async (value) => {
    await expect(atLeast(value)).rejects.toThrow("no configuration of this cloud is exactly");
  });
});
