import { Readable, Transform } from "node:stream";
import { ProviderFault } from "@cimi-gateway/adapter";

/** Bytes that an answer may have (RELIABILITY.md, fault 14). */
export const BODY_LIMIT = 16 * 1024 * 1024;

interface Answer {
  readonly response?: unknown;
}

type Handler<I, O> = (input: I) => Promise<O>;

const tooLong = (limit: number): ProviderFault => new ProviderFault("garbled", `EC2's answer is longer than ${limit} bytes`);

/** Passes so many bytes on and fails at the next. */
export function limiter(limit: number): Transform {
  let left = limit;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      left -= chunk.length;
      if (left < 0) done(tooLong(limit));
      else done(null, chunk);
    },
  });
}

/** The SDK gathers an answer whole before it reads it, so that its length is watched on the way. */
export const limitBody =
  <I, O extends Answer>(next: Handler<I, O>): Handler<I, O> =>
  async (input) => {
    const answer = await next(input);
    const response = answer.response as { body?: unknown } | undefined;
    if (response?.body instanceof Readable) response.body = limited(response.body);
    return answer;
  };

function limited(body: Readable): Readable {
  const limit = limiter(BODY_LIMIT);
  body.once("error", (error) => limit.destroy(error));
  limit.once("error", () => body.destroy());
  return body.pipe(limit);
}
