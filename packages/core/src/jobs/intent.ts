import type { CreateRequest } from "@cimi-gateway/adapter";
import type { ResourceName, Values } from "@cimi-gateway/model";
import type { Json } from "@cimi-gateway/store";
import type { Parent } from "../route.js";

/** A Volume to be made and connected with a new machine. */
export interface VolumePlan {
  readonly initialLocation?: string;
  readonly request: CreateRequest<"Volume">;
}

/** What is to be done, resolved and checked: all that it takes to run it again after a crash. References carry native ids. */
export type Intent =
  | {
      readonly kind: "create";
      readonly type: ResourceName;
      readonly request: CreateRequest<ResourceName>;
      readonly parent?: Parent;
      /** Volumes that are made first, as nested Jobs. */
      readonly volumes?: readonly VolumePlan[];
      /** The answer shows a secret that is kept nowhere: when it is lost, what was made is of no use and is taken back. */
      readonly secret?: boolean;
      /** The operation of another resource by which it is made: `capture` of a Machine. */
      readonly by?: { readonly type: ResourceName; readonly nativeId: string; readonly operation: string };
    }
  /** Nothing is to be changed, and the Job says so. */
  | { readonly kind: "nothing"; readonly type: ResourceName }
  | {
      readonly kind: "update";
      readonly type: ResourceName;
      readonly nativeId: string;
      readonly changes: Values;
      readonly parent?: Parent;
    }
  | { readonly kind: "delete"; readonly type: ResourceName; readonly nativeId: string; readonly parent?: Parent }
  | {
      readonly kind: "operate";
      readonly type: ResourceName;
      readonly nativeId: string;
      readonly operation: string;
      readonly input: Values;
    };

/** What a Job says of the write. */
export interface Submission {
  readonly intent: Intent;
  /** The operation's name or URI. */
  readonly action: string;
  /** Path of the resource on which it was invoked; for an add that of the Collection. */
  readonly target: string;
  /** Path of what it makes. */
  readonly created?: string;
  readonly affected?: readonly string[];
  /** What a read shows of the new resource until the cloud has it. */
  readonly preview?: Values;
  /** What the Job says of how the request was understood. */
  readonly note?: string;
  readonly parent?: string;
  readonly id?: string;
}

export const toJson = (intent: Intent): Json => intent as unknown as Json;
export const fromJson = (json: Json): Intent => json as unknown as Intent;
