/** One HTTP request, as it is sent. */
export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

/** Names of headers in lower case. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends one request once; throws what `unansweredFault` understands where no answer comes. */
export interface Transport {
  send(request: HttpRequest): Promise<HttpAnswer>;
  close(): void;
}

/** What the services call the request that was answered (API guideline "Request ids"). */
export const requestIdOf = ({ headers }: HttpAnswer): string | undefined =>
  headers["x-openstack-request-id"] ?? headers["x-compute-request-id"];

/** The JSON of an answer; undefined: there is none, or it cannot be read. */
export function jsonOf({ body }: HttpAnswer): unknown {
  if (body === "") return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
