import type { _InstanceType, InstanceTypeInfo } from "@aws-sdk/client-ec2";
import { describe, expect, it } from "@jest/globals";
import { typeFor } from "./machine-update.js";

const GIBIBYTE = 1024 * 1024;
const type = (name: string, cpu: number, gibibytes: number, architecture: "x86_64" | "arm64" = "x86_64"): InstanceTypeInfo => ({
  InstanceType: name as _InstanceType,
  VCpuInfo: { DefaultVCpus: cpu },
  MemoryInfo: { SizeInMiB: gibibytes * 1024 },
  ProcessorInfo: { SupportedArchitectures: [architecture] },
});

const TYPES = [
  type("t3.micro", 2, 1),
  type("t3.small", 2, 2),
  type("t3.large", 2, 8),
  type("m5.large", 2, 8),
  type("m6g.large", 2, 8, "arm64"),
  type("c5.9xlarge", 36, 72),
  type("x1.a", 4, 16),
  type("x2.a", 4, 16),
];

const wanted = (cpu: number, gibibytes: number, name = "t3.micro") => ({
  name,
  architecture: "x86_64",
  cpu,
  memory: gibibytes * GIBIBYTE,
});

describe("the instance type with a wished hardware", () => {
  it.each([
    ["of the present family, though others have it too", wanted(2, 8), "t3.large"],
    ["of another family, where only one has it", wanted(36, 72), "c5.9xlarge"],
    ["is the present one where it fits", wanted(2, 8, "m5.large"), "m5.large"],
  ])("%s", (_what, wish, name) => expect(typeFor(TYPES, wish)).toBe(name));

  it("is refused where several others have it, naming them", () =>
    expect(() => typeFor(TYPES, wanted(4, 16))).toThrow(
      "EC2 has 2 instance types with cpu 4 and memory 16777216, none of the machine's family; near it are x1.a (cpu 4, memory 16777216), x2.a (cpu 4, memory 16777216)",
    ));

  it("is refused where none has it, naming the nearest, of the same architecture", () =>
    expect(() => typeFor(TYPES, wanted(2, 3))).toThrow(/no instance type with cpu 2 and memory 3145728; near it are t3\.small/));
});
