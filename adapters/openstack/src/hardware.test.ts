import { describe, expect, it } from "@jest/globals";
import { architectureOf, cpuOf } from "./hardware.js";

const settings = { cpuArchitecture: "x86_64" };

describe("what a flavor of OpenStack says of the hardware", () => {
  it.each([
    [undefined, "x86_64"],
    [{ "hw:cpu_arch": "aarch64", "trait:COMPUTE_ARCH_S390X": "required" }, "aarch64"],
    [{ "trait:COMPUTE_ARCH_AARCH64": "required" }, "aarch64"],
    [{ "trait:COMPUTE_ARCH_AARCH64": "forbidden" }, "x86_64"],
    [{ "capabilities:cpu_info:arch": "ppc64le" }, "ppc64le"],
    [{ "capabilities:cpu_info:arch": "s== ppc64le" }, "ppc64le"],
    [{ "capabilities:cpu_info:arch": "<or> x86_64 <or> i686" }, "x86_64"],
  ] as const)("the architecture, by the extra specs %j: %s", (extra_specs, architecture) => {
    expect(architectureOf({ extra_specs }, settings)).toBe(architecture);
  });

  it("the processors, which a topology of them only arranges", () => {
    expect(cpuOf({ vcpus: 4, extra_specs: { "hw:cpu_sockets": "2", "hw:cpu_cores": "2" } })).toBe(4);
  });
});
