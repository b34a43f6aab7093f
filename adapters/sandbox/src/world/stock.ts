import type { AnyThing } from "./things.js";

export const REGION = "sandbox-1";

/** A thing that the cloud had before anybody came; its serial follows from its place among them. */
export type Listed<T extends AnyThing> = Omit<T, "serial">;

const OPENED = "2026-01-01T00:00:00Z";

export const base = (id: string, name: string, description: string) => ({
  id,
  name,
  description,
  version: 1,
  zone: REGION,
  created: OPENED,
});
