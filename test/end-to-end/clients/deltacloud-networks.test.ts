import { readXmlDocument, type XmlElement } from "@cimi-gateway/model";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { ORIGIN } from "../../support/gateway.js";
import { openSandbox } from "../../support/sandbox.js";

/** PEERS 2.3: networks and addresses as the web client of Deltacloud asks for them, in XML of edition 1, which the schema judges. */
let sandbox: Awaited<ReturnType<typeof openSandbox>>;
beforeAll(async () => {
  sandbox = await openSandbox();
});
afterAll(() => sandbox.close());

const N1 = "http://schemas.dmtf.org/cimi/1";
const BASE = `${ORIGIN}/cimi/`;
const ACCEPT = "*/*; q=0.5, application/xml";

const ask = (method: string, target: string, body?: string) =>
  sandbox.gateway.send(method, target, { headers: { accept: ACCEPT }, ...(body !== undefined && { body }) });
const read = async (target: string): Promise<XmlElement> => readXmlDocument((await ask("GET", target)).body);
const named = ({ children }: XmlElement, name: string) => children.filter((child) => child.name === name);
const text = (element: XmlElement, name: string): string | undefined => named(element, name)[0]?.text;
const hrefOf = (element: XmlElement, name: string): string => named(element, name)[0]!.attributes.get("href")!;

async function made(collection: string, body: string): Promise<XmlElement> {
  const answer = await ask("POST", `${BASE}${collection}`, body);
  expect([201, 202]).toContain(answer.status);
  expect((await sandbox.gateway.job(answer)).state).toBe("SUCCESS");
  return read(text(readXmlDocument(answer.body), "id")!);
}

async function removed(id: string): Promise<void> {
  const answer = await ask("DELETE", id);
  expect([200, 202]).toContain(answer.status);
  expect((await sandbox.gateway.job(answer)).state).toBe("SUCCESS");
}

const network = (template: string) =>
  made("networks", `<NetworkCreate xmlns="${N1}"><name>n</name><networkTemplate>${template}</networkTemplate></NetworkCreate>`);
const config = `<networkConfig><networkType>PRIVATE</networkType><mtu> 1400 </mtu></networkConfig>`;

describe("the web client of Deltacloud, with networks", () => {
  it("reads every Collection of networks that the entry point names", async () => {
    const entry = await read(`${BASE}cloudEntryPoint`);
    for (const name of ["networks", "networkConfigs", "networkPorts", "addresses", "addressTemplates", "forwardingGroups"]) {
      const collection = await read(hrefOf(entry, name));
      const members = collection.children.filter((child) => /^[A-Z]/.test(child.name));
      expect([collection.name, text(collection, "count")]).toEqual(["Collection", String(members.length)]);
    }
  });

  it("makes a network of a configuration and a group", async () => {
    const one = await network(config);
    const group = await made(
      "forwarding_groups",
      `<ForwardingGroupCreate xmlns="${N1}"><forwardingGroupTemplate><network href="${text(one, "id")}"/></forwardingGroupTemplate></ForwardingGroupCreate>`,
    );
    const two = await network(`${config}<forwardingGroup href="${text(group, "id")}"/>`);
    expect([text(two, "networkType"), text(two, "mtu"), hrefOf(two, "forwardingGroup")]).toEqual([
      "PRIVATE",
      "1400",
      text(group, "id"),
    ]);
    expect(named(await read(text(group, "id")!), "network")).toHaveLength(2);
    for (const element of [group, one, two]) await removed(text(element, "id")!);
  });

  it("makes an address from a template", async () => {
    const template = await made(
      "address_templates",
      `<AddressTemplate xmlns="${N1}"><name>t</name><allocation>dynamic</allocation></AddressTemplate>`,
    );
    const body = `<AddressCreate xmlns="${N1}"><name>a</name><addressTemplate href="${text(template, "id")}"/></AddressCreate>`;
    const address = await made("addresses", body);
    expect([text(address, "name"), text(address, "protocol"), text(address, "allocation")]).toEqual(["a", "IPv4", "dynamic"]);
    expect(text(await read(`${BASE}addresses/${text(address, "id")!.replace(/^.*\//, "")}`), "ip")).toBe(text(address, "ip"));
    await removed(text(address, "id")!);
  });

  it("reads the interfaces of a machine, their addresses, ports and metadata", async () => {
    const ingredients = `<machineConfig href="${BASE}machineConfigs/tiny"/><machineImage href="${BASE}machineImages/debian-12"/>`;
    const machine = await made(
      "machines",
      `<MachineCreate xmlns="${N1}"><name>m</name><machineTemplate>${ingredients}</machineTemplate></MachineCreate>`,
    );
    const [nic] = named(await read(hrefOf(machine, "networkInterfaces")), "MachineNetworkInterface");
    expect(text(nic!, "state")).toBe("Active");
    expect(text(await read(hrefOf(nic!, "networkPort")), "state")).toBe("STARTED");
    const [link] = named(await read(`${hrefOf(nic!, "addresses")}?$expand=address`), "MachineNetworkInterfaceAddress");
    expect(text(named(link!, "address")[0]!, "ip")).toMatch(/^10\./);
    await read(`${text(machine, "id")}?$expand=*`);
    await read(`${BASE}resourceMetadata`);
    await removed(text(machine, "id")!);
  });
});
