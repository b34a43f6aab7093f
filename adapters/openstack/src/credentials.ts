import type { Settings } from "@cimi-gateway/adapter";

/** By id, or by a name with its domain (Identity API v3). */
type Named = { readonly id: string } | { readonly name: string; readonly domain: Domain };
type Domain = { readonly id: string } | { readonly name: string };

/** How it is proved who asks. */
export type Method =
  | { readonly kind: "password"; readonly user: Named; readonly password: string }
  | { readonly kind: "applicationCredential"; readonly id: string; readonly secret: string }
  | { readonly kind: "applicationCredential"; readonly name: string; readonly user: Named; readonly secret: string }
  | { readonly kind: "token"; readonly token: string };

/** What is asked for. */
export type AuthorizationScope =
  | { readonly project: Named }
  | { readonly domain: Domain }
  | { readonly system: { readonly all: true } };

export interface Credentials {
  readonly method: Method;
  /** Absent: an application credential brings its own, and a token may have one. */
  readonly scope?: AuthorizationScope;
}

const METHODS =
  "give username (or userId) with password, applicationCredentialId (or applicationCredentialName with its user) with applicationCredentialSecret, or token";

/** @throws Error that says what is missing, or what excludes what */
export function readCredentials(settings: Settings): Credentials {
  const of = (name: string): string | undefined => {
    const value = settings[`credentials.${name}`];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const method = readMethod(of);
  const scope = readScope(of, settings["credentials.systemScope"] === true);
  if (method.kind === "applicationCredential" && scope)
    throw new Error("an application credential brings its project: leave project, domain and systemScope out of credentials");
  if (method.kind === "password" && !scope)
    throw new Error(
      "credentials lack a scope: give projectName with its domain, projectId, domainName, domainId or systemScope: true",
    );
  return { method, ...(scope && { scope }) };
}

type Given = (name: string) => string | undefined;

function readMethod(of: Given): Method {
  const [password, secret, token] = [of("password"), of("applicationCredentialSecret"), of("token")];
  if ([password, secret, token].filter((value) => value !== undefined).length !== 1)
    throw new Error(`credentials need one way to authenticate: ${METHODS}`);
  if (token !== undefined) return { kind: "token", token };
  if (secret !== undefined) return readApplicationCredential(of, secret);
  return { kind: "password", user: readNamed(of, "user") ?? missing("username or userId"), password: password! };
}

function readApplicationCredential(of: Given, secret: string): Method {
  const [id, name] = [of("applicationCredentialId"), of("applicationCredentialName")];
  if (id !== undefined) return { kind: "applicationCredential", id, secret };
  if (name === undefined) return missing("applicationCredentialId or applicationCredentialName");
  return { kind: "applicationCredential", name, user: readNamed(of, "user") ?? missing("username or userId"), secret };
}

function readScope(of: Given, isSystem: boolean): AuthorizationScope | undefined {
  const project = readNamed(of, "project");
  const domain = readDomain(of, "domain");
  const scopes = [project && { project }, domain && { domain }, isSystem && { system: { all: true } as const }];
  const given = scopes.filter((scope) => scope !== undefined && scope !== false);
  if (given.length > 1) throw new Error("credentials name several scopes; give one of a project, a domain and systemScope");
  return given[0];
}

function readNamed(of: Given, what: "user" | "project"): Named | undefined {
  const [id, name] = [of(`${what}Id`), of(what === "user" ? "username" : "projectName")];
  if (id !== undefined) return { id };
  if (name === undefined) return undefined;
  return { name, domain: readDomain(of, `${what}Domain`) ?? missing(`${what}DomainName or ${what}DomainId`) };
}

function readDomain(of: Given, prefix: string): Domain | undefined {
  const [id, name] = [of(`${prefix}Id`), of(`${prefix}Name`)];
  if (id !== undefined) return { id };
  return name === undefined ? undefined : { name };
}

function missing(what: string): never {
  throw new Error(`credentials lack ${what}`);
}
