import { isUtf8 } from "node:buffer";
import type { IncomingMessage } from "node:http";
import { Refusal } from "@cimi-gateway/core";

export interface BodyLimits {
  /** Bytes. */
  readonly body: number;
  /** Milliseconds from the headers to the last byte. */
  readonly requestTimeout: number;
}

/** Whether a body comes after the headers (RFC 9112, 6.3). */
export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;

/**
 * The body as text, without a byte order mark.
 *
 * @throws Refusal 413 for more than the limit, before anything of it is parsed; 415 for a coding; 408 for one that does not arrive in time; 400
 * for what is no UTF-8 or ends early.
 */
export async function readBody(request: IncomingMessage, limits: BodyLimits): Promise<string> {
  const { "content-encoding": coding = "identity", "content-length": length } = request.headers;
  if (coding.trim().toLowerCase() !== "identity") throw new Refusal(415, "the body has a Content-Encoding; send it as it is");
  if (Number(length) > limits.body) throw tooLarge(limits);
  const bytes = await collect(request, limits);
  if (!isUtf8(bytes)) throw new Refusal(400, "the body is not UTF-8");
  const text = bytes.toString("utf8");
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}

const tooLarge = ({ body }: BodyLimits): Refusal => new Refusal(413, `the body is larger than ${body} bytes`);

function collect(request: IncomingMessage, limits: BodyLimits): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      request.removeAllListeners("data").removeListener("end", end).removeListener("close", close);
      act();
    };
    const refuse = (refusal: Refusal): void => settle(() => reject(refusal));
    const end = (): void => settle(() => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    const close = (): void => refuse(new Refusal(400, "the body ended before its Content-Length"));
    const timer = setTimeout(() => refuse(new Refusal(408, "the body did not arrive in time")), limits.requestTimeout);
    request.on("end", end).on("close", close).on("error", close);
    request.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > limits.body) refuse(tooLarge(limits));
    });
  });
}
