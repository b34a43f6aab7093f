import { LIMITS } from "@cimi-gateway/core";
import { describe, expect, it } from "@jest/globals";
import { serverSchema } from "./configuration/server-schema.js";
import { gatewayLimits } from "./limits.js";

describe("the gateway's limits", () => {
  it("are core's own where the configuration says nothing", () => {
    expect(gatewayLimits(serverSchema.parse({}))).toEqual(LIMITS);
  });

  it("are what the configuration says, each of them", () => {
    const { reading: _, maxBody: __, ...names } = LIMITS;
    const given = Object.fromEntries(Object.keys(names).map((name, index) => [name, 1_000 + index]));
    const reading = { depth: 2, elements: 3, attributes: 4 };
    const limits = { ...reading, body: 5 };
    expect(gatewayLimits(serverSchema.parse({ ...given, limits }))).toEqual({ ...given, maxBody: 5, reading });
  });
});
