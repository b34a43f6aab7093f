/** The embedded database is held by another process. Nothing was read or written; the holder is not affected. */
export class StoreLocked extends Error {
  override readonly name = "StoreLocked";

  constructor(
    /** The database file that is held. */
    readonly file: string,
  ) {
    super(
      `the database ${file} is in use by another process: stop that process, choose another data folder, or use PostgreSQL, which several processes can share`,
    );
  }
}

/** An insert met a row that says something else under the same key. Nothing was written. */
export class Conflict extends Error {
  override readonly name = "Conflict";
}

/** The database was written by a newer version of this program, whose tables this one does not know. */
export class StoreTooNew extends Error {
  override readonly name = "StoreTooNew";

  constructor(found: number, known: number) {
    super(
      `the database has schema ${found}, this version knows schemas up to ${known}: run the newer version, or restore a backup`,
    );
  }
}

/** A secret is to be kept or read, and the store was opened without a key. Nothing was written. */
export class SecretKeyMissing extends Error {
  override readonly name = "SecretKeyMissing";

  constructor() {
    super("there is no key to encrypt secrets with");
  }
}

/** The key to the database's secrets cannot be had, or is another one. */
export class WrongSecretKey extends Error {
  override readonly name = "WrongSecretKey";

  constructor(
    /** What is wrong with it, and what would be right; never the key. */
    readonly problem: string,
  ) {
    super(`the key to the secrets: ${problem}`);
  }
}

/** A secret was not sealed for the place where it stands: rows were swapped or changed behind the store's back. */
export class SecretUnreadable extends Error {
  override readonly name = "SecretUnreadable";

  constructor(
    { type, id, attribute }: { readonly type: string; readonly id: string; readonly attribute: string },
    options: ErrorOptions,
  ) {
    super(`the ${attribute} of the ${type} ${id} cannot be decrypted`, options);
  }
}
