import { describe, expect, it } from "@jest/globals";
import { Conflict } from "./errors.js";
import { isConnectionBroken, storeFailure } from "./failure.js";
import { openStore } from "./open.js";

const coded = (code: string) => Object.assign(new Error("native"), { code });

describe("a failure of the store", () => {
  it.each([
    ["SQLITE_FULL", "full"],
    ["SQLITE_IOERR_WRITE", "unavailable"],
    ["SQLITE_CONSTRAINT_UNIQUE", undefined],
    ["53100", "full"],
    ["53300", "unavailable"],
    ["57P01", "unavailable"],
    ["08006", "unavailable"],
    ["40P01", "unavailable"],
    ["23505", undefined],
    ["ECONNRESET", "unavailable"],
  ])("with the code %s is %s", (code, failure) => {
    expect(storeFailure(coded(code))).toBe(failure);
  });

  it("is known by its words where the driver gives no code", () => {
    expect(storeFailure(new Error("Connection terminated unexpectedly"))).toBe("unavailable");
    expect(storeFailure(new Error("timeout exceeded when trying to connect"))).toBe("unavailable");
  });

  it.each([
    [coded("ECONNRESET"), true],
    [coded("57P01"), true],
    [new Error("Connection terminated unexpectedly"), true],
    [coded("ECONNREFUSED"), false],
    [coded("SQLITE_BUSY"), false],
    [new Error("timeout exceeded when trying to connect"), false],
  ])("tells a broken connection from a server that is away: %s (fault 45)", (error, broken) => {
    expect(isConnectionBroken(error)).toBe(broken);
  });

  it.each([
    ["a refusal of the store", new Conflict("taken")],
    ["a fault of the program", new TypeError("x is undefined")],
    ["a text", "SQLITE_FULL"],
    ["nothing", undefined],
  ])("is not %s", (_title, error) => {
    expect(storeFailure(error)).toBeUndefined();
  });

  it("is what a server that is not there gives (fault 45), without the password", async () => {
    const error: unknown = await openStore({ url: "postgres://user:s3cret@127.0.0.1:1/x" }).catch((reason: unknown) => reason);
    expect(storeFailure(error)).toBe("unavailable");
    expect(String(error)).not.toContain("s3cret");
  });
});
