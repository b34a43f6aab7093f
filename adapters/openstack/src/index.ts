import type { Adapter, AdapterOptions } from "@cimi-gateway/adapter";
import { adapter } from "./adapter.js";
import { connect } from "./connect.js";
import { readSettings } from "./read-settings.js";

export { absent } from "./absent.js";
export { settings } from "./settings.js";

/** Opens one project in one region. Nothing is sent yet: a wrong password shows at the first call. */
export async function open({ settings, clock }: AdapterOptions): Promise<Adapter> {
  const read = readSettings(settings);
  return adapter(await connect(read), read, clock);
}
