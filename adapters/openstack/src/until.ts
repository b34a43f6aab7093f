import { type Context, isRepeatable, ProviderFault } from "@cimi-gateway/adapter";

/** How long something is waited for. */
export interface Waiting {
  /** Milliseconds between two looks; the cloud may want more. */
  readonly pause: number;
  readonly looks: number;
  /** What is told where it did not come. */
  readonly otherwise: () => string;
}

/** Seconds: a cloud that wants to be left alone for longer is looked at all the same, since somebody waits. */
const LONGEST = 60;

/**
 * Looks until there is something to see. A look without an answer that makes sense says nothing, so that the next one follows; what a look is
 * refused with ends the wait.
 * @param look undefined: not yet
 * @throws ProviderFault unavailable
 */
export async function until<T>(
  look: () => Promise<T | undefined>,
  { pause, looks, otherwise }: Waiting,
  { clock, signal }: Context,
): Promise<T> {
  let missed: ProviderFault | undefined;
  for (let count = 1; count <= looks; count++) {
    try {
      const seen = await look();
      if (seen !== undefined) return seen;
      missed = undefined;
    } catch (error) {
      if (!isRepeatable(error)) throw error;
      missed = error;
    }
    await clock.sleep(Math.max(pause, Math.min(missed?.retryAfter ?? 0, LONGEST) * 1000), signal);
  }
  throw new ProviderFault("unavailable", missed ? `${otherwise()}; the last look: ${missed.message}` : otherwise(), {
    cause: missed,
  });
}
