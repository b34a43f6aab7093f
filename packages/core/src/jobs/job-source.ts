import { ProviderFault } from "@cimi-gateway/adapter";
import type { Values } from "@cimi-gateway/model";
import type { Operation, Scope, Store } from "@cimi-gateway/store";
import type { AnyResourceAdapter } from "../read/source.js";
import type { Limits } from "../types.js";
import { patiently } from "./patience.js";

/** Whoever runs Jobs, as far as consumers may interfere. */
export interface JobControl {
  stoppable(id: string): boolean;
  /** Resolves when the Job is settled. */
  stop(id: string): Promise<void>;
}

interface JobRow {
  readonly operation: Operation;
  readonly nested: readonly string[];
}

/** The Jobs of a cloud: the rows of its operations. They are deleted like any resource; `stop` is the runner's. */
export function jobAdapter(store: Store, scope: Scope, limits: Limits, control: JobControl): AnyResourceAdapter {
  const { operations } = store;
  const row = async (operation: Operation): Promise<JobRow> => ({
    operation,
    nested: (await operations.nested(scope, operation.id)).map(({ id }) => id),
  });
  return {
    identify: (native) => ({ id: (native as JobRow).operation.id }),
    attributes: Object.fromEntries(
      Object.entries(READERS).map(([key, read]) => [key, (native: JobRow) => read(native)]),
    ) as AnyResourceAdapter["attributes"],
    async *list() {
      const all = await operations.list(scope);
      const nested = new Map<string, string[]>();
      for (const { id, parent } of all) if (parent !== undefined) nested.set(parent, [...(nested.get(parent) ?? []), id]);
      yield all.map((operation) => ({ operation, nested: nested.get(operation.id) ?? [] }));
    },
    async read(ids) {
      const found = await Promise.all(ids.map((id) => operations.get(scope, id)));
      const rows = await Promise.all(found.flatMap((operation) => (operation ? [row(operation)] : [])));
      return new Map(rows.map((held) => [held.operation.id, held]));
    },
    operations: {
      stop: {
        run: async (id: string) => {
          await control.stop(id);
          return { id };
        },
        available: (native: unknown) => control.stoppable((native as JobRow).operation.id),
      },
    } as NonNullable<AnyResourceAdapter["operations"]>,
    delete: async (id, context) => {
      await context.step("delete", { send: () => patiently(() => remove(id), { ...context, limits }) });
      return { id };
    },
  };

  /** 5.17.1.1: a Job that runs on cannot be deleted. */
  async function remove(id: string): Promise<undefined> {
    const operation = await operations.get(scope, id);
    if (operation && !SETTLED.has(operation.state))
      throw new ProviderFault("conflict", "the Job still runs and cannot be stopped any more");
    await operations.delete(scope, id);
  }
}

export const SETTLED: ReadonlySet<string> = new Set(["SUCCESS", "FAILED", "STOPPED"]);

const jobPath = (id: string): string => `jobs/${id}`;

const details = ({ operation }: JobRow): Values => (operation.details ?? {}) as Values;

const READERS: Readonly<Record<string, (row: JobRow) => unknown>> = {
  created: ({ operation }) => operation.started,
  state: ({ operation }) => operation.state,
  targetResource: ({ operation }) => ({ href: operation.resource }),
  affectedResources: ({ operation }) => operation.affected.map((href) => ({ href })),
  action: ({ operation }) => (operation.action.includes(":") ? operation.action : ACTION + operation.action),
  returnCode: ({ operation }) => operation.returnCode,
  progress: ({ operation }) => operation.progress,
  statusMessage: ({ operation }) => operation.statusMessage,
  timeOfStatusChange: ({ operation }) => operation.changed,
  parentJob: ({ operation }) => (operation.parent === undefined ? undefined : { href: jobPath(operation.parent) }),
  nestedJobs: ({ nested }) => nested.map((id) => ({ href: jobPath(id) })),
  nativeRequestId: (row) => details(row).nativeRequestId,
  nativeId: (row) => details(row).nativeId,
  location: (row) => details(row).location,
};

const ACTION = "http://schemas.dmtf.org/cimi/2/action/";
