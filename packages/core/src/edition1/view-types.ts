import { type Model, model, type ResourceName } from "@cimi-gateway/model";
import type { Entity } from "../read/entity.js";
import { address } from "./address.js";
import { forwardingGroup } from "./forwarding-group.js";
import { machineNetworkInterface } from "./machine-network-interface.js";
import { networkPort } from "./network-port.js";
import type { ViewType } from "./view-type.js";

const described: Model = model;

/** Types of edition 1 that edition 2 replaced, as views of what replaced them. */
export const VIEW_TYPES: ReadonlyMap<string, ViewType> = new Map(
  [address, forwardingGroup, machineNetworkInterface, networkPort].map((telling) => [
    telling.type,
    { ...telling, over: described[telling.type]!.replacedBy as ResourceName },
  ]),
);

/** The path of a resource of edition 2 as edition 1 sees it. */
export const pathIn = ({ type, place }: ViewType, { id, values }: Entity): string =>
  `${place?.(values) ?? described[type]!.collection}/${encodeURIComponent(id)}`;

/** The views of a type of edition 2. */
export const viewsOver = (type: string): readonly ViewType[] => [...VIEW_TYPES.values()].filter(({ over }) => over === type);

/** The view as which a resource is seen in edition 1; undefined where that has no word for it. */
export const viewOfEntity = ({ type, values }: Entity): ViewType | undefined =>
  viewsOver(type).find((view) => view.shows(values));
