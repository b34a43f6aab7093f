export { absent } from "./absent.js";
export { Refusal } from "./fault.js";
export { Gateway, TENANT } from "./gateway.js";
export { LIMITS } from "./limits.js";
export type { Offer, OfferedCollection, Offers } from "./offer.js";
export type {
  Access,
  CloudOptions,
  GatewayOptions,
  GatewayRequest,
  GatewayResponse,
  Limits,
  Resolve,
  UserData,
} from "./types.js";
