import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Gateway } from "@cimi-gateway/core";

/** The least that a gateway needs to be spoken to. Returns its address. */
export async function serveGateway(gateway: Gateway, answered: () => void): Promise<string> {
  const server = createServer((request, response) => void answer(gateway, request, response.once("finish", answered)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function answer(gateway: Gateway, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path, query = ""] = (request.url ?? "").split("?", 2) as [string, string?];
  const { status, headers, body } = await gateway.handle({
    method: request.method ?? "GET",
    path,
    query,
    headers: request.headers as Record<string, string | undefined>,
    body: await text(request),
    origin: `http://${request.headers.host}`,
    tenant: "default",
    receivedAt: Date.now(),
    signal: AbortSignal.timeout(30_000),
  });
  response.writeHead(status, headers).end(body);
}
