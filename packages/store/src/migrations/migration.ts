import type { RawBuilder } from "kysely";
import type { Database } from "../schema.js";

/** One step of the schema. It builds tables by `database.schema`: the row types describe the newest schema, not the one of its time. */
export type Migration = (database: Database, types: ColumnTypes) => Promise<void>;

/** Column types by engine. */
export interface ColumnTypes {
  /**
   * Text that is compared and sorted by its bytes. PostgreSQL otherwise uses the database's locale, and lists would be
   * in another order than on the embedded database.
   */
  readonly key: RawBuilder<unknown>;
}
