import { register } from "node:module";

/** `node --conditions=source --import ./register.mjs x.ts`: runs the sources of all packages as they are, without a build before. */
register("./hooks.mjs", import.meta.url);
