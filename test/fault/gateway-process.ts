import { type AdapterPackage, silentLog, systemClock } from "@cimi-gateway/adapter";
import { Gateway } from "@cimi-gateway/core";
import { openStore } from "@cimi-gateway/store";
import { Failpoint } from "./failpoint.js";
import type { Order, ProcessOptions, Report } from "./messages.js";
import { serveGateway } from "./shell.js";

/** A gateway on an embedded store that dies where it is told: started by GatewayProcess with its options as JSON. */
const { adapter: module, settings, cloud, folder, limits } = JSON.parse(process.argv[2]!) as ProcessOptions;

const report = (message: Report): Promise<void> => new Promise((resolve) => process.send!(message, undefined, {}, () => resolve()));
const failpoint = new Failpoint((point) => report({ kind: "dying", point }));
const { open } = (await import(module)) as AdapterPackage;
const [clock, log] = [systemClock, silentLog];
const adapter = await open({ cloud, settings, folder, clock, log });
const store = await openStore({ folder });
const clouds = [{ name: cloud, adapter }];
const gateway = new Gateway({ clouds, store, clock, log, limits, checkpoint: failpoint.checkpoint });
await gateway.recover();
const endpoint = await serveGateway(gateway, () => failpoint.answered());

process.on("message", (order: Order) => {
  if (order.kind === "arm") failpoint.arm(order.arming);
  void report({ kind: "trace", points: failpoint.points });
});
process.once("disconnect", () => process.exit());
await report({ kind: "ready", endpoint });
