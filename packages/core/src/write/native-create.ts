import { randomUUID } from "node:crypto";
import type { CreateRequest } from "@cimi-gateway/adapter";
import { type Description, InvalidValue, inside, type Reference, type ResourceName, type Values } from "@cimi-gateway/model";
import { entering, inEdition2 } from "../edition1/making.js";
import type { Create } from "../jobs/intent.js";
import type { Parent } from "../route.js";
import type { Session } from "../session.js";
import type { Common } from "./common.js";
import { resolveConfiguration } from "./configuration.js";
import { initialState } from "./initial-state.js";
import { joiningOf } from "./joining.js";
import { withKeyPair } from "./key-pair.js";
import { governingOf } from "./metadata.js";
import { partsOf, withoutParts } from "./parts.js";
import { withPayload } from "./payload.js";
import { nativeReference } from "./references.js";
import { resolveReferences } from "./resolution.js";
import { scopedCreate } from "./scoped-create.js";
import { inPlace, overridden } from "./template.js";
import type { Trail } from "./trail.js";

/** A request to make something on a cloud, its template merged. */
export interface Asked {
  readonly common: Common;
  readonly held: Values;
  readonly trail: Trail;
  /** The resource in whose Collection it lives. */
  readonly owner?: { readonly nativeId: string; readonly parent: Parent };
}

export interface Planned {
  readonly intent: Create;
  /** What only the synchronous answer shows. */
  readonly once?: Values;
  /** What the Job says of how the request was understood. */
  readonly note?: string;
  /** What reads show until the cloud has it, beside what every resource has. */
  readonly preview?: Values;
}

/** Resolves and checks a template, and everything that is to be made with it, up to the point where only the cloud can refuse it. */
export async function createOf(session: Session, wish: Description, wished: Asked): Promise<Planned> {
  const { description, asked: wanted, overlay, preview, enters } = await inEdition2(session, wish, wished);
  const { asked, checkChosen } = await scopedCreate(session, description, wanted);
  const template = session.cloud.model[description.template?.type ?? description.name]!;
  const parts = entering(await partsOf(session, description, asked), enters);
  const joins = await joiningOf(session, description, asked.held);
  const configured = await withConfigurations(session, template, withoutParts(template, asked.held), checkChosen);
  const keys = await withKeyPair(template, withPayload(session.cloud, description, configured.values));
  const resolved = await resolveReferences(session, template.attributes, keys.template, nativeReference);
  const metadata = await governingOf(session, description, asked.held);
  const ready =
    "initialState" in template.attributes
      ? { ...resolved, initialState: initialState(session, description, resolved) }
      : resolved;
  const intent: Create = {
    kind: "create",
    type: description.name as ResourceName,
    request: requestOf(asked, ready),
    ...(asked.owner && { parent: asked.owner.parent }),
    ...(parts.length > 0 && { parts }),
    ...(joins.length > 0 && { joins }),
    ...(keys.once && { secret: true }),
    ...(metadata && { metadata }),
    ...(overlay && { overlay }),
  };
  return {
    intent,
    ...(preview && { preview }),
    ...(keys.once && { once: keys.once }),
    ...(configured.note !== undefined && { note: configured.note }),
  };
}

const requestOf = ({ common, owner }: Asked, template: Values): CreateRequest<ResourceName> =>
  ({
    id: randomUUID(),
    ...common,
    template,
    ...(owner && { parent: owner.nativeId }),
  }) as CreateRequest<ResourceName>;

/** Configurations by value or reference: a machine's becomes one of the cloud's own, a volume's is handed on by value. */
async function withConfigurations(
  session: Session,
  { attributes }: Description,
  values: Values,
  checkChosen: (chosen: Values) => void,
): Promise<{ values: Values; note?: string }> {
  let [made, note] = [values, undefined as string | undefined];
  for (const [key, { type }] of Object.entries(attributes)) {
    const held = values[key] as Reference | undefined;
    if (held === undefined) continue;
    if (type.target === "MachineConfiguration") {
      const found = await inPlace(key, () => resolveConfiguration(session, held));
      inside(key, () => checkChosen(found.values));
      [made, note] = [{ ...made, [key]: found.reference }, found.note];
    } else if (type.target === "VolumeConfiguration") {
      made = { ...made, [key]: { value: await inPlace(key, () => overridden(session, type.target!, held)) } };
    } else if (type.target !== undefined && held.value !== undefined) {
      throw new InvalidValue(`only a reference to a ${type.target} is accepted`, [key]);
    }
  }
  return { values: made, ...(note !== undefined && { note }) };
}
