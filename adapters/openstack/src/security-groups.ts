import type { ObjectKind } from "./network-objects.js";

export const SECURITY_GROUPS: ObjectKind = { collection: "security-groups", key: "security_group", title: "firewall" };
