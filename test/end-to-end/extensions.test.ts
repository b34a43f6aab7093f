import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { openSandbox } from "../support/sandbox.js";

const NAMESPACE = "urn:cimi-gateway:sandbox:1";
const ACTION = `${NAMESPACE}/action/migrate`;
let sandbox: Awaited<ReturnType<typeof openSandbox>>;
beforeAll(async () => {
  sandbox = await openSandbox();
});
afterAll(() => sandbox.close());

const face = (edition: number): string => `/cimi/${edition}/sandbox/`;
const xml = (edition: number, type: string, inner: string): string =>
  `<${type} xmlns="http://schemas.dmtf.org/cimi/${edition}">${inner}</${type}>`;

/** Where the new Machine is, under the face of an edition. */
async function made(edition: number, body: object | string): Promise<string> {
  const answer = await sandbox.gateway.send("POST", `${face(edition)}machines`, { body });
  expect([answer.status, answer.body]).toEqual([expect.any(Number), expect.not.stringContaining("FAILED")]);
  await sandbox.gateway.job(answer);
  return answer.headers.Location!;
}

const template = (more: object = {}) => ({
  machineConfig: { href: "machineConfigs/small" },
  machineImage: { href: "machineImages/debian-12" },
  ...more,
});
const read = async (target: string, type = "application/json") =>
  (await sandbox.gateway.send("GET", target, { headers: { accept: type } })).body;

type Shown = Readonly<Record<string, unknown>>;

const placeOf = async (machine: string): Promise<string | undefined> =>
  /<rack [^>]*>(.*)<\/rack>/.exec(await read(machine, "application/xml"))?.[1];

describe.each([1, 2])("what the sandbox has beyond CIMI (5.1), in edition %i", (edition) => {
  const create = (more: object) => ({
    resourceURI: `http://schemas.dmtf.org/cimi/${edition}/MachineCreate`,
    machineTemplate: template(more),
  });

  it("is said at creation in JSON, and shown in XML, and in JSON of edition 2 alone", async () => {
    const machine = await made(edition, create({ rack: "rack-2", maintenance: "Sundays" }));
    const { rack, maintenance } = JSON.parse(await read(machine)) as Shown;
    expect([rack, maintenance]).toEqual(edition === 2 ? ["rack-2", "Sundays"] : [undefined, undefined]);
    expect(await read(machine, "application/xml")).toContain(
      `<rack xmlns="${NAMESPACE}">rack-2</rack><maintenance xmlns="${NAMESPACE}">Sundays</maintenance>`,
    );
  });

  it("is said at creation in XML, and shown by the tolerant face as by the strict one", async () => {
    const inner = `<machineConfig href="machineConfigs/small"/><machineImage href="machineImages/debian-12"/><rack xmlns="${NAMESPACE}">rack-3</rack>`;
    const machine = await made(edition, xml(edition, "MachineCreate", `<machineTemplate>${inner}</machineTemplate>`));
    expect(await placeOf(machine)).toBe("rack-3");
    const tolerant = await sandbox.gateway.send("GET", machine.replace(`/cimi/${edition}/`, "/cimi/"), {
      headers: { accept: "application/json", "cimi-specification-version": `${edition}.0` },
    });
    expect(tolerant.body.includes("rack-3")).toBe(edition === 2);
  });

  it("is changed by PUT where the consumer may, and by migrate where not", async () => {
    const machine = await made(edition, create({}));
    const body = xml(
      edition,
      "Machine",
      `<rack xmlns="${NAMESPACE}">rack-4</rack><maintenance xmlns="${NAMESPACE}">never</maintenance>`,
    );
    await sandbox.gateway.job(await sandbox.gateway.send("PUT", `${machine}?$select=rack,maintenance`, { body }));
    const changed = await read(machine, "application/xml");
    expect([changed.includes(">rack-1<"), changed.includes(">never<")]).toEqual([true, true]);
    const { operations } = JSON.parse(await read(machine)) as { operations: { rel: string; href: string }[] };
    const link = operations.find(({ rel }) => rel === ACTION)!;
    const action = xml(edition, "Action", `<action>${ACTION}</action><rack>rack-4</rack>`);
    await sandbox.gateway.job(await sandbox.gateway.send("POST", link.href, { body: action }));
    expect(await placeOf(machine)).toBe("rack-4");
  });

  it("is refused outside the cloud's own value scope, before anything is sent (5.5.14)", async () => {
    const before = await sandbox.world.census();
    const answer = await sandbox.gateway.send("POST", `${face(edition)}machines`, { body: create({ rack: "cellar" }) });
    expect([answer.status, answer.body]).toEqual([400, expect.stringContaining("rack-4")]);
    expect(await sandbox.world.census()).toEqual(before);
  });
});
