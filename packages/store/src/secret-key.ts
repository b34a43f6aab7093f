import { randomBytes } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MEMORY } from "./embedded.js";
import { WrongSecretKey } from "./errors.js";
import { nativeError } from "./failure.js";
import type { StoreLocation } from "./open.js";
import type { Database } from "./schema.js";
import { KEY_LENGTH, NO_SECRETS, type SecretPlace, type Secrets, secretsWith } from "./secrets.js";

const FILE = "secret.key";

/** What every key has to be able to open. */
const CHECK: SecretPlace = { tenant: "", cloud: "", type: "", id: "", attribute: "check" };

/**
 * The secrets of a database, with the key that is named, or the one that the embedded database has in its folder and makes at its first start.
 *
 * @throws WrongSecretKey when the key cannot be had, or is not the one that the database's secrets were sealed with.
 */
export async function openSecrets(database: Database, location: StoreLocation): Promise<Secrets> {
  const check = await storedCheck(database);
  const key = keyOf(location, check === undefined);
  if (!key && check !== undefined)
    throw new WrongSecretKey("none is given, but the database holds secrets that were encrypted with one");
  if (!key) return NO_SECRETS;
  const secrets = secretsWith(key);
  if (!opens(secrets, check ?? (await newCheck(database, secrets))))
    throw new WrongSecretKey("is not the one that the secrets in the database were encrypted with: give that one");
  return secrets;
}

function keyOf({ folder, secretKeyFile }: StoreLocation, isNew: boolean): Buffer | undefined {
  if (secretKeyFile !== undefined) return readKey(secretKeyFile);
  if (folder === undefined) return undefined;
  if (folder === MEMORY) return randomBytes(KEY_LENGTH);
  const file = join(folder, FILE);
  if (isNew) makeKey(file);
  return readKey(file);
}

/** Readable by its owner only, and whole on disk before anything is sealed with it. One that is there is kept. */
function makeKey(file: string): void {
  if (existsSync(file)) return;
  const unfinished = `${file}.new`;
  try {
    const descriptor = openSync(unfinished, "w", 0o600);
    writeFileSync(descriptor, `${randomBytes(KEY_LENGTH).toString("base64")}\n`);
    fsyncSync(descriptor);
    closeSync(descriptor);
    renameSync(unfinished, file);
  } catch (error) {
    throw new WrongSecretKey(`the file ${file} cannot be made: ${nativeError(error).code ?? nativeError(error).message}`);
  }
}

function readKey(file: string): Buffer {
  const key = Buffer.from(textOf(file).trim(), "base64");
  if (key.length !== KEY_LENGTH)
    throw new WrongSecretKey(
      `the file ${file} holds no key: ${KEY_LENGTH} bytes in Base64 are expected, as openssl rand -base64 32 makes them`,
    );
  return key;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new WrongSecretKey(`the file ${file} cannot be read: ${nativeError(error).code ?? nativeError(error).message}`);
  }
}

function opens(secrets: Secrets, check: string): boolean {
  try {
    return secrets.open(CHECK, check) === CHECK.attribute;
  } catch {
    return false;
  }
}

async function storedCheck(database: Database): Promise<string | undefined> {
  return (await database.selectFrom("secret_check").select("sealed").executeTakeFirst())?.sealed;
}

/** Of processes that start together one is the first; its key holds. */
async function newCheck(database: Database, secrets: Secrets): Promise<string> {
  const row = { id: 1, sealed: secrets.seal(CHECK, CHECK.attribute) };
  await database
    .insertInto("secret_check")
    .values(row)
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
  return (await storedCheck(database)) ?? row.sealed;
}
