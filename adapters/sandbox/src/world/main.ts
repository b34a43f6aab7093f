import { parseArgs } from "node:util";
import { systemClock } from "@cimi-gateway/adapter";
import { openHost } from "./local.js";
import { serveWorld } from "./server.js";

/** The simulated cloud in a process of its own: `node main.js --file world.db --port 0 --delay 100`; prints its endpoint as JSON. */
const { values } = parseArgs({
  options: { file: { type: "string" }, port: { type: "string", default: "0" }, delay: { type: "string" } },
});
const host = await openHost({
  clock: systemClock,
  file: values.file,
  delay: values.delay === undefined ? undefined : Number(values.delay),
});
const server = await serveWorld(host, Number(values.port));
process.stdout.write(`${JSON.stringify({ endpoint: server.endpoint })}\n`);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, async () => {
    await server.close();
    host.close();
  });
}
