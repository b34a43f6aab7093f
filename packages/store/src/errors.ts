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
