import type { Values } from "@cimi-gateway/model";

/**
 * A resource as the gateway holds it: attributes of the neutral model, references as paths with CIMI ids.
 * Entities are never changed, so that whatever is derived from one may be remembered beside it.
 */
export interface Entity {
  readonly type: string;
  readonly id: string;
  readonly path: string;
  readonly nativeId: string;
  readonly values: Values;
  /** What the source gave; only its adapter looks into it. */
  readonly native: unknown;
  /** The resource of which edition 1 sees another view here: its state is what a condition (If-Match) is about. */
  readonly under?: Entity;
}
