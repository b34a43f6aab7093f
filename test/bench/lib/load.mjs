import { connect } from "node:net";

/** Requests under way at one time. */
const CONNECTIONS = 16;
const HEADERS_END = Buffer.from("\r\n\r\n");

/**
 * Sends so many equal requests over kept connections, each after the answer to the one before. Sockets without an HTTP library, so that
 * not the client but the server is what is measured. Resolves with the requests answered in a second.
 */
export async function load(url, { path, accept, bytes }, count) {
  const { host, hostname, port } = new URL(url);
  const request = Buffer.from(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nAccept: ${accept}\r\n\r\n`);
  const share = { left: count };
  const start = performance.now();
  await Promise.all(Array.from({ length: CONNECTIONS }, () => exchanges({ hostname, port, request, bytes, share })));
  return (count * 1000) / (performance.now() - start);
}

/** One connection: takes requests from what is left until nothing is. */
function exchanges({ hostname, port, request, bytes, share }) {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    let missing = 0;
    const next = () => {
      if (share.left-- <= 0) return socket.end(resolve);
      missing = -1;
      socket.write(request);
    };
    socket.once("error", reject).once("connect", next);
    socket.on("data", (data) => {
      if (missing === -1) missing = remaining(data, bytes);
      else missing -= data.length;
      if (missing < 0) reject(new Error(`an answer is not the one that is measured: ${data.subarray(0, 300)}`));
      else if (missing === 0) next();
    });
  });
}

/** How much of the body is still to come; below 0 where the answer is another. Headers come in one piece on loopback. */
function remaining(data, bytes) {
  const end = data.indexOf(HEADERS_END);
  if (end < 0 || !data.subarray(0, 12).equals(OK)) return -1;
  return bytes - (data.length - end - HEADERS_END.length);
}

const OK = Buffer.from("HTTP/1.1 200");
