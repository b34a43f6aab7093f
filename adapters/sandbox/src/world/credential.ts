import type { Cloud } from "./cloud.js";
import { inRegion, type Making, type Relabelling, relabelled } from "./labels.js";
import { Refusal } from "./refusal.js";
import type { Credential } from "./things.js";

export interface Login {
  readonly userName?: string | undefined;
  readonly password?: string | undefined;
  /** As SSH writes it. */
  readonly key?: string | undefined;
}

export type NewCredential = Making & Login;
export type CredentialChanges = Relabelling & { readonly login?: Login | undefined };

export const createCredential = (cloud: Cloud, { userName, password, key, ...making }: NewCredential): Credential =>
  cloud.add("credential", { ...inRegion(making), ...accepted({ userName, password, key }), state: "available" });

export function updateCredential(cloud: Cloud, { login, ...labels }: CredentialChanges): Credential {
  const credential = cloud.need("credential", labels.id);
  return cloud.put(credential, { ...relabelled(cloud, credential, labels), ...(login && accepted(login)) });
}

export function deleteCredential(cloud: Cloud, { id }: { readonly id: string }): Credential {
  const credential = cloud.need("credential", id);
  cloud.remove(credential);
  return credential;
}

/** @throws Refusal Invalid when nobody could log in with it */
function accepted({ userName, password, key }: Login): Pick<Credential, "userName" | "key" | "password"> {
  if (key === undefined && (userName === undefined || password === undefined)) {
    throw new Refusal("Invalid", "a credential needs a key (an SSH public key), or a userName and a password");
  }
  return { userName, key, password: password !== undefined };
}
