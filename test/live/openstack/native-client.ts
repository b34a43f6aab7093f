import { setTimeout as sleep } from "node:timers/promises";
import type { Cloud } from "./cloud.js";
import { type RelayedService, type Session, sessionOf } from "./relay-bases.js";

/** What `openstack` of the packages speaks by itself is older than some of what tests ask for. */
const MICROVERSION = "compute 2.93, volume 3.70";
/** Milliseconds between two looks: each costs the cloud as much as a small write. */
const PAUSE = 2000;

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Calls of the services themselves as demo, with one token: what would take the command `openstack` a process for each. */
export class NativeClient {
  private constructor(readonly session: Session) {}

  static async open(cloud: Cloud): Promise<NativeClient> {
    return new NativeClient(await sessionOf(cloud));
  }

  /** @param path below the endpoint, with its query */
  async call<T = unknown>(method: string, service: RelayedService, path: string, body?: object): Promise<T> {
    const { token, bases } = this.session;
    const answer = await fetch(`${bases[service].href.replace(/\/$/, "")}${path}`, {
      method,
      headers: { "x-auth-token": token, "openstack-api-version": MICROVERSION, "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${service} ${path} answered ${answer.status}: ${text}`);
    return (text === "" ? undefined : JSON.parse(text)) as T;
  }

  /** What a list has, by the key of its array. */
  async list<T = Named>(service: RelayedService, path: string, key: string): Promise<readonly T[]> {
    return (await this.call<Readonly<Record<string, readonly T[]>>>("GET", service, path))[key] ?? [];
  }

  async named(service: RelayedService, path: string, key: string, name: string): Promise<string> {
    const found = (await this.list(service, path, key)).find((one) => one.name === name);
    if (!found) throw new Error(`the ${service} service has nothing called ${name} among its ${key}`);
    return found.id;
  }

  /** Waits until a list is empty. */
  async emptied(service: RelayedService, path: string, key: string, patience: number): Promise<void> {
    for (const end = Date.now() + patience; Date.now() < end; await sleep(PAUSE))
      if ((await this.list(service, path, key)).length === 0) return;
    throw new Error(`${path} still lists ${key} after ${patience} ms`);
  }
}

/** Does something for many at a time, so many of them at once. */
export async function inParallel<T>(items: readonly T[], width: number, act: (item: T) => Promise<unknown>): Promise<void> {
  const waiting = [...items];
  const worker = async (): Promise<void> => {
    for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) await act(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
}
