import type { ObjectKind } from "./network-objects.js";

export const ROUTERS: ObjectKind = { collection: "routers", key: "router", title: "router" };
