import { READING_LIMITS } from "@cimi-gateway/model";
import type { Limits } from "./types.js";

export const LIMITS: Limits = {
  writeWait: 2_000,
  listAge: 2_000,
  jobDeadline: 30 * 60_000,
  jobRetention: 24 * 60,
  pollShortest: 100,
  pollLongest: 15_000,
  probeWindow: 60_000,
  databaseRetryShortest: 100,
  databaseRetryLongest: 2_000,
  maxPropertyItems: 100,
  maxParts: 100,
  maxItems: 1_000,
  maxBody: 1_048_576,
  reading: READING_LIMITS,
};
