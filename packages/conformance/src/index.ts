export { type Asking, Consumer, type Reply } from "./consumer.js";
export { type AdapterSuite, describeAdapter } from "./describe-adapter.js";
export { type Dialect, dialectsIn, extremesIn, JSON_1, JSON_2, XML_1, XML_2 } from "./dialect.js";
export type { Answer, Face, Harness, Sending, Skip } from "./harness.js";
export { type Need, type Offer, Presence } from "./presence.js";
export { type Content, type Held, written } from "./request.js";
export { idOf, type Link, linkOf, offers, required, type Seen, seenIn } from "./seen.js";
export { Workshop } from "./workshop.js";
