import type { Server } from "node:http";
import { type Clock, systemClock } from "@cimi-gateway/adapter";
import { Gateway, type GatewayOptions } from "@cimi-gateway/core";
import { openStore, type Store, type StoreLocation, WrongSecretKey } from "@cimi-gateway/store";
import type { DestinationStream, Logger } from "pino";
import { loadAdapter, openClouds } from "./adapters.js";
import { Closers } from "./closers.js";
import { type Environment, readEnvironment } from "./configuration/environment.js";
import { ConfigurationError } from "./configuration/error.js";
import { type Configuration, type LoadAdapter, loadConfiguration } from "./configuration/load.js";
import type { Variables } from "./configuration/substitute.js";
import { drain } from "./drain.js";
import { frontEnd } from "./front-end.js";
import { gatewayLimits } from "./limits.js";
import { listen } from "./listen.js";
import { openLog } from "./logging/log.js";
import { passwordIn } from "./logging/redact.js";

export interface StartOptions {
  /** The environment: PORT, HOST, CIMI_CONFIG and so on, and what the configuration takes from it by `${NAME}`. */
  readonly variables: Variables;
  /** The machine's own where absent. */
  readonly clock?: Clock;
  /** Finds the package `@cimi-gateway/adapter-<kind>` where absent. */
  readonly loadAdapter?: LoadAdapter;
  /** Where the log goes; absent: standard output. */
  readonly output?: DestinationStream;
  /** Called at the points where a fault test stops the process. */
  readonly checkpoint?: GatewayOptions["checkpoint"];
}

export interface RunningServer {
  /** The address listened on, without a slash at its end. */
  readonly url: string;
  readonly gateway: Gateway;
  readonly log: Logger;
  /** Refuses new work, lets the running requests end, and lets go of everything. Calling it again waits for the same end. */
  close(): Promise<void>;
}

/** How often Jobs past their retention are removed, in milliseconds. */
const PURGE = 60_000;

interface Parts {
  readonly environment: Environment;
  readonly configuration: Configuration;
  readonly clock: Clock;
  readonly log: Logger;
  /** For the line of each request. */
  readonly access: Logger;
  readonly closers: Closers;
}

/**
 * Starts a gateway: configuration, store, clouds, what an earlier process left unfinished, and only then the port.
 *
 * @throws ConfigurationError; StoreLocked and StoreTooNew of the store; Error when the port cannot be had. Nothing stays open then.
 */
export async function startServer(options: StartOptions): Promise<RunningServer> {
  const { variables, clock = systemClock, output, loadAdapter: load = loadAdapter } = options;
  const environment = readEnvironment(variables);
  const configuration = await loadConfiguration(environment, variables, load);
  const secrets = [...configuration.secrets, ...passwordIn(environment.DATABASE_URL)];
  const { log, access, flush } = openLog({ level: environment.LOG_LEVEL, secrets, output });
  const closers = new Closers();
  closers.add(flush);
  try {
    return await start({ environment, configuration, clock, log, access, closers }, options.checkpoint);
  } catch (error) {
    await closers.close();
    throw error;
  }
}

async function start(parts: Parts, checkpoint: GatewayOptions["checkpoint"]): Promise<RunningServer> {
  const { log, closers } = parts;
  closers.add(() => log.info({}, "the gateway has stopped"));
  const store = await openSealed(parts);
  closers.add(() => store.close());
  const gateway = await openGateway(parts, store, checkpoint);
  closers.add(() => gateway.stop());
  const recovered = await gateway.recover();
  const purging = setInterval(() => purge(gateway, log), PURGE).unref();
  closers.add(() => clearInterval(purging));
  const url = await serve(parts, gateway, store);
  log.info({ url, recovered, clouds: gateway.options.clouds.map(({ name }) => name) }, "the gateway listens");
  return { url, gateway, log, close: () => closers.close() };
}

const locationOf = ({ DATABASE_URL, CIMI_DATA_DIR }: Environment): StoreLocation =>
  DATABASE_URL === undefined ? { folder: CIMI_DATA_DIR } : { url: DATABASE_URL };

/** A key that does not fit is a mistake of the configuration, which names the setting (RELIABILITY, fault 39). */
async function openSealed({ environment, configuration: { source, server } }: Parts): Promise<Store> {
  try {
    return await openStore({ ...locationOf(environment), secretKeyFile: server.secretKeyFile });
  } catch (error) {
    if (!(error instanceof WrongSecretKey)) throw error;
    throw new ConfigurationError(source, [{ path: "server.secretKeyFile", problem: error.problem }]);
  }
}

async function openGateway(
  { environment, configuration, clock, log }: Parts,
  store: Store,
  checkpoint: GatewayOptions["checkpoint"],
): Promise<Gateway> {
  // With PostgreSQL nothing is kept on this machine.
  const folder = locationOf(environment).folder ?? ":memory:";
  const clouds = await openClouds(configuration, { folder, clock, log });
  const { server } = configuration;
  const limits = gatewayLimits(server);
  const { defaultCloud } = server;
  return new Gateway({
    clouds,
    store,
    clock,
    log,
    limits,
    ...(defaultCloud !== undefined && { defaultCloud }),
    ...(checkpoint && { checkpoint }),
  });
}

async function purge(gateway: Gateway, log: Logger): Promise<void> {
  try {
    const removed = await gateway.purge();
    if (removed > 0) log.debug({ removed }, "Jobs past their retention were removed");
  } catch (error) {
    log.error({ err: error }, "Jobs past their retention could not be removed");
  }
}

/** Opens the port; closing begins with letting the requests end. */
async function serve(
  { environment, configuration, clock, log, access, closers }: Parts,
  gateway: Gateway,
  store: Store,
): Promise<string> {
  const { HOST, PORT, CIMI_BASE_URL } = environment;
  const { server: settings, clouds } = configuration;
  const state = { draining: false };
  const http: Server = frontEnd({
    gateway,
    store,
    clock,
    log: access,
    settings,
    listening: HOST,
    baseUrl: CIMI_BASE_URL ?? settings.baseUrl,
    clouds: clouds.map(({ name }) => name),
    draining: () => state.draining,
  });
  const url = await listen(http, HOST, PORT);
  closers.add(() => {
    state.draining = true;
    log.info({}, "the gateway stops");
    return drain(http, settings.limits.drain);
  });
  return url;
}
