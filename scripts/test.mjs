// npm test: installs and builds what is missing, then the whole suite that needs no other server. Parameters go to jest.
import { build } from "./lib/build.mjs";
import { jest } from "./lib/run.mjs";

await build({ all: true });
process.exitCode = await jest(process.argv.slice(2));
