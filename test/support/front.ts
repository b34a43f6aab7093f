import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

export interface Passing {
  readonly path: string;
  /** The headers of the request. */
  readonly asked: IncomingHttpHeaders;
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}

export interface Front {
  /** Scheme, host and port. */
  readonly url: string;
  stop(): Promise<void>;
}

/** A proxy on a free port that keeps the Host of each request, and changes what comes back. */
export async function startFront(origin: string, change: (answer: Passing) => Partial<Passing>): Promise<Front> {
  const server = createServer(async (incoming, outgoing) => {
    const path = incoming.url!;
    const asked = incoming.headers;
    const answer = { path, asked, ...(await forwarded(origin + path, incoming.method!, asked, await buffer(incoming))) };
    const { status, headers, body } = { ...answer, ...change(answer) };
    outgoing.writeHead(status, headers).end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function forwarded(
  url: string,
  method: string,
  headers: IncomingHttpHeaders,
  body: Buffer,
): Promise<Omit<Passing, "path" | "asked">> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent: false }, (message) => {
      buffer(message).then(
        (received) => resolve({ status: message.statusCode!, headers: message.headers, body: received }),
        reject,
      );
    });
    sent.on("error", reject).end(body);
  });
}
