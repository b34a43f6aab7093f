import type { Server } from "node:http";
import { Server as Listener } from "node:net";

/** Milliseconds for which idle connections stay open, so that a request already on its way is still answered, as the last of its connection. */
const IDLE = 500;
const CHECKS = 50;

/** Stops accepting, lets running requests end, and closes what is left after `patience` milliseconds. */
export function drain(server: Server, patience: number): Promise<void> {
  return new Promise((resolve) => {
    const checks = setInterval(() => Date.now() - start >= IDLE && server.closeIdleConnections(), CHECKS);
    const cut = setTimeout(() => server.closeAllConnections(), patience);
    const start = Date.now();
    // Not http's own close, which cuts idle connections at once and stops looking for slow ones.
    Listener.prototype.close.call(server, () => {
      clearInterval(checks);
      clearTimeout(cut);
      server.close();
      resolve();
    });
  });
}
