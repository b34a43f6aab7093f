import type { CreateRequest } from "@cimi-gateway/adapter";
import { type Description, InvalidValue, type ResourceName, shown, type Values } from "@cimi-gateway/model";
import { checkServed } from "../served.js";
import type { Session } from "../session.js";
import { SET_ONCE } from "./part.js";

/** What a create request says of the new resource beside its template (4.2.1.1). */
export type Common = Pick<CreateRequest<ResourceName>, "name" | "description" | "properties" | "location">;

export function commonOf({ name, description, properties, location }: Values): Common {
  const given = Object.entries({ name, description, properties, location }).filter(
    ([, held]) => held !== undefined && held !== null,
  );
  return Object.fromEntries(given) as Common;
}

/** What a consumer may say of a new resource that has no template: read-only attributes are ignored (4.2.1.3). */
export function writable(session: Session, { attributes }: Description, values: Values, given: string | undefined): Values {
  const own = Object.entries(values).filter(
    ([name, held]) =>
      held !== null && (attributes[name]!.mutable || attributes[name]!.atCreation || SET_ONCE.has(name)) && !COMMON.has(name),
  );
  for (const [name, { consumerMandatory }] of Object.entries(attributes)) {
    if (consumerMandatory && name !== "id" && values[name] === undefined)
      throw new InvalidValue(`is missing in the ${shown(given)}`, [name]);
  }
  const held = Object.fromEntries(own);
  checkServed(session.cloud, attributes, held);
  return held;
}

const COMMON: ReadonlySet<string> = new Set([
  "id",
  "name",
  "description",
  "properties",
  "location",
  "created",
  "updated",
  "parent",
  "resourceMetadata",
  "nativeId",
]);
