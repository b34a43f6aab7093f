import type { IncomingMessage } from "node:http";
import { Refusal } from "./refusal.js";

/** RELIABILITY: no answer of a cloud is read beyond this. */
export const MOST_BYTES = 16 * 1024 * 1024;

/** The whole text of a message. @throws Refusal Garbled when it is too long */
export async function readBody(message: IncomingMessage, most = MOST_BYTES): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > most) {
      message.destroy();
      throw new Refusal("Garbled", `more than ${most} bytes were sent`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
