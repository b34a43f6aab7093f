/** What a gateway answered. Names of headers in any case. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Sending {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A gateway with one cloud that the suite may use as it likes: in this process or at an address. */
export interface Harness {
  /** Scheme, host and prefix, without a slash at the end. */
  readonly origin: string;
  /** The name of the cloud in the gateway's configuration. */
  readonly cloud: string;
  /** Sends a request; the target is a path with its query, or an absolute href. */
  send(method: string, target: string, sending: Sending): Promise<Answer>;
  /** Waits between two looks at something that takes time. */
  pause(): Promise<void>;
  /** Milliseconds after which what takes time has failed. */
  readonly patience: number;
  close(): Promise<void>;
}

/** Cases that an adapter leaves out although it has what they need. Everything else that is left out is left out by its absence. */
export interface Skip {
  readonly reason: string;
  /** The titles of the tests, without what stands around them. */
  readonly tests: readonly string[];
}
