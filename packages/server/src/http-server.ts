import { createServer, type RequestListener, type Server } from "node:http";
import type { Duplex } from "node:stream";
import type { ServerLimits } from "./configuration/limits-schema.js";
import { type Malformed, malformed } from "./malformed.js";

/** How often the age of connections is looked at, in milliseconds; node's own is 30 s. */
const CHECKS = 1_000;

/** Backs up the shell's own limit on bodies, which answers in the right format. */
const GRACE = 2_000;

/** The server with every limit that node has, none of which bounds anything much by itself (RELIABILITY, 2). */
export function httpServer(listener: RequestListener, limits: ServerLimits, refuse: Malformed): Server {
  const { headersTimeout, requestTimeout, idleTimeout, keepAlive, headers, connections } = limits;
  const server = createServer(
    {
      headersTimeout,
      requestTimeout: Math.max(requestTimeout, headersTimeout) + GRACE,
      connectionsCheckingInterval: Math.min(CHECKS, headersTimeout),
      keepAliveTimeout: keepAlive,
      maxHeaderSize: headers,
      // The shell says so in CIMI's form.
      requireHostHeader: false,
    },
    listener,
  );
  server.maxConnections = connections;
  server.timeout = idleTimeout;
  const refused = new WeakSet<Duplex>();
  server.on("clientError", (error: NodeJS.ErrnoException & { rawPacket?: Buffer }, socket) => {
    if (refused.has(socket)) return;
    refused.add(socket);
    malformed(error, socket, refuse);
  });
  return server;
}
