import type { ReadingLimits } from "@cimi-gateway/model";
import { type Body, checkNamespace, type Format, parseBody, type Reading } from "@cimi-gateway/model";
import { Refusal } from "../fault.js";
import { bodyFormat } from "../negotiate.js";
import type { Session } from "../session.js";
import type { GatewayRequest } from "../types.js";

/** The body of a request, well-formed, and how it is to be read. */
export interface Message {
  readonly body: Body;
  readonly format: Format;
  readonly reading: Reading;
}

/** Parses the body, once. Throws 415 and 400. */
export function parseMessage(request: Pick<GatewayRequest, "headers" | "body">, limits: ReadingLimits): Body | undefined {
  const format = bodyFormat(request);
  return request.body === "" || !format ? undefined : parseBody(request.body, format, limits);
}

/** The body that a write needs, in the edition of the face, to be read by what the cloud has. */
export function messageOf(body: Body | undefined, { face: { edition, tolerant }, cloud: { model } }: Session): Message {
  if (!body) throw new Refusal(400, "the request needs a body");
  if (!tolerant) checkNamespace(body, edition);
  return { body, format: body.format, reading: { edition, tolerant, model, erasable: false } };
}
