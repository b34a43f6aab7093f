import type { ColumnTypes } from "./migrations/migration.js";
import type { Database } from "./schema.js";

/** One of the two databases, opened and not yet migrated. What differs between them is here and nowhere else. */
export interface Engine {
  readonly database: Database;
  readonly types: ColumnTypes;
  /** No one else writes: answers may be kept in memory, absences included. */
  readonly soleWriter: boolean;
  /** Called inside the migration's transaction: waits until no other process migrates, and keeps others waiting. */
  lockMigrations(transaction: Database): Promise<void>;
  /** Called once the tables are there. */
  ready(): Promise<void>;
}
