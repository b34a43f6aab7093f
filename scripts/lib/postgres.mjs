import { execFileSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const DEBIAN = "/usr/lib/postgresql";
const isRoot = process.getuid?.() === 0;

/** The newest PostgreSQL that Debian has installed, else the one in PATH; undefined: none. */
function programs() {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).toSorted((a, b) => Number(b) - Number(a)) : [];
  const inPath = (process.env.PATH ?? "").split(":");
  return [...versions.map((version) => join(DEBIAN, version, "bin")), ...inPath].find((folder) =>
    existsSync(join(folder, "initdb")),
  );
}

function installed() {
  const found = programs();
  if (found) return found;
  if (!isRoot) throw new Error("PostgreSQL is not installed, and only root can install it: apt-get install postgresql");
  const quiet = { stdio: "inherit", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } };
  execFileSync("apt-get", ["update", "-qq"], quiet);
  execFileSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "postgresql"], quiet);
  return programs() ?? fail("apt-get installed PostgreSQL, but initdb is not where Debian puts it");
}

function fail(problem) {
  throw new Error(problem);
}

/** PostgreSQL refuses to run as root. */
function call(program, parameters) {
  const [command, ...before] = isRoot ? ["runuser", "-u", "postgres", "--", program] : [program];
  return execFileSync(command, [...before, ...parameters], {
    cwd: tmpdir(),
    stdio: ["ignore", "pipe", "inherit"],
    encoding: "utf8",
  });
}

const userId = (name) => Number(execFileSync("id", ["-u", name], { encoding: "utf8" }));

/** A free port: taken and given back by a process that waits for nothing. */
const freePort = () =>
  execFileSync(
    process.execPath,
    ["-e", "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})"],
    {
      encoding: "utf8",
    },
  ).trim();

/**
 * Starts a server with a data folder of its own, on loopback, without durability: it is thrown away.
 *
 * @returns {{ url: string, stop(): void }}
 */
export function startPostgres() {
  const bin = installed();
  const folder = mkdtempSync(join(tmpdir(), "cimi-postgres-"));
  if (isRoot) chownSync(folder, userId("postgres"), -1);
  const data = join(folder, "data");
  call(join(bin, "initdb"), ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"]);
  const port = freePort();
  const settings = `-c listen_addresses=127.0.0.1 -c port=${port} -c unix_socket_directories='' -c fsync=off -c max_connections=200`;
  call(join(bin, "pg_ctl"), ["-D", data, "-l", join(folder, "log"), "-w", "-o", settings, "start"]);
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    stop() {
      call(join(bin, "pg_ctl"), ["-D", data, "-m", "immediate", "-w", "stop"]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
