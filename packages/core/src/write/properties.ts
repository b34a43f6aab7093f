import { InvalidValue, type Values } from "@cimi-gateway/model";
import type { Limits } from "../types.js";

/** Capability MaxPropertyItems. */
export function checkProperties({ properties }: Values, { maxPropertyItems }: Limits): void {
  const count = Object.keys((properties as object | null | undefined) ?? {}).length;
  if (count > maxPropertyItems)
    throw new InvalidValue(`holds ${count} properties; at most ${maxPropertyItems} are kept (MaxPropertyItems)`, ["properties"]);
}
