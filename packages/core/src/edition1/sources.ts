import { type Model, model } from "@cimi-gateway/model";
import type { AnyResourceAdapter, Source } from "../read/source.js";
import type { ViewType } from "./view-type.js";
import { VIEW_TYPES } from "./view-types.js";

const described: Model = model;

/** Attributes that a view has wherever the resource behind it has them, with the same values. */
export const SAME = ["name", "description", "created", "updated", "properties", "nativeId", "location", "eventLog"] as const;

type Adapters = ReadonlyMap<string, AnyResourceAdapter>;

/** The types of edition 1 that a cloud has as views of those that its adapter offers. */
export const viewSources = (adapters: Adapters): readonly Source[] =>
  [...VIEW_TYPES.values()].flatMap((view) => {
    const behind = adapters.get(view.over);
    return behind && view.needs.every((key) => key in behind.attributes) ? [sourceOf(view, behind)] : [];
  });

/** It says what can be done with such resources; they are read, and written, as what is behind them. */
function sourceOf(view: ViewType, behind: AnyResourceAdapter): Source {
  const { identify, list, read, create, update, delete: remove, editable, deletable } = behind;
  const adapter = {
    identify,
    list,
    read,
    attributes: attributesOf(view, behind),
    ...(create && (view.creatable?.(behind) ?? true) && { create }),
    ...(update && { update }),
    ...(remove && { delete: remove }),
    ...(editable && { editable }),
    ...(deletable && { deletable }),
    operations: operationsOf(view, behind),
  } as AnyResourceAdapter;
  return { type: view.type, adapter, kept: false, over: view.over };
}

function attributesOf({ type, from }: ViewType, { attributes }: AnyResourceAdapter): AnyResourceAdapter["attributes"] {
  const own = described[type]!.attributes;
  const same = SAME.filter((key) => key in own && key in attributes);
  const told = Object.entries(from).filter(([, key]) => key in attributes);
  return Object.fromEntries([...same, ...told.map(([key]) => key)].map((key) => [key, () => undefined]));
}

function operationsOf({ operations }: ViewType, behind: AnyResourceAdapter): object {
  const offered = (behind.operations ?? {}) as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(operations).flatMap(([name, under]) => (under in offered ? [[name, offered[under]] as const] : [])),
  );
}
