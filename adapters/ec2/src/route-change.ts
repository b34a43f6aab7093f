import type { RouteTable } from "@aws-sdk/client-ec2";
import { type Context, ProviderFault, type WriteContext } from "@cimi-gateway/adapter";
import { InvalidValue } from "@cimi-gateway/model";
import type { Cloud } from "./cloud.js";
import { unlessGone } from "./errors.js";
import { changeableRoutes, destinationInput, type NativeRoute } from "./routes.js";
import { RESERVED } from "./tags.js";
import { setTags } from "./writes.js";

/** Of a tag's value (PROVIDERS.md, section 8). */
const LONGEST = 256;

/** The names of routes, where they are not their destinations. @throws InvalidValue where EC2 cannot keep them */
export function namesTag(routes: readonly NativeRoute[]): Readonly<Record<string, string>> {
  const named = routes.filter(({ name, destination }) => name !== destination);
  const text = JSON.stringify(Object.fromEntries(named.map(({ name, destination }) => [destination, name])));
  if (text.length > LONGEST)
    throw new InvalidValue(
      `have names that EC2 cannot keep, of ${text.length} characters together with their destinations; accepted: ${LONGEST}, or routes that are named by their destinations`,
      ["policies", "route"],
    );
  return { [RESERVED.routes]: text };
}

/** The routes of a new table. */
export const setRoutes = (cloud: Cloud, id: string, wanted: readonly NativeRoute[], context: WriteContext): Promise<void> =>
  carryOut(cloud, id, [], wanted, context);

/** Replaces the routes of a table. What it has is kept by a step, as a second run would find it changed. */
export async function changeRoutes(
  cloud: Cloud,
  id: string,
  wanted: readonly NativeRoute[],
  read: () => Promise<RouteTable>,
  context: WriteContext,
): Promise<void> {
  const tag = namesTag(wanted);
  const present = await context.step("routes", { send: async () => changeableRoutes(await read()) });
  await carryOut(cloud, id, present, wanted, context);
  await setTags(cloud.client, context, "names", id, [{ Key: RESERVED.routes, Value: tag[RESERVED.routes] ?? "" }]);
}

/** One call for each route that differs: EC2 replaces the target of a destination, so that it is never without one. */
async function carryOut(
  cloud: Cloud,
  id: string,
  present: readonly NativeRoute[],
  wanted: readonly NativeRoute[],
  context: WriteContext,
): Promise<void> {
  const before = new Map(present.map((route) => [route.destination, route]));
  const after = new Set(wanted.map(({ destination }) => destination));
  for (const route of wanted) {
    const held = before.get(route.destination);
    if (!held)
      await step(
        `add ${route.destination}`,
        () => add(cloud, id, route, context),
        () => drop(cloud, id, route, context),
      );
    else if (held.target !== route.target || held.value !== route.value)
      await step(
        `replace ${route.destination}`,
        () => replace(cloud, id, route, context),
        () => replace(cloud, id, held, context),
      );
  }
  for (const route of present)
    if (!after.has(route.destination))
      await step(
        `drop ${route.destination}`,
        () => drop(cloud, id, route, context),
        () => add(cloud, id, route, context),
      );

  async function step(name: string, send: () => Promise<void>, undo: () => Promise<void>): Promise<void> {
    await context.step(name, { send: async () => send().then(() => undefined), undo });
  }
}

const inputOf = (RouteTableId: string, { destination, target, value }: NativeRoute) => ({
  RouteTableId,
  ...destinationInput(destination),
  [target]: value,
});

/** That the same route is there already means that this call acted before. */
async function add({ client }: Cloud, id: string, route: NativeRoute, context: Context): Promise<void> {
  await client
    .write<unknown>(context, (ec2, sending) => ec2.createRoute(inputOf(id, route), sending))
    .catch((error) => {
      if (!(error instanceof ProviderFault) || error.code !== "RouteAlreadyExists") throw error;
    });
}

async function replace({ client }: Cloud, id: string, route: NativeRoute, context: Context): Promise<void> {
  await client.write(context, (ec2, sending) => ec2.replaceRoute(inputOf(id, route), sending));
}

async function drop({ client }: Cloud, id: string, { destination }: NativeRoute, context: Context): Promise<void> {
  const input = { RouteTableId: id, ...destinationInput(destination) };
  await client
    .write<unknown>(context, (ec2, sending) => ec2.deleteRoute(input, sending))
    .catch((error) => unlessGone(error, undefined));
}
