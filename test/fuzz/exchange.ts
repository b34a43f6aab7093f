import { connect } from "node:net";

/** What came back; names of headers in lower case. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Exchanging {
  /** Milliseconds after which what is not answered is given up. */
  readonly patience: number;
  /** Whether an answer to a HEAD is expected, whose body does not come. */
  readonly bodiless: boolean;
}

/** Sends bytes as they are; undefined: the connection ended, or the time was over, before there was a whole answer. */
export function exchange(port: number, bytes: string, { patience, bodiless }: Exchanging): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes, "latin1"));
    const end = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answerIn(Buffer.concat(chunks), bodiless));
    };
    const timer = setTimeout(end, patience);
    socket.on("data", (chunk) => {
      chunks.push(chunk);
      if (answerIn(Buffer.concat(chunks), bodiless)) end();
    });
    socket.on("error", end).on("close", end);
  });
}

function answerIn(received: Buffer, bodiless: boolean): Answer | undefined {
  const end = received.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const [first = "", ...lines] = received.subarray(0, end).toString("latin1").split("\r\n");
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]),
  );
  const status = Number(first.split(" ")[1]);
  const length = bodiless || status === 204 || status === 304 ? 0 : Number(headers["content-length"] ?? 0);
  const body = received.subarray(end + 4);
  return body.length < length ? undefined : { status, headers, body: body.subarray(0, length).toString("utf8") };
}
