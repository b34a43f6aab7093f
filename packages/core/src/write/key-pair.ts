import type { Description, Values } from "@cimi-gateway/model";
import sshpk from "sshpk";

interface WithKey {
  readonly template: Values;
  /** Shown in the synchronous answer only, kept nowhere. */
  readonly once?: Values;
}

/** A Credential without a key and without a password gets a pair made here; the cloud is given the public half. */
export function withKeyPair({ name }: Description, template: Values): WithKey {
  if (name !== "CredentialTemplate") return { template };
  const parameters = (template.parameters ?? {}) as Readonly<Record<string, string>>;
  if (parameters.key !== undefined || parameters.password !== undefined) return { template };
  const pair = sshpk.generatePrivateKey("ed25519");
  const key = pair
    .toPublic()
    .toString("ssh")
    .replace(/ \(unnamed\)$/, "")
    .trim();
  return {
    template: { ...template, parameters: { ...parameters, key } },
    once: { privateKey: pair.toString("openssh") },
  };
}
