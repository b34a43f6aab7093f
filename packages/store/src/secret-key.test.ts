import { randomBytes } from "node:crypto";
import { rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { SecretKeyMissing, WrongSecretKey } from "./errors.js";
import { openStore, type StoreLocation } from "./open.js";
import { describeEngines, freshFolder, SCOPE } from "./testing/engines.js";

const PLACE = { ...SCOPE, type: "MachineTemplate", id: "t-1", attribute: "userData" };

let keys: Awaited<ReturnType<typeof freshFolder>>;
beforeEach(async () => {
  keys = await freshFolder();
});
afterEach(() => keys.remove());

async function keyFile(name: string, text = randomBytes(32).toString("base64")): Promise<string> {
  const file = join(keys.folder, name);
  await writeFile(file, `${text}\n`);
  return file;
}

/** Opens a store, does something with it, closes it. */
async function within<T>(location: StoreLocation, act: (store: Awaited<ReturnType<typeof openStore>>) => T): Promise<T> {
  const store = await openStore(location);
  try {
    return act(store);
  } finally {
    await store.close();
  }
}

describe("the key of the embedded database", () => {
  it("is made at the first start, for its owner only, and is the same at the next (RELIABILITY, rule 12)", async () => {
    const sealed = await within(keys.location, ({ secrets }) => secrets.seal(PLACE, "secret"));
    expect((await stat(join(keys.folder, "secret.key"))).mode & 0o777).toBe(0o600);
    expect(await within(keys.location, ({ secrets }) => secrets.open(PLACE, sealed))).toBe("secret");
  });

  it("that is lost is not made anew: the store is not opened (fault 39)", async () => {
    await within(keys.location, () => undefined);
    await rm(join(keys.folder, "secret.key"));
    await expect(openStore(keys.location)).rejects.toThrow(/the file .*secret\.key cannot be read: ENOENT/);
    await expect(stat(join(keys.folder, "secret.key"))).rejects.toThrow("ENOENT");
  });

  it("of a database in memory goes with it", async () => {
    const seal = () => within({ folder: ":memory:" }, ({ secrets }) => secrets.open(PLACE, secrets.seal(PLACE, 1)));
    expect([await seal(), await seal()]).toEqual([1, 1]);
  });
});

describeEngines("a key that is named", (bench) => {
  const reopened = async (secretKeyFile?: string) => {
    await bench.store.close();
    return within({ ...bench.location, secretKeyFile }, ({ secrets }) => secrets.open(PLACE, secrets.seal(PLACE, "secret")));
  };

  it("is used, and asked for from then on (fault 39)", async () => {
    await bench.store.close();
    if (bench.soleWriter) await forgetOwnKey(bench.location);
    const key = await keyFile("a");
    expect(await reopened(key)).toBe("secret");
    await expect(reopened(await keyFile("b"))).rejects.toThrow(
      "is not the one that the secrets in the database were encrypted with",
    );
    await expect(reopened()).rejects.toThrow(WrongSecretKey);
    expect(await reopened(key)).toBe("secret");
  });

  it.each([
    ["is no key", "open-sesame"],
    ["is too short", randomBytes(16).toString("base64")],
    ["is too long", randomBytes(48).toString("base64")],
  ])("and %s: the store is not opened, and the text is not repeated", async (_, text) => {
    const refused = reopened(await keyFile("c", text));
    await expect(refused).rejects.toThrow("32 bytes in Base64 are expected, as openssl rand -base64 32 makes them");
    await expect(refused).rejects.not.toThrow(text);
  });

  it("and is not there, or not to be read: the store is not opened", async () => {
    const file = join(keys.folder, "none");
    await expect(reopened(file)).rejects.toThrow(`the file ${file} cannot be read: ENOENT`);
  });

  it("is not needed as long as nothing secret is kept: only the embedded database has one of its own", async () => {
    if (bench.soleWriter) return expect(await reopened()).toBe("secret");
    await expect(reopened()).rejects.toThrow(SecretKeyMissing);
  });
});

/** As if the database was never used without a key that is named: what it was first opened with is gone. */
async function forgetOwnKey({ folder }: StoreLocation): Promise<void> {
  for (const name of ["cimi-gateway.sqlite", "cimi-gateway.sqlite-wal", "cimi-gateway.sqlite-shm", "secret.key"])
    await rm(join(folder!, name), { force: true });
}
