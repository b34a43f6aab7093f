import { parseArgs } from "node:util";
import { REGION, startEc2, startMoto } from "./index.js";

/**
 * Serves the live back end until it is told to end: `node test/dist/live/ec2/proxy/main.js [--moto-only] [--port 4566] [--transient 300]`.
 * Prints one line of JSON with the endpoint when it is ready.
 */
const { values } = parseArgs({
  options: {
    "moto-only": { type: "boolean", default: false },
    port: { type: "string", default: "0" },
    transient: { type: "string", default: "300" },
  },
});

const served = values["moto-only"]
  ? await startMoto()
  : await startEc2({ port: Number(values.port), durations: Number(values.transient) });

console.log(JSON.stringify({ endpoint: served.endpoint, region: REGION }));

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void served.stop().then(() => process.exit(0)));
}
