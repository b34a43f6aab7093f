import type { GatewayResponse } from "@cimi-gateway/core";
import type { Shown, TestGateway } from "../../support/gateway.js";

export const FACE = "/cimi/2/sandbox/";

const ingredients = { machineConfig: { href: "machineConfigs/tiny" }, machineImage: { href: "machineImages/debian-12" } };
const volume = { volumeTemplate: { volumeConfig: { capacity: 1_000_000 } } };

/** A Machine, with so many Volumes to be made for it. */
export const createMachine = (gateway: TestGateway, volumes = 0): Promise<GatewayResponse> =>
  gateway.send("POST", `${FACE}machines`, {
    body: {
      machineTemplate: {
        ...ingredients,
        initialState: "STOPPED",
        volumeTemplates: Array.from({ length: volumes }, () => volume),
      },
    },
  });

export const hrefs = (references: unknown): string[] => ((references ?? []) as { href: string }[]).map(({ href }) => href);

export const items = (collection: Shown, name: string): readonly Shown[] => (collection[name] ?? []) as readonly Shown[];

/** Looks until what it sees is as wanted. */
export async function until<T>(look: () => Promise<T>, wanted: (seen: T) => boolean, patience = 10_000): Promise<T> {
  for (const end = Date.now() + patience; ; ) {
    const seen = await look();
    if (wanted(seen)) return seen;
    if (Date.now() > end) throw new Error(`not seen within ${patience} ms; the last was ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
