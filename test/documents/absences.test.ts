import { absentFrom, idleIn, keyFor, mistakesIn, type Shown, showClouds } from "@cimi-gateway/documents";
import { type Model, model } from "@cimi-gateway/model";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { loadAdapters } from "./generated.js";

const described: Model = model;
let clouds: readonly Shown[];
beforeAll(async () => {
  clouds = await showClouds(await loadAdapters());
});

describe("every absence has a reason", () => {
  it("what an adapter leaves out is explained beside it, and nothing else is", () => {
    const mistakes = clouds.flatMap(({ kind, offers, package: { absent = {} } }) =>
      mistakesIn(offers, absent).map((mistake) => `adapters/${kind}/src/absent.ts: ${mistake}`),
    );
    expect(mistakes).toEqual([]);
  });

  it("what the gateway explains for all clouds is absent from some", () => {
    expect(idleIn(clouds.map(({ offers }) => offers))).toEqual([]);
  });

  it("each reason is a sentence with a source", () => {
    const reasons = clouds.flatMap(({ package: { absent = {} } }) => Object.entries(absent));
    expect(reasons).not.toEqual([]);
    expect(reasons.filter(([, { reason, source }]) => !/^[A-Z].*\.$/s.test(reason) || source.length < 5)).toEqual([]);
  });

  it("a name means one part of a type: attributes, operations and capabilities are called differently", () => {
    const doubled = Object.values(described).flatMap((description) => {
      const { name, attributes, operations, capabilities } = description!;
      const parts = [...Object.keys(attributes), ...Object.keys(operations), ...capabilities, "add", "edit", "delete"];
      return parts.filter((part, index) => parts.indexOf(part) !== index).map((part) => `${name}.${part}`);
    });
    expect(doubled).toEqual([]);
  });
});

describe("how a reason is found", () => {
  const reason = { reason: "It is so.", source: "a page" };

  it("by the exact name, else by the longest pattern", () => {
    const absences = { "*.updated": reason, "Disk.*": reason, "Disk.updated": reason, "Volume.up*": reason };
    expect(keyFor(absences, "Disk.updated")).toBe("Disk.updated");
    expect(keyFor(absences, "Disk.name")).toBe("Disk.*");
    expect(keyFor(absences, "Volume.updated")).toBe("Volume.up*");
    expect(keyFor(absences, "Disk")).toBeUndefined();
  });

  it("a cloud that offers nothing lacks whole types, and each wants a reason", () => {
    expect(absentFrom(new Map())).toContain("Machine");
    expect(mistakesIn(new Map(), { "*": reason })).toEqual([]);
    expect(mistakesIn(new Map(), {})).toContain("Machine is absent and has no reason");
  });

  it("a reason for what is there is a mistake", () => {
    const { offers, package: held } = clouds[0]!;
    expect(mistakesIn(offers, { ...held.absent, "Machine.start": reason })).toEqual([
      "Machine.start has a reason and is not absent",
    ]);
  });
});
