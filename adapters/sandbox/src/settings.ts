import { SCOPE_TAGS, type ScopeTags, type Setting, type Settings, scopeTagsIn } from "@cimi-gateway/adapter";
import type { Quota } from "./world/cloud.js";

export const settings: readonly Setting[] = [
  {
    name: "endpoint",
    type: "string",
    help: "Where the simulated cloud runs as a process of its own; absent: in the gateway's process.",
    example: "http://127.0.0.1:5999",
  },
  {
    name: "delay",
    type: "integer",
    help: "Milliseconds that the slowest change of state takes; 0: none takes time.",
    default: 400,
  },
  { name: "timeout", type: "integer", help: "Milliseconds after which a call without an answer is given up.", default: 8000 },
  {
    name: "attempts",
    type: "integer",
    help: "How often a read is sent that fails for the time being, the first time included.",
    default: 3,
  },
  SCOPE_TAGS,
  { name: "quota.machines", type: "integer", help: "How many machines may exist; absent: any number." },
  { name: "quota.volumes", type: "integer", help: "How many volumes may exist; absent: any number." },
  {
    name: "quota.machineImages",
    type: "integer",
    help: "How many machine images may exist, the cloud's own included; absent: any number.",
  },
  {
    name: "quota.volumeImages",
    type: "integer",
    help: "How many volume images may exist, the cloud's own included; absent: any number.",
  },
  { name: "quota.credentials", type: "integer", help: "How many credentials may exist; absent: any number." },
  { name: "quota.networks", type: "integer", help: "How many networks may exist, the cloud's own included; absent: any number." },
  {
    name: "quota.protocolSegments",
    type: "integer",
    help: "How many segments of networks may exist, the cloud's own included; absent: any number.",
  },
  {
    name: "quota.protocolEndpoints",
    type: "integer",
    help: "How many endpoints may exist, those of machines included; absent: any number.",
  },
  {
    name: "quota.networkInterfaces",
    type: "integer",
    help: "How many network interfaces may exist, those of machines included; absent: any number.",
  },
  { name: "quota.networkServices", type: "integer", help: "How many network services may exist; absent: any number." },
];

/** The settings as the adapter uses them. */
export interface SandboxSettings {
  readonly endpoint: string | undefined;
  readonly delay: number;
  readonly timeout: number;
  readonly attempts: number;
  readonly scope: ScopeTags;
  readonly quota: Quota;
}

export const readSettings = (given: Settings): SandboxSettings => ({
  endpoint: settingOf(given, "endpoint"),
  delay: settingOf(given, "delay") ?? 400,
  timeout: settingOf(given, "timeout") ?? 8000,
  attempts: settingOf(given, "attempts") ?? 3,
  scope: scopeTagsIn(given),
  quota: {
    machine: settingOf(given, "quota.machines"),
    volume: settingOf(given, "quota.volumes"),
    machineImage: settingOf(given, "quota.machineImages"),
    volumeImage: settingOf(given, "quota.volumeImages"),
    credential: settingOf(given, "quota.credentials"),
    network: settingOf(given, "quota.networks"),
    protocolSegment: settingOf(given, "quota.protocolSegments"),
    protocolEndpoint: settingOf(given, "quota.protocolEndpoints"),
    networkInterface: settingOf(given, "quota.networkInterfaces"),
    networkService: settingOf(given, "quota.networkServices"),
  },
});

/** The server has validated the entry against the list above. */
const settingOf = <T>(given: Settings, name: string): T | undefined => given[name] as T | undefined;
