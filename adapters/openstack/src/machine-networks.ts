import type { Cloud } from "./cloud.js";

type Networks = "auto" | readonly { readonly uuid: string }[];

/** Which networks a new server is in (Compute API, "Create server", networks): those of the settings, else what Nova chooses. */
export const networksOf = ({ settings: { networks } }: Cloud): Networks =>
  networks.length === 0 ? "auto" : networks.map((uuid) => ({ uuid }));
