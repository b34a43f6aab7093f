import { z } from "zod";
import { baseUrl } from "./base-url.js";
import { ConfigurationError } from "./error.js";
import { explain } from "./explain.js";
import type { Variables } from "./substitute.js";
import { text } from "./values.js";

const LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

const port = z
  .string()
  .regex(/^\d{1,5}$/, "must be a port, 0 to 65535")
  .transform(Number)
  .refine((value) => value <= 65_535, "must be a port, 0 to 65535");

const schema = z.object({
  /** 0: any free one. */
  PORT: port.prefault("8080"),
  HOST: text().default("127.0.0.1"),
  CIMI_CONFIG: text().optional(),
  CIMI_DATA_DIR: text().default("./data"),
  DATABASE_URL: text().optional(),
  CIMI_BASE_URL: baseUrl.optional(),
  LOG_LEVEL: z.enum(LEVELS).default("info"),
});

/** The variables that the gateway reads, and nothing else of the environment. */
export type Environment = z.infer<typeof schema>;

/** Reads the variables; an empty one is as good as none. Throws ConfigurationError. */
export function readEnvironment(variables: Variables): Environment {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  const { data, error } = schema.safeParse(given, { reportInput: true });
  if (error) throw new ConfigurationError("environment", explain(error));
  return data;
}
