import { expect } from "@jest/globals";
import type { Shown } from "../../support/gateway.js";
import { openSandbox } from "../../support/sandbox.js";

export const N1 = "http://schemas.dmtf.org/cimi/1";
export const N2 = "http://schemas.dmtf.org/cimi/2";
export const MACHINES = "/cimi/2/sandbox/machines";

/** A request; what it leaves out is a POST to the machines. */
export type Asked = Partial<{ method: string; target: string; headers: Record<string, string>; body: object | string }>;

export const ready = { machineConfig: { href: "machineConfigs/tiny" }, machineImage: { href: "machineImages/debian-12" } };

export const machine = (template: object, more: object = {}) => ({
  resourceURI: `${N2}/MachineCreate`,
  ...more,
  machineTemplate: { ...ready, ...template },
});

export const xmlMachine = (inner: string): string =>
  `<MachineCreate xmlns="${N2}"><machineTemplate><machineConfig href="machineConfigs/tiny"/><machineImage href="machineImages/debian-12"/>${inner}</machineTemplate></MachineCreate>`;

export const nested = (depth: number, open: string, close: string): string => open.repeat(depth) + close.repeat(depth);
export const typed = (type: string) => ({ headers: { "content-type": type } });

export interface Refuse {
  readonly sandbox: Awaited<ReturnType<typeof openSandbox>>;
  /** 4.2.2: a refusal is a Job in the format asked for, no Job is kept, nothing is made, and it takes no time. */
  refused(asked: Asked, status: number, message?: RegExp): Promise<void>;
  close(): Promise<void>;
}

const FORMATS = ["application/json", "application/xml"];
/** Milliseconds; the bodies are at most 2 MB, and other tests run at the same time. */
const SOON = 1_000;

/** A gateway over two clouds, and what it must do with a bad request. */
export async function openRefuse(): Promise<Refuse> {
  const sandbox = await openSandbox({ others: ["other"] });
  return {
    sandbox,
    close: () => sandbox.close(),
    async refused(asked, status, message = /./) {
      const before = await sandbox.state();
      for (const accept of FORMATS) {
        const started = performance.now();
        const answer = await sandbox.gateway.send(asked.method ?? "POST", asked.target ?? MACHINES, sending(asked, accept));
        expect([answer.status, answer.body]).toEqual([status, expect.stringMatching(message)]);
        expect(performance.now() - started).toBeLessThan(SOON);
        expect(answer.headers["CIMI-Job-URI"]).toBeUndefined();
        expect(answer.body).not.toMatch(/\.[jt]s:\d|node_modules/);
        expectJob(answer, asked.headers?.accept ?? accept, status);
      }
      expect(await sandbox.state()).toEqual(before);
    },
  };
}

const sending = ({ headers, body }: Asked, accept: string) => ({
  headers: { accept, ...headers },
  ...(body !== undefined && { body }),
});

interface Answered {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

function expectJob({ body, headers }: Answered, accept: string, status: number): void {
  if (!FORMATS.includes(accept)) return;
  expect(headers["Content-Type"]).toBe(accept);
  if (accept === "application/xml") {
    expect(body).toMatch(/<Job xmlns="http:\/\/schemas\.dmtf\.org\/cimi\/[12]"><id\/><state>FAILED<\/state>/);
    return;
  }
  const { resourceURI, state, id, returnCode } = JSON.parse(body) as Shown;
  expect([state, id, returnCode]).toEqual(["FAILED", "", 10_000 + status]);
  expect(resourceURI).toMatch(/\/cimi\/[12]\/Job$/);
}
