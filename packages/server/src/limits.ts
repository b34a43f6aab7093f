import type { Limits } from "@cimi-gateway/core";
import type { ServerSettings } from "./configuration/server-schema.js";

/** The gateway's own limits, as the section `server` sets them. */
export function gatewayLimits({ limits: { body, depth, elements, attributes }, ...settings }: ServerSettings): Limits {
  const { writeWait, listAge, jobDeadline, jobRetention, probeWindow } = settings;
  const { pollShortest, pollLongest, maxPropertyItems, maxParts, maxItems } = settings;
  const { databaseRetryShortest, databaseRetryLongest } = settings;
  return {
    ...{ writeWait, listAge, jobDeadline, jobRetention, probeWindow },
    ...{ pollShortest, pollLongest, maxPropertyItems, maxParts, maxItems },
    ...{ databaseRetryShortest, databaseRetryLongest },
    maxBody: body,
    reading: { depth, elements, attributes },
  };
}
