import { describeCases } from "../describe-cases.js";
import { editionsOf, type Harness } from "../harness.js";
import { Presence } from "../presence.js";
import { Workshop } from "../workshop.js";
import { facesOf } from "./faces.js";
import { offersOfService } from "./offers.js";
import type { ServiceOptions } from "./options.js";
import { Probe } from "./probe.js";
import { sender } from "./send.js";

/** Milliseconds. */
const TIMES = {
  /** After which no case is begun any more: with one that is under way and the cleaning up, a run ends within 8 minutes. */
  cases: 300_000,
  case: 60_000,
  cleaning: 90_000,
  patience: 45_000,
  pause: 50,
} as const;

/**
 * The cases against any CIMI service, found out of itself. A jest suite: called, and awaited, at the top of a test file.
 *
 * @throws Error when there is no Cloud Entry Point that can be read
 */
export async function describeService(options: ServiceOptions): Promise<void> {
  const end = Date.now() + TIMES.cases;
  const send = sender(options.headers);
  const faces = await facesOf(options, send);
  const harness: Harness = {
    faces,
    send,
    patience: TIMES.patience,
    pause: () => new Promise((resolve) => setTimeout(resolve, TIMES.pause)),
    close: async () => {},
  };
  const shop = new Workshop(harness);
  const offers = await offersOfService(shop.consumer());
  const editions = editionsOf(harness);
  const presence = new Presence(offers, editions);
  await new Probe(shop, offers, presence.initialStates[0]!).run();
  describeCases(`edition ${editions.join(" and ")} at ${options.entryPoint}`, {
    presence,
    skip: [],
    open: async () => shop,
    begin: () => {
      if (Date.now() > end) throw new Error(`not run: the ${TIMES.cases / 60_000} minutes for all cases are over`);
    },
    time: TIMES.case,
    settingUp: TIMES.cleaning,
  });
}
