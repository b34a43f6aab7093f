import { initial } from "./0001-initial.js";
import { secretCheck } from "./0002-secret-check.js";
import type { Migration } from "./migration.js";

/** In order; the first has number 1. A migration that was released is never changed, a later one corrects it. */
export const MIGRATIONS: readonly Migration[] = [initial, secretCheck];
