import { type Context, ProviderFault } from "@cimi-gateway/adapter";
import type { Client } from "./client.js";
import type { Microversion } from "./services.js";

/** Milliseconds for which a cloud that said that it has none is not asked again. */
const ABSENT_FOR = 60_000;

/** Block storage 3.43 is the first whose backups have metadata. */
const METADATA: Microversion = [3, 43];

/** Answers of clouds that do not route backups, do not let the project have any, or have nothing behind them. */
const SAYS_NO = /^(notFound|denied|invalid)$/;

/** Whether the cloud has cinder-backup. No catalogue tells, as the block storage service answers for it, so that it is asked once. */
export class BackupService {
  #asked: Promise<boolean> | undefined;
  /** Milliseconds since 1970. */
  #until = Infinity;

  constructor(readonly client: Client) {}

  /** Once it was there, it stays: from then on what goes wrong is an error. */
  offered(context: Context): Promise<boolean> {
    const { clock } = this.client;
    if (this.#asked && clock.now() < this.#until) return this.#asked;
    // Whoever asks at the same time shares the answer, which therefore does not end with the first who asked.
    this.#until = Infinity;
    this.#asked = this.#ask({ ...context, signal: new AbortController().signal }).then(
      (offered) => {
        if (!offered) this.#until = clock.now() + ABSENT_FOR;
        return offered;
      },
      (error) => {
        this.#asked = undefined;
        if (isAway(error)) return false;
        throw error;
      },
    );
    return this.#asked;
  }

  async #ask(context: Context): Promise<boolean> {
    const { client } = this;
    if (!(await client.speaks(context, "volume", METADATA))) return false;
    return client.read(context, { service: "volume", path: "/backups", query: { limit: "1" } }).then(
      () => true,
      (error) => {
        if (error instanceof ProviderFault && SAYS_NO.test(error.kind)) return false;
        throw error;
      },
    );
  }
}

/** A 503 says that nothing answers now, which may change: whoever asks next asks again. */
const isAway = (error: unknown): boolean => error instanceof ProviderFault && error.kind === "unavailable";
