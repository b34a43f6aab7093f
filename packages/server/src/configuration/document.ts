import { z } from "zod";
import { cloudName, entrySchema } from "./clouds-schema.js";
import { serverSchema } from "./server-schema.js";

/** The whole file, the adapters' own settings aside. */
export const documentSchema = z
  .strictObject({ server: serverSchema.prefault({}), clouds: z.record(z.string(), entrySchema) })
  .superRefine(({ server, clouds }, context) => {
    const names = Object.keys(clouds);
    const refuse = (path: string[], message: string) => context.addIssue({ code: "custom", path, message });
    if (names.length === 0) refuse(["clouds"], "must name at least one cloud");
    for (const name of names) {
      for (const { message } of cloudName.safeParse(name).error?.issues ?? []) refuse(["clouds", name], message);
    }
    const { defaultCloud, pollShortest, pollLongest, databaseRetryShortest, databaseRetryLongest } = server;
    if (defaultCloud !== undefined && !names.includes(defaultCloud))
      refuse(["server", "defaultCloud"], `must be one of the clouds: ${names.join(", ")}`);
    if (pollShortest > pollLongest) refuse(["server", "pollShortest"], "must not be more than pollLongest");
    if (databaseRetryShortest > databaseRetryLongest)
      refuse(["server", "databaseRetryShortest"], "must not be more than databaseRetryLongest");
  });

export type Document = z.infer<typeof documentSchema>;

/** What is served when no configuration is given. */
export const STANDARD = { clouds: { sandbox: { adapter: "sandbox" } } } as const;
