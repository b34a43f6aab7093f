import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { MACHINES, openRefuse, type Refuse } from "./refused.js";

let refuse: Refuse;
beforeAll(async () => {
  refuse = await openRefuse();
});
afterAll(() => refuse.close());

describe("queries beyond measure (RELIABILITY 30)", () => {
  const terms = (count: number) => Array.from({ length: count }, () => "name='x'").join(" or ");
  it.each<[string, string]>([
    ["a $filter of 10,000 terms", `$filter=${encodeURIComponent(terms(10_000))}`],
    ["a $filter 10,000 levels deep", `$filter=${encodeURIComponent(`${"(".repeat(10_000)}name='x'${")".repeat(10_000)}`)}`],
    ["a $filter of an unknown attribute", "$filter=colour%3D'red'"],
    ["a $filter of another type", "$filter=cpu%3D'two'"],
    ["a $filter that is cut off", "$filter=name%3D"],
    ["an $orderby of what cannot be ordered", "$orderby=disks"],
    ["a $first that is no number", "$first=1e3"],
    ["a negative $last", "$last=-1"],
  ])("%s is 400", (_, query) => refuse.refused({ method: "GET", target: `${MACHINES}?${query}` }, 400));

  it("a huge $first or $last is an empty or the whole list", async () => {
    const shown = await refuse.sandbox.gateway.get(`/cimi/2/sandbox/machineImages?$first=${"9".repeat(30)}`);
    expect([shown.count, shown.machineImages]).toEqual([4, undefined]);
    expect(
      (await refuse.sandbox.gateway.get(`/cimi/2/sandbox/machineImages?$last=${"9".repeat(30)}`)).machineImages,
    ).toHaveLength(4);
  });
});
