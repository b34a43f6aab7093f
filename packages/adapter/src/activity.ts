import type { ResourceName } from "@cimi-gateway/model";

/** How it went, in words of an Event's `outcome`. Unknown: the provider does not tell. */
export type Outcome = "Pending" | "Unknown" | "Success" | "Failure";

/** Something that was done to a resource, by whomever, as the provider itself logged it. */
export interface Activity {
  /** The same entry of the log has the same id whenever it is read. */
  readonly id: string;
  readonly type: ResourceName;
  /** The native id of the resource, which may be gone. */
  readonly resource: string;
  /** When it was begun. */
  readonly begun: Date;
  /** What was done, in the provider's word. */
  readonly action: string;
  readonly outcome: Outcome;
  /** What the provider called the request: where the gateway made it, the Job's `nativeRequestId`. */
  readonly requestId?: string;
}
