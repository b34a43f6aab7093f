// npm run dev: the gateway, built again and started again whenever a source changes.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { build } from "./lib/build.mjs";
import { ROOT } from "./lib/run.mjs";

await build();
const start = (parameters) => spawn(process.execPath, parameters, { cwd: ROOT, stdio: "inherit" });
const compiler = start([
  join(ROOT, "node_modules/typescript/bin/tsc"),
  "-b",
  "--watch",
  "--preserveWatchOutput",
  "packages/server",
  "adapters/sandbox",
]);
const gateway = start(["--watch", "packages/server/dist/main.js"]);

const stop = (signal) => {
  for (const child of [gateway, compiler]) child.kill(signal);
};
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, stop);
gateway.once("exit", (code) => {
  compiler.kill();
  process.exitCode = code ?? 0;
});
compiler.once("exit", () => gateway.kill());
