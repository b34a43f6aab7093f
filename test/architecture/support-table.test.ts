import { type Adapter, silentLog, systemClock } from "@cimi-gateway/adapter";
import { open as openEc2 } from "@cimi-gateway/adapter-ec2";
import { open as openSandbox } from "@cimi-gateway/adapter-sandbox";
import { type Model, model, type ResourceName } from "@cimi-gateway/model";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { TestGateway } from "../support/gateway.js";
import { textOf } from "./sources.js";

const described: Model = model;
const [BEGIN, END] = ["<!-- support -->\n", "<!-- /support -->"];
const nothing = { folder: ":memory:", clock: systemClock, log: silentLog };
const credentials = { "credentials.accessKeyId": "none", "credentials.secretAccessKey": "none" };

let gateway: TestGateway;
let adapters: readonly Adapter[];

beforeAll(async () => {
  const sandbox = await openSandbox({ ...nothing, cloud: "sandbox", settings: {} });
  const ec2 = await openEc2({ ...nothing, cloud: "ec2", settings: { region: "eu-west-1", hibernation: true, ...credentials } });
  adapters = [sandbox, ec2];
  const clouds = adapters.map((adapter) => ({ name: adapter.name, adapter }));
  gateway = await TestGateway.open(sandbox, { clouds });
});
afterAll(() => gateway.close());

/** What is there besides reading; the operations in the model's order. */
function offered({ resources }: Adapter, type: string): string | undefined {
  const adapter = resources[type as ResourceName];
  if (!adapter) return undefined;
  const writes = [adapter.create && "add", adapter.update && "edit", adapter.delete && "delete"].filter(
    (name) => name !== undefined,
  );
  const inserts = resources.locatedVolume?.create !== undefined;
  const operations = Object.entries(described[type]!.operations)
    .filter(([name, { inserts: into }]) => (into === undefined ? name in (adapter.operations ?? {}) : inserts))
    .map(([name]) => `\`${name}\``);
  return [...writes, ...operations].join(", ") || "read only";
}

/** The types that the entry point of a cloud lists. */
async function listed({ name }: Adapter): Promise<ReadonlySet<string>> {
  const entryPoint = await gateway.get(`/cimi/2/${name}/cloudEntryPoint`);
  return new Set(
    Object.entries(described).flatMap(([type, description]) => (description!.collection! in entryPoint ? [type] : [])),
  );
}

async function table(): Promise<string> {
  const served = await Promise.all(adapters.map(listed));
  const types = Object.keys(model).filter(
    (type) => served.some((set) => set.has(type)) || adapters.some((adapter) => offered(adapter, type)),
  );
  const cell = (adapter: Adapter, index: number, type: string) =>
    offered(adapter, type) ?? (served[index]!.has(type) ? "_kept_" : "–");
  const rows = types.map((type) => [type, ...adapters.map((adapter, index) => cell(adapter, index, type))]);
  const lines = [["Type", ...adapters.map(({ name }) => name)], ["---", ...adapters.map(() => "---")], ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}

it("the table of README.md shows what the adapters have", async () => {
  const readme = textOf("README.md");
  const printed = readme.slice(readme.indexOf(BEGIN) + BEGIN.length, readme.indexOf(END)).trim();
  expect(printed).toBe((await table()).trim());
});
