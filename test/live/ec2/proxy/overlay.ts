import { interfaceKey } from "./interfaces.js";
import type { Memory } from "./memory.js";
import { attachmentKey, modificationKey } from "./transitions.js";
import { child, type Element, element, removeChild, setChild, textAt } from "./xml.js";

export const STATE_CODES: Readonly<Record<string, string>> = {
  pending: "0",
  running: "16",
  "shutting-down": "32",
  terminated: "48",
  stopping: "64",
  stopped: "80",
};

/** A kind of native object is recognised by what it has, in whatever answer it stands. */
interface Shape {
  readonly has: readonly string[];
  show(found: Element, memory: Memory): void;
}

const SHAPES: readonly Shape[] = [
  { has: ["instanceId", "instanceState"], show: showInstance },
  { has: ["volumeId", "status", "availabilityZone"], show: (found, memory) => showState(found, "status", "volumeId", memory) },
  { has: ["volumeId", "status", "device"], show: showAttachment },
  { has: ["volumeId", "status", "deleteOnTermination"], show: showAttachment },
  { has: ["volumeId", "modificationState"], show: showModification },
  { has: ["snapshotId", "status", "progress"], show: showSnapshot },
  { has: ["vpcId", "state", "isDefault"], show: (found, memory) => showState(found, "state", "vpcId", memory) },
  { has: ["subnetId", "state", "cidrBlock"], show: (found, memory) => showState(found, "state", "subnetId", memory) },
  { has: ["cidrBlock", "cidrBlockState"], show: (found, memory) => showBlock(found, "cidrBlockState", memory) },
  { has: ["ipv6CidrBlock", "ipv6CidrBlockState"], show: (found, memory) => showBlock(found, "ipv6CidrBlockState", memory) },
  { has: ["natGatewayId", "state"], show: (found, memory) => showState(found, "state", "natGatewayId", memory) },
  { has: ["networkInterfaceId", "macAddress"], show: showInterface },
  { has: ["imageId", "imageState"], show: (found, memory) => showState(found, "imageState", "imageId", memory) },
];

/** Puts the transient states into an answer of moto. */
export function overlay(answer: Element, memory: Memory): void {
  for (const shape of SHAPES) {
    if (shape.has.every((name) => child(answer, name) !== undefined)) shape.show(answer, memory);
  }
  for (const part of answer.children) overlay(part, memory);
}

export function stateElement(name: string, state: string): Element {
  return element(name, [element("code", STATE_CODES[state] ?? ""), element("name", state)]);
}

function showInstance(found: Element, memory: Memory): void {
  const id = textAt(found, "instanceId") ?? "";
  const state = memory.transitions.state(id);
  if (state !== undefined) setChild(found, stateElement("instanceState", state));
  if (textAt(found, "stateReason", "code") === "") removeChild(found, "stateReason");
  if (memory.hibernated.has(id) && child(found, "stateReason")) setChild(found, hibernationReason());
}

function hibernationReason(): Element {
  const code = "Client.UserInitiatedHibernate";
  return element("stateReason", [element("code", code), element("message", `${code}: User initiated hibernate`)]);
}

function showAttachment(found: Element, memory: Memory): void {
  const state = memory.transitions.state(attachmentKey(textAt(found, "volumeId") ?? ""));
  if (state !== undefined) setChild(found, element("status", state));
}

function showInterface(found: Element, memory: Memory): void {
  const id = textAt(found, "networkInterfaceId") ?? "";
  if (memory.managedInterfaces.has(id)) setChild(found, element("requesterManaged", "true"));
  const attachment = child(found, "attachment");
  if (attachment === undefined || attachment.children.length === 0) return;
  setChild(attachment, element("deleteOnTermination", String(memory.goingInterfaces.has(id))));
  const state = memory.transitions.state(interfaceKey(id));
  if (state !== undefined) setChild(attachment, element("status", state));
}

function showModification(found: Element, memory: Memory): void {
  const state = memory.transitions.state(modificationKey(textAt(found, "volumeId") ?? ""));
  if (state === undefined) return;
  setChild(found, element("modificationState", state));
  setChild(found, element("progress", state === "modifying" ? "0" : "50"));
  removeChild(found, "endTime");
}

function showSnapshot(found: Element, memory: Memory): void {
  showState(found, "status", "snapshotId", memory);
  const size = memory.snapshotSizes.get(textAt(found, "snapshotId") ?? "");
  if (size !== undefined) setChild(found, element("volumeSize", String(size)));
  if (textAt(found, "status") === "pending") setChild(found, element("progress", "0%"));
}

/** A block of a subnet has its state within its state. */
function showBlock(found: Element, field: string, memory: Memory): void {
  const state = memory.transitions.state(textAt(found, "associationId") ?? "");
  const nested = /'State': '(\w+)'/.exec(textAt(found, field, "state") ?? "")?.[1];
  const shown = state ?? nested;
  if (shown !== undefined) setChild(found, element(field, [element("state", shown)]));
}

function showState(found: Element, field: string, id: string, memory: Memory): void {
  const state = memory.transitions.state(textAt(found, id) ?? "");
  if (state !== undefined) setChild(found, element(field, state));
}
