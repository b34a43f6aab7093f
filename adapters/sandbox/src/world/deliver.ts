import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import type { Answer, Delivery } from "./host.js";
import type { Garbage } from "./script.js";

/** Sends an answer, or what a fault makes of it. */
export function deliver(delivery: Delivery, response: ServerResponse): void {
  if (delivery.manner === "whole") response.writeHead(200, JSON_TYPE).end(JSON.stringify(delivery.answer));
  else if (delivery.manner === "part") sendPart(delivery.answer, delivery.bytes, response);
  else if (delivery.manner === "garbage") sendGarbage(delivery.form, response);
  else if (delivery.manner === "none") response.destroy();
}

const JSON_TYPE = { "Content-Type": "application/json" } as const;

function sendPart(answer: Answer, bytes: number, response: ServerResponse): void {
  const body = Buffer.from(JSON.stringify(answer));
  response.writeHead(200, { ...JSON_TYPE, "Content-Length": body.length });
  response.write(body.subarray(0, bytes), () => response.destroy());
}

function sendGarbage(form: Garbage, response: ServerResponse): void {
  if (form === "html")
    response.writeHead(200, { "Content-Type": "text/html" }).end("<html><body><h1>502 Bad Gateway</h1></body></html>");
  else if (form === "types")
    response.writeHead(200, JSON_TYPE).end('{"id":7,"requestId":[],"items":[{"kind":7,"id":{},"version":"1"}]}');
  else if (form === "deep") response.writeHead(200, JSON_TYPE).end(`{"items":${"[".repeat(1_000_000)}`);
  else Readable.from(endless()).pipe(response.writeHead(200, JSON_TYPE));
}

/** 200 MiB. */
function* endless(): Generator<Buffer> {
  const mebibyte = Buffer.alloc(1024 * 1024, " ");
  for (let sent = 0; sent < 200; sent++) yield mebibyte;
}
