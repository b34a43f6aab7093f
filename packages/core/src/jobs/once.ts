import { createHash } from "node:crypto";
import type { Once } from "@cimi-gateway/adapter";

/** The gateway's own name space of UUIDs (RFC 9562, 5.5). */
const NAMESPACE = Buffer.from("5f0c2d2c6a1c4a56a3f39d1d5b0c7e11", "hex");

/** A version 5 UUID: always the same for the same name. */
export function uuidOf(name: string): string {
  const digest = createHash("sha1").update(NAMESPACE).update(name).digest().subarray(0, 16);
  digest[6] = (digest[6]! & 0x0f) | 0x50;
  digest[8] = (digest[8]! & 0x3f) | 0x80;
  const text = digest.toString("hex");
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join("-");
}

/** The step that makes the object which the operation is about; its marker is the CIMI id itself. */
export const CREATE = "create";

/** RELIABILITY, rule 1: token and marker of a step are the same however often it is run. */
export const onceOf = (operation: string, resourceId: string, step: string): Once => ({
  token: uuidOf(`${operation} ${step}`),
  marker: step === CREATE ? resourceId : `${resourceId}.${step}`,
});
