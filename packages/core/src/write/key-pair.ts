import { type Description, InvalidValue, type Values } from "@cimi-gateway/model";

interface WithKey {
  readonly template: Values;
  /** Shown in the synchronous answer only, kept nowhere. */
  readonly once?: Values;
}

/** A Credential without a key and without a password gets a pair made here; the cloud is given the public half. */
export async function withKeyPair({ name }: Description, template: Values): Promise<WithKey> {
  if (name !== "CredentialTemplate") return { template };
  const parameters = (template.parameters ?? {}) as Readonly<Record<string, string>>;
  if (parameters.key !== undefined) checkKey(parameters.key);
  if (parameters.key !== undefined || parameters.password !== undefined) return { template };
  // Seldom needed, and as long to load as the rest of the core.
  const { default: sshpk } = await import("sshpk");
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

/** What OpenSSH writes in one line: the kind, the key in Base64, a comment. */
const PUBLIC_KEY = /^[a-z][a-z0-9@.-]+ [A-Za-z0-9+/]{40,}={0,3}( .*)?$/;

function checkKey(key: string): void {
  if (!PUBLIC_KEY.test(key.trim()))
    throw new InvalidValue("expected a public key in one line, as OpenSSH writes it: ssh-ed25519 AAAA…", ["parameters", "key"]);
}
