import type { Call, Handler } from "./call.js";
import { requiredParameter } from "./call.js";
import { groups, isTrue } from "./form.js";
import { done, refuse } from "./refusal.js";
import { type Element, element, itemsAt, itemsElement, removeChild, setChild, textAt } from "./xml.js";

/** What moto forgets of a connection. */
export interface Connection {
  readonly isStatic: boolean;
  readonly routes: Set<string>;
  /** Of its two tunnels, by the address outside. */
  readonly keys: Map<string, string>;
  /** The one that it was led to later. */
  peer?: string;
}

/** Addresses for documentation (RFC 5737). */
const TUNNELS = ["198.51.100.1", "198.51.100.2"];

export const createVpnConnection: Handler = async (call) => {
  const answer = await call.forward();
  const id = textAt(answer, "vpnConnection", "vpnConnectionId") ?? "";
  const keys = groups(call.form, "Options.TunnelOptions").map((tunnel) => tunnel.get("PreSharedKey"));
  call.memory.connections.set(id, {
    isStatic: isTrue(call.form, "Options.StaticRoutesOnly"),
    routes: new Set(),
    keys: new Map(TUNNELS.map((tunnel, index) => [tunnel, keys[index] ?? `made.by.ec2.${index}`])),
  });
  call.memory.transitions.begin(id, [["pending", call.memory.durations.networkPending]]);
  call.memory.made(id);
  return answer;
};

/** EC2 refuses changes while another is under way. */
async function connectionOf(call: Call): Promise<Connection> {
  const id = requiredParameter(call, "VpnConnectionId");
  const known = call.memory.connections.get(id);
  if (!known) refuse("InvalidVpnConnectionID.NotFound", `The vpnConnection ID '${id}' does not exist`);
  const state = call.memory.transitions.state(id);
  if (state !== undefined) refuse("IncorrectState", `The connection ${id} is ${state}`);
  return known;
}

const modifying = ({ memory, form }: Call): void =>
  memory.transitions.begin(form.get("VpnConnectionId") ?? "", [["modifying", memory.durations.networkPending]]);

export const createVpnConnectionRoute: Handler = async (call) => {
  const { isStatic, routes } = await connectionOf(call);
  if (!isStatic) refuse("InvalidParameterValue", "The connection does not use static routes");
  routes.add(requiredParameter(call, "DestinationCidrBlock"));
  return done(call.action);
};

export const deleteVpnConnectionRoute: Handler = async (call) => {
  const prefix = requiredParameter(call, "DestinationCidrBlock");
  if (!(await connectionOf(call)).routes.delete(prefix)) refuse("InvalidRoute.NotFound", `There is no route to ${prefix}`);
  return done(call.action);
};

export const modifyVpnConnection: Handler = async (call) => {
  const [connection, peer] = [await connectionOf(call), requiredParameter(call, "CustomerGatewayId")];
  const peers = itemsAt(await call.world.call("DescribeCustomerGateways"), "customerGatewaySet");
  if (!peers.some((one) => textAt(one, "customerGatewayId") === peer))
    refuse("InvalidCustomerGatewayID.NotFound", `The customerGateway ID '${peer}' does not exist`);
  connection.peer = peer;
  modifying(call);
  return element(`${call.action}Response`, []);
};

export const modifyVpnTunnelOptions: Handler = async (call) => {
  const [{ keys }, tunnel] = [await connectionOf(call), requiredParameter(call, "VpnTunnelOutsideIpAddress")];
  if (!keys.has(tunnel)) refuse("InvalidParameterValue", `The connection has no tunnel ${tunnel}`);
  keys.set(tunnel, call.form.get("TunnelOptions.PreSharedKey") ?? keys.get(tunnel)!);
  modifying(call);
  return element(`${call.action}Response`, []);
};

/** Puts what moto forgot into the items of a list. */
export function completeConnections(answer: Element, { memory }: Call): void {
  for (const item of itemsAt(answer, "vpnConnectionSet")) {
    const known = memory.connections.get(textAt(item, "vpnConnectionId") ?? "");
    if (!known) continue;
    const state = memory.transitions.state(textAt(item, "vpnConnectionId") ?? "");
    if (state !== undefined) setChild(item, element("state", state));
    if (known.peer !== undefined) setChild(item, element("customerGatewayId", known.peer));
    const tunnels = [...known.keys].map(([address, key]) => [element("outsideIpAddress", address), element("preSharedKey", key)]);
    removeChild(item, "options");
    const isStatic = element("staticRoutesOnly", String(known.isStatic));
    setChild(item, element("options", [isStatic, itemsElement("tunnelOptionSet", tunnels)]));
    const routes = [...known.routes].map((prefix) => [element("destinationCidrBlock", prefix), element("state", "available")]);
    setChild(item, itemsElement("routes", routes));
  }
}
