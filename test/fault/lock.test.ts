import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { Standby } from "./gateway.js";
import { Harness } from "./harness.js";
import { sandboxBackend } from "./sandbox.js";

let harness: Harness;
beforeAll(async () => {
  harness = await Harness.open(await sandboxBackend());
}, 60_000);
afterAll(() => harness.close());

describe("a second gateway on the same store (RELIABILITY, fault 46)", () => {
  it("does not start and says why; the first serves on", async () => {
    await expect(new Standby(harness.options).serve()).rejects.toThrow(/in use by another process/);
    expect(await harness.gateway.get("cloudEntryPoint")).toMatchObject({ baseURI: expect.any(String) });
  }, 30_000);

  it("starts at once when the first was killed", async () => {
    await harness.gateway.kill();
    const next = await harness.restart();
    expect(await next.get("cloudEntryPoint")).toMatchObject({ baseURI: expect.any(String) });
  }, 30_000);
});
