import type { Adapter, Clock, Log } from "@cimi-gateway/adapter";
import type { Edition, ReadingLimits } from "@cimi-gateway/model";
import type { Store } from "@cimi-gateway/store";

/** A request as the front end hands it over; no part of it is trusted. */
export interface GatewayRequest {
  readonly method: string;
  /** Still percent-encoded, from `/cimi` on, without the query. */
  readonly path: string;
  /** Still percent-encoded, without the question mark. */
  readonly query: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  /** Scheme, host and prefix by which the consumer reached the gateway, without a slash at the end. */
  readonly origin: string;
  readonly tenant: string;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  readonly signal: AbortSignal;
}

export interface GatewayResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How a consumer-made configuration becomes one of the cloud's own. */
export type Resolve = "exact" | "atLeast";

export interface CloudOptions {
  readonly name: string;
  readonly adapter: Adapter;
  readonly resolve?: Resolve;
  readonly access?: Access;
  readonly userData?: UserData;
}

/** Data for the guest: `provider` hands it on as it is, `cimi` puts it into the file that 5.14.3 names. */
export type UserData = "provider" | "cimi";

/** What consumers may do on a cloud: only read; operate what exists; everything. */
export type Access = "read" | "operate" | "full";

/** Times in milliseconds. */
export interface Limits {
  /** How long a write may take to be answered as finished; after it, 202. */
  readonly writeWait: number;
  /** Age up to which a list read from a cloud serves further requests. */
  readonly listAge: number;
  /** An operation that takes longer has failed. */
  readonly jobDeadline: number;
  /** Minutes for which a finished Job is kept (capability JobRetention). */
  readonly jobRetention: number;
  /** The shortest and the longest pause between two polls of one kind. */
  readonly pollShortest: number;
  readonly pollLongest: number;
  /** How long what was just made may be missing from a cloud's answers. */
  readonly probeWindow: number;
  /** The shortest and the longest pause between two attempts of a Job to reach a database that is away. */
  readonly databaseRetryShortest: number;
  readonly databaseRetryLongest: number;
  /** Properties of one resource (capability MaxPropertyItems). */
  readonly maxPropertyItems: number;
  /** Resources that one create request may make besides (templates in its template). */
  readonly maxParts: number;
  /** Items in one answer; the rest is had with $first and $last (5.5.12). */
  readonly maxItems: number;
  /** Bytes of a request's body; the front end refuses more. */
  readonly maxBody: number;
  readonly reading: ReadingLimits;
}

export interface GatewayOptions {
  readonly clouds: readonly CloudOptions[];
  /** The cloud of `/cimi/`; the first where absent. */
  readonly defaultCloud?: string;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits?: Partial<Limits>;
  /** Called at the points where a fault test stops the process; does nothing otherwise. */
  readonly checkpoint?: (point: string) => Promise<void> | void;
}

/** The address under which a request speaks: it decides the edition, the cloud and how strictly the standard is followed. */
export interface Face {
  readonly edition: Edition;
  readonly cloud: string;
  readonly tolerant: boolean;
  /** Absolute, ends in a slash: what every href of the answer starts with. */
  readonly base: string;
}
