import { type Attributes, bodyType, type Description, readCreate } from "@cimi-gateway/model";
import { previewOf } from "../jobs/operation.js";
import { existing } from "../read/get.js";
import type { Parent, Route } from "../route.js";
import type { Session } from "../session.js";
import { attachment } from "./attach.js";
import { commonOf } from "./common.js";
import type { Prepared } from "./create.js";
import { checkState } from "./initial-state.js";
import type { Message } from "./message.js";
import { createOf } from "./native-create.js";
import { checkProperties } from "./properties.js";
import { mergedTemplate } from "./template.js";
import { Trail } from "./trail.js";

type Collection = Extract<Route, { kind: "collection" }>;

/**
 * An `add` to the volumes of a machine: in edition 1 a MachineVolume that names an existing Volume, in edition 2 a VolumeCreate,
 * whose Volume is made by a nested Job and connected (5.5.12.1).
 */
export async function prepareConnected(session: Session, route: Collection, message: Message): Promise<Prepared> {
  const machine = await existing(session, { type: route.parent!.type, id: route.parent!.id });
  checkState(machine, route.parent!);
  const link = session.cloud.model[route.type]!;
  if (bodyType(message.body) !== "VolumeCreate") {
    return attachment(session, machine, readCreate(message.body, link, message.reading), {
      operation: "add",
      path: route.collection,
    });
  }
  return withVolume(session, route, message, { nativeId: machine.nativeId, parent: route.parent! });
}

async function withVolume(
  session: Session,
  route: Collection,
  message: Message,
  owner: { nativeId: string; parent: Parent },
): Promise<Prepared> {
  const { model } = session.cloud;
  const volume = model.Volume!;
  const { initialLocation, ...values } = readCreate(message.body, volume, message.reading, accessoriesOf(model[route.type]!));
  checkProperties(values, session.limits);
  const held = await mergedTemplate(session, volume, values);
  const trail = new Trail(session.limits.maxParts);
  const { intent: made } = await createOf(session, volume, { common: commonOf(values), held, trail });
  const accessories = typeof initialLocation === "string" ? { initialLocation } : {};
  const { intent } = await createOf(session, model[route.type]!, { common: {}, held: accessories, trail, owner });
  return {
    intent: { ...intent, parts: [{ name: "volume-0", accessories, intent: made }] },
    action: "add",
    target: route.collection,
    created: `volumes/${made.request.id}`,
    preview: previewOf(made),
  };
}

/** 5.5.12: what the Collection says of an item beside the item itself. */
const accessoriesOf = ({ attributes }: Description): Attributes => ({ initialLocation: attributes.initialLocation! });
