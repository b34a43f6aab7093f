import { expect, it } from "@jest/globals";
import { inBothEditions, isOfSecond, pathsOf } from "./paths.js";

const submitted = (target: string, created?: string, affected: readonly string[] = []) => {
  const intent = { kind: "nothing", type: "ProtocolEndpoint" } as const;
  const {
    target: ran,
    created: made,
    affected: named,
  } = inBothEditions({
    intent,
    action: "edit",
    target,
    ...(created !== undefined && { created }),
    affected,
  });
  return [ran, made, named];
};

it("a write through a view runs under the path of what is behind it, and its Job names both (4.2.1.6)", () => {
  expect(submitted("addresses", "addresses/7")).toEqual(["endpoints", "endpoints/7", ["addresses", "addresses/7"]]);
  expect(submitted("networkPorts/7")).toEqual(["endpoints/7", undefined, ["networkPorts/7"]]);
  expect(submitted("forwardingGroups/7")).toEqual(["networkServices/7", undefined, ["forwardingGroups/7"]]);
  expect(submitted("machines/1/interfaces", "machines/1/interfaces/7")).toEqual([
    "machines/1/interfaces",
    "interfaces/7",
    ["machines/1/interfaces/7"],
  ]);
});

it("a link that is added is an insert into the Collection behind it", () => {
  const links = "machines/1/interfaces/7/addresses";
  expect(submitted(links, `${links}/3`)).toEqual(["interfaces/7/endpoints", "endpoints/3", [links, `${links}/3`]]);
});

it("what both editions have stays as it is", () => {
  expect(submitted("networks/7")).toEqual(["networks/7", undefined, []]);
  expect(submitted("machines/1/volumes", "machines/1/volumes/7", ["volumes/7"])).toEqual([
    "machines/1/volumes",
    "machines/1/volumes/7",
    ["volumes/7"],
  ]);
});

it("edition 2 knows neither views nor their links", () => {
  const paths = ["addresses/7", "machines/1/interfaces/7", "machines/1/interfaces/7/addresses", "networkConfigs/1"];
  expect(paths.filter(isOfSecond)).toEqual([]);
  expect(["endpoints/7", "machines/1/interfaces", "machines/1/volumes/7"].filter(isOfSecond)).toHaveLength(3);
});

it("a resource is named by its own path, those of its views, and the one by which it was deleted (5.10.1)", () => {
  expect([...pathsOf("NetworkService", "networkServices/7")]).toEqual(["networkServices/7", "forwardingGroups/7"]);
  expect([...pathsOf("NetworkService", "forwardingGroups/7")]).toEqual(["forwardingGroups/7", "networkServices/7"]);
  expect([...pathsOf("ProtocolEndpoint", "endpoints/7")]).toEqual(["endpoints/7", "addresses/7", "networkPorts/7"]);
  expect([...pathsOf("Disk", "machines/1/disks/7")]).toEqual(["machines/1/disks/7"]);
});
