import { once } from "node:events";
import type { AdapterPackage } from "@cimi-gateway/adapter";
import { startServer } from "@cimi-gateway/server";
import { Failpoint } from "./failpoint.js";
import type { Order, ProcessOptions, Report } from "./messages.js";

/** The gateway on an embedded store, which serves when it is told, and dies where it is told: started by Standby with its options as JSON. */
const { adapter, loads, configuration, folder } = JSON.parse(process.argv[2]!) as ProcessOptions;

const report = (message: Report): Promise<void> =>
  new Promise((resolve) => process.send!(message, undefined, {}, () => resolve()));
process.once("disconnect", () => process.exit());
const loaded = (await import(adapter)) as AdapterPackage;
for (const name of loads) await import(name);
const ordered = once(process, "message");
await report({ kind: "loaded" });
await ordered;

const failpoint = new Failpoint((point) => report({ kind: "dying", point }));
const { url } = await startServer({
  variables: { PORT: "0", CIMI_DATA_DIR: folder, CIMI_CONFIG: configuration, LOG_LEVEL: "silent" },
  loadAdapter: async () => loaded,
  checkpoint: failpoint.checkpoint,
});

function carryOut(order: Order): void {
  if (order.kind === "arm") failpoint.arm(order.arming);
  if (order.kind === "answered") failpoint.answered();
  else void report({ kind: "trace", points: failpoint.points });
}

process.on("message", carryOut);
await report({ kind: "ready", endpoint: url });
