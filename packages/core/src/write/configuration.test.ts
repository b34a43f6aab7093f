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
let configurations: FakeResource;
afterEach(() => service.close());

async function resolved(
  held: Reference,
  { resolve = "exact", offered = [small, arm, medium, large, disky] as readonly Thing[] } = {},
) {
  configurations = new FakeResource(["name", "cpu", "memory", "cpuArch", "cpuSpeed", "disks"], offered);
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

  it("costs one look at that one, however many the cloud has", async () => {
    await resolved({ href: "machineConfigs/large" });
    expect(configurations.calls).toEqual(["read large"]);
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
        "medium (cpu 2, memory 2048 KiB, cpuArch x86_64, no disks: differs in memory), " +
        "arm (cpu 2, memory 2048 KiB, cpuArch arm64, no disks: differs in memory), " +
        "small (cpu 1, memory 1024 KiB, cpuArch x86_64, no disks: differs in cpu and memory)",
    );
  });

  it("is one that lacks the disks", async () => {
    await expect(byValue({ cpu: 2, memory: 2048, disks: [{ capacity: 1000 }] })).rejects.toThrow("disks of 1000 kB");
  });
});

describe("cpuSpeed and the format of disks (5.14.5)", () => {
  const slow = { ...medium, id: "slow", name: "slow", cpuSpeed: 2000 };
  const fast = { ...medium, id: "fast", name: "fast", cpuSpeed: 3000 };
  const formatted = {
    ...disky,
    id: "formatted",
    name: "formatted",
    disks: [{ capacity: 1000, format: "ext4" }, { capacity: 1000 }],
  };
  const offered = [slow, fast, formatted];
  const speedy = { cpu: 2, memory: 2048, cpuSpeed: 3000 };
  const disks = (...formats: (string | undefined)[]) => ({
    cpu: 4,
    memory: 8192,
    disks: formats.map((format) => ({ capacity: 1000, ...(format !== undefined && { format }) })),
  });

  it("must match where they are asked for and the cloud tells them", async () => {
    expect(await hrefOf(byValue(speedy, { offered }))).toBe("machineConfigs/fast");
    await expect(byValue({ ...speedy, cpuSpeed: 2500 }, { offered })).rejects.toThrow(
      "cpuSpeed 3000 MHz, no disks: differs in cpuSpeed)",
    );
    expect(await hrefOf(byValue(disks(undefined, "ext4"), { offered }))).toBe("machineConfigs/formatted");
    await expect(byValue(disks("ext4", "ext4"), { offered })).rejects.toThrow("the cloud does not tell its disks' format");
    await expect(byValue(disks("xfs", "ext4"), { offered })).rejects.toThrow(
      'disks of 1000 kB as "xfs" and 1000 kB as "ext4"; the nearest are formatted',
    );
    await expect(byValue(disks("xfs", "xfs"), { offered })).rejects.toThrow("differs in disks)");
  });

  it("are refused, and named as not told, where the cloud does not tell them", async () => {
    await expect(byValue({ ...speedy, cpuSpeed: 1 })).rejects.toThrow(
      "medium (cpu 2, memory 2048 KiB, cpuArch x86_64, no disks: the cloud does not tell its cpuSpeed)",
    );
  });

  it("that are not told do not keep atLeast from a configuration; those that are told do", async () => {
    const resolve = "atLeast";
    expect(await hrefOf(byValue(speedy, { resolve }))).toBe("machineConfigs/medium");
    expect(await hrefOf(byValue({ ...speedy, cpuSpeed: 2500 }, { offered, resolve }))).toBe("machineConfigs/fast");
    await expect(byValue({ ...speedy, cpuSpeed: 4000 }, { offered: [slow, fast], resolve })).rejects.toThrow(
      "differs in cpuSpeed",
    );
    expect(await hrefOf(byValue(disks("xfs", "ext4"), { offered, resolve }))).toBe("machineConfigs/formatted");
    await expect(byValue(disks("xfs", "xfs"), { offered, resolve })).rejects.toThrow("differs in disks");
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
    const { reference, note } = await atLeast({ cpu: 1, memory: 1024 });
    expect([reference.href, note]).toEqual(["machineConfigs/small", undefined]);
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
