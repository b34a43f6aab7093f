import { describe, expect, it } from "@jest/globals";
import { authenticationBody } from "./authentication.js";
import { readCredentials } from "./credentials.js";

const named = (settings: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(settings).map(([key, value]) => [`credentials.${key}`, value]));
const body = (settings: Record<string, unknown>) => authenticationBody(readCredentials(named(settings))).auth;

const USER = { username: "demo", userDomainName: "Default", password: "p" };

describe("credentials (Identity API v3)", () => {
  it.each([
    ["a project by id", { ...USER, projectId: "p-1" }, { project: { id: "p-1" } }],
    ["a domain", { ...USER, domainName: "Default" }, { domain: { name: "Default" } }],
    ["the system", { ...USER, systemScope: true }, { system: { all: true } }],
  ])("of a user with a password are for %s", (_, settings, scope) => {
    const user = { name: "demo", domain: { name: "Default" }, password: "p" };
    expect(body(settings)).toEqual({ identity: { methods: ["password"], password: { user } }, scope });
  });

  it.each([
    [{ applicationCredentialId: "a-1" }, { id: "a-1" }],
    [
      { applicationCredentialName: "ci", userId: "u-1" },
      { name: "ci", user: { id: "u-1" } },
    ],
  ])("of an application bring their scope: %j", (settings, told) => {
    expect(body({ ...settings, applicationCredentialSecret: "s" })).toEqual({
      identity: { methods: ["application_credential"], application_credential: { ...told, secret: "s" } },
    });
  });

  it("may be a token, exchanged for one of a project", () => {
    expect(body({ token: "t", projectId: "p-1" })).toEqual({
      identity: { methods: ["token"], token: { id: "t" } },
      scope: { project: { id: "p-1" } },
    });
  });

  it.each([
    [{}, /one way to authenticate/],
    [{ ...USER, token: "t", projectId: "p" }, /one way to authenticate/],
    [{ password: "p", projectId: "p" }, /lack username or userId/],
    [{ username: "demo", password: "p", projectId: "p" }, /lack userDomainName or userDomainId/],
    [{ ...USER }, /lack a scope/],
    [{ ...USER, projectName: "demo" }, /lack projectDomainName or projectDomainId/],
    [{ ...USER, projectId: "p", domainId: "d" }, /several scopes/],
    [{ applicationCredentialId: "a", applicationCredentialSecret: "s", projectId: "p" }, /brings its project/],
    [{ applicationCredentialSecret: "s" }, /lack applicationCredentialId/],
  ])("%j are refused: %s", (settings, problem) => {
    expect(() => readCredentials(named(settings))).toThrow(problem);
  });
});
