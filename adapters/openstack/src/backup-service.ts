import { type Context, ProviderFault } from "@cimi-gateway/adapter";
import type { Client } from "./client.js";
import type { Microversion } from "./services.js";

/** Milliseconds for which a cloud that said that it has none is not asked again. */
const ABSENT_FOR = 60_000;

/** Block storage 3.43 is the first whose backups have metadata. */
const METADATA: Microversion = [3, 43];

/** Answers of clouds that do not route backups, do not let the project have any, or do not understand the question. */
const SAYS_NO = /^(notFound|denied|invalid)$/;

/**
 * Whether the block storage service lets the project have backups. No catalogue tells, so that it is asked once; it answers out of its database,
 * whether or not anything carries them out (cinder/backup/api.py, `get_all`).
 */
export class BackupService {
  #asked: Promise<boolean> | undefined;
  /** Milliseconds since 1970. */
  #until = Infinity;

  constructor(readonly client: Client) {}

  /**
   * Once it was there, it stays: from then on what goes wrong is an error.
   * @throws ProviderFault unavailable where nothing answers now, which says neither; whoever asks next asks again
   */
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
        throw error;
      },
    );
    return this.#asked;
  }

  /** As `offered`, for what is shown beside backups, and also without them: where nothing answers there are none. */
  async shown(context: Context): Promise<boolean> {
    return this.offered(context).catch((error) => {
      if (!(error instanceof ProviderFault) || error.kind !== "unavailable") throw error;
      context.log.warn({ error: String(error) }, "images of volumes are shown without backups, as nothing answers for these");
      return false;
    });
  }

  /** Whether the block storage service is new enough for backups with metadata. */
  spoken(context: Context): Promise<boolean> {
    return this.client.speaks(context, "volume", METADATA);
  }

  async #ask(context: Context): Promise<boolean> {
    if (!(await this.spoken(context))) return false;
    return this.client.read(context, { service: "volume", path: "/backups", query: { limit: "1" } }).then(
      () => true,
      (error) => {
        if (error instanceof ProviderFault && SAYS_NO.test(error.kind)) return false;
        throw error;
      },
    );
  }
}
