import type { Joining } from "@cimi-gateway/adapter";
import { type Description, model, type Values } from "@cimi-gateway/model";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { sessionOf } from "../testing.js";
import { joiningOf } from "./joining.js";
import { type NetworkCloud, networkCloud } from "./testing.js";

const Network: Description = model.Network;

let cloud: NetworkCloud;
beforeEach(async () => {
  cloud = await networkCloud();
});
afterEach(() => cloud.service.close());

const joins = (held: Values): Promise<readonly Joining[]> => joiningOf(sessionOf(cloud.service), Network, held);

describe("the existing resources that a template wants in a new one (5.16.3)", () => {
  it("are named natively, in the order of the template's attributes", async () => {
    const services = [{ href: "networkServices/f-1" }];
    expect(await joins({ services, segments: [{ href: "segments/s-3" }, { href: "segments/s-1" }] })).toEqual([
      { attribute: "segments", item: "s-3" },
      { attribute: "segments", item: "s-1" },
      { attribute: "services", item: "f-1" },
    ]);
  });

  it("are none where the template names none", async () => {
    expect(await joins({ initialState: "STARTED" })).toEqual([]);
  });

  it("are refused before anything is sent where the cloud inserts none", async () => {
    await expect(joins({ subnetworks: [{ href: "networks/n-1" }] })).rejects.toMatchObject({
      path: ["subnetworks"],
      problem: expect.stringContaining("inserts nothing into the subnetworks"),
    });
  });

  it.each([
    ["that are not there", { href: "segments/none" }],
    ["of another type", { href: "networks/n-1" }],
    ["of another entry point", { href: "http://elsewhere.test/segments/s-3" }],
    ["by value", { value: { protocol: "IPv4" } }],
  ])("%s are refused at their place", async (_, reference) => {
    await expect(joins({ segments: [{ href: "segments/s-3" }, reference] })).rejects.toMatchObject({ path: ["segments", 1] });
  });
});
