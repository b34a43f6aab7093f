import { LIMITS } from "@cimi-gateway/core";
import { z } from "zod";
import { hostAndPort } from "../base/grammar.js";
import { isRange } from "../base/peers.js";
import { baseUrl } from "./base-url.js";
import { limits } from "./limits-schema.js";
import { boolean, integer, text } from "./values.js";

const range = text().refine(isRange, "must be an address or a range of addresses, e.g. 10.0.0.0/8");
const host = text()
  .transform((given) => given.toLowerCase())
  .refine((given) => hostAndPort(given) !== undefined, "must be a host with or without a port, e.g. cimi.example.org");

const auth = z.strictObject({
  mode: z
    .enum(["none"], "must be none: this version lets in everybody who reaches it")
    .default("none")
    .meta({ description: "How consumers prove who they are; none: not at all." }),
  insecure: boolean()
    .default(false)
    .meta({ description: "Allows the mode none where HOST is not loopback: everybody who reaches the port has all rights." }),
});

/** The section `server`; times are milliseconds where nothing else is said. */
export const serverSchema = z.strictObject({
  defaultCloud: text().optional().meta({ description: "The cloud of /cimi/; absent: the first.", example: "sandbox" }),
  baseUrl: baseUrl.optional().meta({
    description: "The public base of all hrefs; the variable CIMI_BASE_URL wins over it.",
    example: "https://cimi.example.org",
  }),
  trustedProxies: z
    .array(range)
    .default([])
    .meta({ description: "Addresses and ranges whose Host and X-Forwarded-Proto, -Host and -Prefix are believed." }),
  hosts: z.array(host).default([]).meta({ description: "The only hosts that a trusted proxy may name; empty: any." }),
  auth: auth.prefault({}),
  secretKeyFile: text().optional().meta({
    description:
      "A file with the key that kept secrets (passwords, keys, userData) are encrypted with: 32 bytes in Base64. Absent: secret.key beside the embedded database, made at its first start; with PostgreSQL secrets are refused.",
    example: "/etc/cimi-gateway/secret.key",
  }),
  writeWait: integer()
    .default(LIMITS.writeWait)
    .meta({ description: "How long a write may take to be answered as finished; after it, 202." }),
  listAge: integer()
    .default(LIMITS.listAge)
    .meta({ description: "Up to which age a list read from a cloud serves further requests." }),
  jobDeadline: integer(1).default(LIMITS.jobDeadline).meta({ description: "A Job that takes longer has failed." }),
  jobRetention: integer(1).default(LIMITS.jobRetention).meta({ description: "Minutes for which a finished Job is kept." }),
  probeWindow: integer()
    .default(LIMITS.probeWindow)
    .meta({ description: "How long what was just made may be missing from a cloud's answers." }),
  pollShortest: integer(1)
    .default(LIMITS.pollShortest)
    .meta({ description: "The shortest pause between two polls of one kind." }),
  pollLongest: integer(1).default(LIMITS.pollLongest).meta({ description: "The longest pause between two polls of one kind." }),
  databaseRetryShortest: integer(1).default(LIMITS.databaseRetryShortest).meta({
    description: "The first pause after which a Job tries again to reach a database that is away; each is twice as long.",
  }),
  databaseRetryLongest: integer(1)
    .default(LIMITS.databaseRetryLongest)
    .meta({ description: "The longest pause after which a Job tries again to reach a database that is away." }),
  maxPropertyItems: integer().default(LIMITS.maxPropertyItems).meta({ description: "Properties of one resource." }),
  maxParts: integer(1)
    .default(LIMITS.maxParts)
    .meta({ description: "Resources that one create request may make besides, by templates in its template." }),
  maxItems: integer(1)
    .default(LIMITS.maxItems)
    .meta({ description: "Items in one answer; the rest is had with $first and $last." }),
  limits: limits.prefault({}),
});

export type ServerSettings = z.infer<typeof serverSchema>;
