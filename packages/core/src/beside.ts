import type { Values } from "@cimi-gateway/model";

/** What the gateway keeps beside every resource of a cloud, since no cloud knows of it (5.11). */
const BESIDE = "resourceMetadata";

/** Changes apart: what is the cloud's, and what the gateway keeps beside it. */
export function apart({ [BESIDE]: kept, ...own }: Values): { readonly own: Values; readonly beside: Values } {
  return { own, beside: kept === undefined ? {} : { [BESIDE]: kept } };
}

/** What is kept beside a resource from the beginning. */
export const besideNew = (metadata: unknown): Values => (metadata === undefined ? {} : { [BESIDE]: metadata });

/** The mapping of a cloud's type, with what is kept beside it. */
export const withBeside = <M extends object>(mapping: M): M => ({ ...mapping, [BESIDE]: () => undefined });
