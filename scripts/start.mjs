// npm start: installs and builds what is missing, then serves; without CIMI_CONFIG the sandbox cloud on loopback.
import { build } from "./lib/build.mjs";
import { node } from "./lib/run.mjs";

await build();
process.exitCode = await node(["--conditions=bundle", "packages/server/bundle/main.js", ...process.argv.slice(2)]);
