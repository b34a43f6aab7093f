import { ConfigurationError } from "./configuration/error.js";
import { type RunningServer, startServer } from "./server.js";

/** A message without a stack for what an operator can mend. */
function fail(error: unknown): never {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`cimi-gateway does not start\n${message}\n`);
  process.exit(error instanceof ConfigurationError ? 2 : 1);
}

/** The first signal ends the process in order, the second at once. */
function stopOnSignals(server: RunningServer): void {
  const stop = (): void => {
    for (const signal of SIGNALS) process.off(signal, stop).on(signal, () => process.exit(1));
    server.close().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`cimi-gateway did not stop in order: ${error}\n`);
        process.exit(1);
      },
    );
  };
  for (const signal of SIGNALS) process.on(signal, stop);
}

const SIGNALS = ["SIGTERM", "SIGINT"] as const;

const server = await startServer({ variables: process.env }).catch(fail);
stopOnSignals(server);
process.on("unhandledRejection", (error) => server.log.error({ err: error }, "work in the background failed unexpectedly"));
