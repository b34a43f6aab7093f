// node scripts/postgres.mjs <command> …: a PostgreSQL of its own for one command, which finds it in DATABASE_URL_TEST.

import { startPostgres } from "./lib/postgres.mjs";
import { run } from "./lib/run.mjs";

const [command, ...parameters] = process.argv.slice(2);
if (command === undefined) {
  console.error(
    "node scripts/postgres.mjs <command> …, e.g. node scripts/postgres.mjs npm test -- --testPathPatterns packages/store",
  );
  process.exit(2);
}
const server = startPostgres();
console.error(`DATABASE_URL_TEST=${server.url}`);
try {
  process.exitCode = await run(command, parameters, { env: { DATABASE_URL_TEST: server.url }, cwd: process.cwd() });
} finally {
  server.stop();
}
