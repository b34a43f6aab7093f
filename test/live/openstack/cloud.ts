import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "../../architecture/sources.js";
import { CommandLine } from "./command-line.js";

/** Each works in the project of the same name; `admin` may do everything, in any. */
export type User = "demo" | "alt" | "admin";

/** What may be taken away from a running stack and brought back. */
export type ServiceName =
  | "keystone"
  | "placement"
  | "glance-api"
  | "nova-api"
  | "nova-conductor"
  | "nova-scheduler"
  | "nova-compute"
  | "neutron-server"
  | "cinder-api"
  | "cinder-scheduler"
  | "cinder-volume"
  | "cinder-backup"
  | "octavia"
  | "octavia-worker"
  | "rabbitmq"
  | "mariadb"
  | "memcached";

/** By the names that `openstack quota set` has for them. */
export type Quota =
  | "instances"
  | "cores"
  | "ram"
  | "key-pairs"
  | "volumes"
  | "gigabytes"
  | "snapshots"
  | "networks"
  | "subnets"
  | "ports"
  | "routers"
  | "floating-ips"
  | "secgroups";

export interface Credentials {
  readonly username: string;
  readonly password: string;
  readonly projectName: string;
  readonly userDomainId: string;
  readonly projectDomainId: string;
}

/** A row of a list, by the titles of its columns. */
export type Row = Readonly<Record<string, unknown>>;

/** What `-1` means for OpenStack. */
export const UNLIMITED = -1;

const run = promisify(execFile);
const SERVICE = join(ROOT, "test/live/openstack/service");
/** The OpenStack that is in the environment: `serve` put it there, or the variables that `start` printed. */
export class Cloud {
  readonly #environment: NodeJS.ProcessEnv;
  readonly #commandLines = new Map<User, CommandLine>();
  /** Of Keystone, with its version: `http://127.0.0.1:20345/v3`. */
  readonly authUrl: string;
  readonly region: string;

  /** @throws Error when there is no OpenStack in the environment */
  constructor(environment: NodeJS.ProcessEnv = process.env) {
    this.#environment = environment;
    this.authUrl = this.#variable("OS_AUTH_URL");
    this.region = this.#variable("OS_REGION_NAME");
  }

  credentials(user: User): Credentials {
    return {
      username: user,
      password: this.#variable("OS_PASSWORD"),
      projectName: user,
      userDomainId: this.#variable("OS_USER_DOMAIN_ID"),
      projectDomainId: this.#variable("OS_PROJECT_DOMAIN_ID"),
    };
  }

  /**
   * Runs a command of the native client, e.g. `["server", "delete", "web"]`. The first takes some two seconds, each further one half of one.
   * @throws Error when it fails, with what it printed
   */
  async command(user: User, parameters: readonly string[]): Promise<string> {
    const commandLine = this.#commandLines.get(user) ?? new CommandLine(this.#environmentOf(user));
    this.#commandLines.set(user, commandLine);
    return commandLine.run(parameters);
  }

  #environmentOf(user: User) {
    return {
      PATH: this.#environment.PATH,
      HOME: this.#variable("OPENSTACK_STACK"),
      OS_CLIENT_CONFIG_FILE: this.#variable("OS_CLIENT_CONFIG_FILE"),
      OS_CLOUD: user,
    };
  }

  /** What a `show` or a `create` tells. */
  async show(user: User, parameters: readonly string[]): Promise<Row> {
    return JSON.parse(await this.command(user, [...parameters, "-f", "json"])) as Row;
  }

  /** What a user sees of a type, e.g. of `volume snapshot`; its length says what is left over. More parameters choose among it. */
  async list(user: User, type: string, parameters: readonly string[] = []): Promise<readonly Row[]> {
    return JSON.parse(await this.command(user, [...type.split(" "), "list", ...parameters, "-f", "json"])) as readonly Row[];
  }

  /** What is in a volume that was attached or backed up; its id is native. */
  contentOf(volume: string): Promise<string> {
    return readFile(join(this.#variable("OPENSTACK_STACK"), "cinder/volumes", volume), "utf8");
  }

  /** Limits a project from now on; what it has already stays. */
  async setQuota(project: User, quota: Quota, limit: number): Promise<void> {
    await this.command("admin", ["quota", "set", `--${quota}`, String(limit), project]);
  }

  /** Kills a service and what it is doing. */
  async stop(service: ServiceName): Promise<void> {
    await this.#control("stop", service);
  }

  /** Starts a service and waits until it does its work, which takes some seconds; does nothing where it runs. */
  async start(service: ServiceName): Promise<void> {
    await this.#control("start", service);
  }

  /** Does something while a service is gone; it is back afterwards, also when that fails. */
  async without<T>(service: ServiceName, act: () => Promise<T>): Promise<T> {
    await this.stop(service);
    try {
      return await act();
    } finally {
      await this.start(service);
    }
  }

  async #control(action: "stop" | "start", service: ServiceName): Promise<void> {
    await run(SERVICE, [action, service], {
      env: { PATH: this.#environment.PATH, OPENSTACK_STACK: this.#variable("OPENSTACK_STACK") },
    });
  }

  #variable(name: string): string {
    const value = this.#environment[name];
    if (value === undefined)
      throw new Error(`${name} is not set: run tests by \`npm run test:live -- openstack\`, or after \`start\` in its shell`);
    return value;
  }
}
