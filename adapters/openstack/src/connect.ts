import { Agent as PlainAgent } from "node:http";
import type { AxiosResponse } from "axios";
import type { HttpAnswer, Transport } from "./http.js";
import type { OpenstackSettings } from "./read-settings.js";

/** Milliseconds. Some calls wait for a compute host before they answer. */
const ANSWER = 60_000;
/** Bytes: a page of a thousand servers has some five million. */
const LARGEST = 64 * 1024 * 1024;

/**
 * Makes the HTTP client. It follows no redirect, since a token must not reach a host that nobody allowed, repeats nothing, and takes no
 * proxy from the environment.
 */
export async function connect({ maxConnections }: Pick<OpenstackSettings, "maxConnections">): Promise<Transport> {
  const [{ default: axios }, { Agent: TlsAgent }] = await Promise.all([import("axios"), import("node:https")]);
  const options = { keepAlive: true, maxSockets: maxConnections };
  const [httpAgent, httpsAgent] = [new PlainAgent(options), new TlsAgent(options)];
  const client = axios.create({
    httpAgent,
    httpsAgent,
    proxy: false,
    maxRedirects: 0,
    timeout: ANSWER,
    maxContentLength: LARGEST,
    responseType: "text",
    transformResponse: (body: unknown) => body,
    validateStatus: () => true,
  });
  return {
    async send({ body: data, ...request }) {
      return answerOf(await client.request({ ...request, ...(data !== undefined && { data }) }));
    },
    close() {
      httpAgent.destroy();
      httpsAgent.destroy();
    },
  };
}

const answerOf = ({ status, headers, data }: AxiosResponse): HttpAnswer => ({
  status,
  headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)])),
  body: typeof data === "string" ? data : "",
});
