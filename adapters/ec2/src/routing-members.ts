import type { RouteTable } from "@aws-sdk/client-ec2";
import { type Context, gather, type Membership, ProviderFault } from "@cimi-gateway/adapter";
import { filter } from "./client.js";
import type { Cloud } from "./cloud.js";
import { unlessGone } from "./errors.js";
import { tablePages } from "./route-tables.js";
import { subnetOf } from "./segments.js";
import { type Sent, sent } from "./writes.js";

/** The association of a subnet, and the table that it is with. Without one the subnet uses the main table. */
async function associationOf(cloud: Cloud, subnet: string, context: Context) {
  const tables = await gather(tablePages(cloud, context, [filter("association.subnet-id", [subnet])]));
  const held = tables.map((table) => ({ table, association: associationIn(table, subnet) }));
  return held.find(({ association }) => association !== undefined);
}

const associationIn = ({ Associations = [] }: RouteTable, subnet: string) =>
  Associations.find(({ SubnetId, AssociationState }) => SubnetId === subnet && AssociationState?.State !== "disassociated");

/** A subnet is associated with both of its segments. */
export const routingMembership = (cloud: Cloud): Required<Membership> => ({
  async insert(id, item, context) {
    const subnet = subnetOf(item);
    await context.step(`holder ${item}`, { send: () => free(cloud, id, subnet, context) });
    const made = await context.step(`associate ${item}`, {
      send: () => associate(cloud, id, subnet, context),
      find: async () => ((await associationOf(cloud, subnet, context))?.table.RouteTableId === id ? { id } : undefined),
      undo: async () => {
        await disassociate(cloud, id, subnet, context);
      },
    });
    return { ...made, id };
  },
  async remove(id, item, context) {
    const gone = await context.step(`disassociate ${item}`, { send: () => disassociate(cloud, id, subnetOf(item), context) });
    return { ...gone, id };
  },
});

async function free(cloud: Cloud, id: string, subnet: string, context: Context): Promise<string> {
  const holder = (await associationOf(cloud, subnet, context))?.table.RouteTableId;
  if (holder === undefined || holder === id) return id;
  throw new ProviderFault("conflict", `the segment ${subnet} has the routing service ${holder}; remove it there first`);
}

export async function associate({ client }: Cloud, id: string, SubnetId: string, context: Context): Promise<Sent> {
  return sent(
    id,
    await client.write(context, (ec2, sending) => ec2.associateRouteTable({ RouteTableId: id, SubnetId }, sending)),
  );
}

export async function disassociate(cloud: Cloud, id: string, subnet: string, context: Context): Promise<Sent> {
  const held = await associationOf(cloud, subnet, context);
  const AssociationId = held?.table.RouteTableId === id ? held.association?.RouteTableAssociationId : undefined;
  if (AssociationId === undefined) return { id };
  return cloud.client
    .write(context, (ec2, sending) => ec2.disassociateRouteTable({ AssociationId }, sending))
    .then(
      (answer) => sent(id, answer),
      (error) => unlessGone(error, { id }),
    );
}
