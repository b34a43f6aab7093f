import { register } from "node:module";

// Hundreds of files, none of them ours: loaded before the hooks that every import takes a turn through.
await Promise.all(["express", "kysely", "libsql", "pino", "yaml", "zod"].map((name) => import(name)));

/** `node --conditions=source --import ./register.mjs x.ts`: runs the sources of all packages as they are, without a build before. */
register("./hooks.mjs", import.meta.url);
