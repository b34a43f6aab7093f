import { type Confidential, type Confidentials, isSecret, type Model, mayHoldSecrets, model } from "@cimi-gateway/model";
import type { Json, Operation, Scope, SecretPlace, Secrets } from "@cimi-gateway/store";
import { fromJson, type Intent } from "./intent.js";

const described: Model = model;

type Found = Map<string, Confidential[]>;

/** Whatever may hold secrets in any type, or in a structure of one, by its name: intents hold values of several types. */
const ATTRIBUTES: ReadonlyMap<string, readonly Confidential[]> = byName();

function byName(): Found {
  const found: Found = new Map();
  for (const description of Object.values(described)) addSecrets(found, description!.attributes);
  return found;
}

function addSecrets(found: Found, attributes: Confidentials): void {
  for (const [name, attribute] of Object.entries(attributes)) {
    if (mayHoldSecrets(attribute)) found.set(name, [...(found.get(name) ?? []), attribute]);
    addSecrets(found, attribute.type.members ?? {});
  }
}

/** An operation as it is stored: an intent with secrets is sealed as a whole. The store drops it when the Job is settled. @throws SecretKeyMissing */
export function sealedOperation(operation: Operation, scope: Scope, secrets: Secrets): Operation {
  if (!carriesSecrets(operation.request)) return operation;
  return { ...operation, request: { sealed: secrets.seal(placeOf(operation, scope), operation.request as Json) } };
}

/** The intent of a stored operation. @throws SecretUnreadable */
export function storedIntent(operation: Operation, scope: Scope, secrets: Secrets): Intent {
  const { sealed } = operation.request as { sealed?: string };
  return fromJson(sealed === undefined ? (operation.request as Json) : secrets.open(placeOf(operation, scope), sealed));
}

const placeOf = ({ id }: Operation, scope: Scope): SecretPlace => ({ ...scope, type: "Job", id, attribute: "request" });

/** Rather too often than not often enough: a name that holds secrets in one type is believed to do so in all. */
export function carriesSecrets(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([name, held]) => isHeldSecret(name, held) || carriesSecrets(held));
}

function isHeldSecret(name: string, held: unknown): boolean {
  if (held === undefined || held === null) return false;
  const names = typeof held === "object" ? Object.keys(held) : [];
  return (
    ATTRIBUTES.get(name)?.some((attribute) => attribute.secret || names.some((entry) => isSecret(attribute, entry))) ?? false
  );
}
