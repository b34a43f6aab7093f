import type { Adapter } from "@cimi-gateway/adapter";
import { describeCases } from "./describe-cases.js";
import type { Harness, Skip } from "./harness.js";
import { offersOfAdapter } from "./offers/adapter.js";
import { Presence } from "./presence.js";
import { Workshop } from "./workshop.js";

export interface AdapterSuite {
  /** What the adapter offers: what it leaves out is not tested. */
  readonly resources: Adapter["resources"];
  /** Opens a gateway over the adapter; called once, before the first test. */
  open(): Promise<Harness>;
  readonly skip?: readonly Skip[];
}

/** What every cloud has to show through the gateway, as jest tests: called at the top of a test file. */
export function describeAdapter(name: string, { resources, open, skip = [] }: AdapterSuite): void {
  describeCases(`the cloud ${name}`, {
    presence: new Presence(offersOfAdapter(resources)),
    skip,
    open: async () => new Workshop(await open()),
    time: PATIENT,
    settingUp: PATIENT,
  });
}

/** Milliseconds: real clouds take minutes to make a machine. */
const PATIENT = 600_000;
