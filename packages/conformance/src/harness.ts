import { EDITIONS, type Edition } from "@cimi-gateway/model";

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

/** Where one edition is spoken. */
export interface Face {
  /** The address of the Cloud Entry Point. */
  readonly entryPoint: string;
  /** What all its hrefs begin with; ends in a slash. */
  readonly base: string;
}

/** A service with one cloud that the suite may use as it likes: in this process or at an address. */
export interface Harness {
  /** By edition; what is not spoken is not tested. */
  readonly faces: Readonly<Partial<Record<Edition, Face>>>;
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

export const editionsOf = ({ faces }: Pick<Harness, "faces">): readonly Edition[] => EDITIONS.filter((edition) => faces[edition]);
