import type { Reference, Values } from "@cimi-gateway/model";
import type { Entity } from "../read/entity.js";
import { inPlace } from "../write/template.js";
import { interfaceTemplate } from "./machine-network-interface.js";
import { hrefOf, isEthernet, type Surroundings } from "./surroundings.js";
import { given, type Wishes } from "./wishes.js";

/** A MachineTemplate with edition 1's networkInterfaces as edition 2's interfaceTemplates, in which form it is kept. */
export async function withInterfaceTemplates({ networkInterfaces, ...held }: Values, wishes: Wishes): Promise<Values> {
  if (networkInterfaces === null) return { ...held, interfaceTemplates: null };
  const made: Reference[] = [];
  for (const [index, one] of (networkInterfaces as readonly Values[]).entries())
    made.push({ value: await inPlace("networkInterfaces", () => inPlace(index, () => interfaceTemplate(one, wishes))) });
  return { ...held, interfaceTemplates: [...((held.interfaceTemplates as readonly Reference[] | undefined) ?? []), ...made] };
}

/**
 * What a MachineTemplate shows in edition 1: of its interfaceTemplates those that say their network.
 *
 * @param kept what the templates hold that are given by reference, by their paths
 */
export function machineTemplateValues({ values }: Entity, around: Surroundings, kept: ReadonlyMap<string, Values>): Values {
  const { interfaceTemplates, ...rest } = values;
  const shown = ((interfaceTemplates ?? []) as readonly Reference[]).flatMap((reference) =>
    interfaceShown({ ...kept.get(reference.href ?? ""), ...reference.value }, around),
  );
  return shown.length === 0 ? rest : { ...rest, networkInterfaces: shown };
}

function interfaceShown({ endpoints, endpointTemplates, initialState, mtu }: Values, around: Surroundings): readonly Values[] {
  const existing = ((endpoints ?? []) as readonly Reference[]).flatMap((reference) => around.at(reference) ?? []);
  const wished = ((endpointTemplates ?? []) as readonly Reference[]).flatMap(({ value }) => around.at(value?.segment) ?? []);
  const network = [
    ...existing.map(({ values }) => hrefOf(around.networkOf(values))),
    ...wished.map(({ values }) => hrefOf(values.network)),
  ].find((href) => href !== undefined);
  if (network === undefined) return [];
  const port = existing.find(({ values }) => isEthernet(values));
  const addresses = existing.filter((one) => one !== port).map(({ id }) => ({ href: `addresses/${encodeURIComponent(id)}` }));
  return [
    given({
      addresses: addresses.length === 0 ? undefined : addresses,
      network: { href: network },
      networkPort: port && { href: `networkPorts/${encodeURIComponent(port.id)}` },
      state: initialState === "DISABLED" ? "Disabled" : "Active",
      mtu,
    }),
  ];
}
