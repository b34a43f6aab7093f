import { Writer } from "./answer.js";
import { openCloud } from "./cloud.js";
import { FirstSight } from "./edition1/first-sight.js";
import { EntryPoints } from "./entry-point.js";
import { OpenOperations } from "./jobs/open-operations.js";
import { Runner } from "./jobs/runner.js";
import { Reader } from "./read/reader.js";
import { RecentlyMade } from "./read/recently-made.js";
import { PlainSight } from "./read/sight.js";
import { View } from "./read/view.js";
import { Representer } from "./represent.js";
import type { Service } from "./session.js";
import type { CloudOptions, GatewayOptions, Limits } from "./types.js";
import { Turns } from "./write/turns.js";

interface ServiceOptions extends Pick<GatewayOptions, "store" | "clock" | "log" | "checkpoint"> {
  readonly limits: Limits;
  readonly tenant: string;
}

/** Puts one cloud in service. */
export function openService(cloud: CloudOptions, options: ServiceOptions): Service {
  const { store, clock, log, limits, tenant, checkpoint = () => {} } = options;
  const control = { stoppable: (id: string) => runner.stoppable(id), stop: (id: string) => runner.stopJob(id) };
  const opened = openCloud(cloud, tenant, store, limits, control);
  const open = new OpenOperations();
  const recent = new RecentlyMade(clock, limits.probeWindow);
  const reader = new Reader(opened, { clock, log, limits, open, recent });
  const changed = (types: readonly string[]): void => {
    for (const type of types) reader.forget(type);
  };
  const runner = new Runner({ cloud: opened, store, clock, log, limits, open, recent, checkpoint, changed });
  const view = new View(reader, open);
  const sights = { 1: new FirstSight(view, opened), 2: new PlainSight(view, 2, opened.model) };
  return {
    cloud: opened,
    turns: new Turns(),
    reader,
    view: sights[2],
    sights,
    representer: new Representer(opened),
    runner,
    writer: new Writer(opened.model),
    limits,
    entryPoints: new EntryPoints(),
  };
}
