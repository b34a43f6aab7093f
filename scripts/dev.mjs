// npm run dev: the gateway, built again and started again whenever a source changes.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { build, projects } from "./lib/build.mjs";
import { ROOT } from "./lib/run.mjs";

await build();
// Groups of their own: the compiler runs in a process below the one that is started here.
const start = (parameters) =>
  spawn(process.execPath, parameters, { cwd: ROOT, stdio: ["ignore", "inherit", "inherit"], detached: true });
const TSC = join(ROOT, "node_modules/typescript/bin/tsc");
const compiler = start([TSC, "-b", "--watch", "--preserveWatchOutput", ...projects(false)]);
const gateway = start(["--watch", "packages/server/dist/main.js"]);

function stop(signal) {
  for (const { pid } of [gateway, compiler]) {
    try {
      process.kill(-pid, signal);
    } catch {
      // The group is gone already.
    }
  }
}
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => stop("SIGTERM"));
gateway.once("exit", (code) => {
  stop("SIGTERM");
  process.exitCode = code ?? 0;
});
compiler.once("exit", () => stop("SIGTERM"));
