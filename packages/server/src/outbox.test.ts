import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "@jest/globals";
import { Outbox } from "./outbox.js";

let server: Server | undefined;
afterEach(() => {
  server?.close();
});

it("sends what one turn has made ready when the turn ends, each to whom it belongs (RFC 9112, 9.3)", async () => {
  const outbox = new Outbox();
  const waiting: ServerResponse[] = [];
  const ended: boolean[] = [];
  server = createServer((_request, response) => {
    waiting.push(response.writeHead(200));
    if (waiting.length < 2) return;
    for (const [index, one] of waiting.entries()) outbox.put(one, `answer ${index}`);
    ended.push(...waiting.map(({ writableEnded }) => writableEnded));
    setImmediate(() => ended.push(...waiting.map(({ writableEnded }) => writableEnded)));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const texts = await Promise.all([url, url].map(async (address) => (await fetch(address)).text()));
  expect(texts.sort()).toEqual(["answer 0", "answer 1"]);
  expect(ended).toEqual([false, false, true, true]);
});
