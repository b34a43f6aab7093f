import type { Credentials, Method } from "./credentials.js";

/** The body of POST /v3/auth/tokens (Identity API v3, "Password authentication" and the sections after it). */
export const authenticationBody = ({ method, scope }: Credentials) => ({
  auth: { identity: identityOf(method), ...(scope && { scope }) },
});

function identityOf(method: Method) {
  switch (method.kind) {
    case "password":
      return { methods: ["password"], password: { user: { ...method.user, password: method.password } } };
    case "token":
      return { methods: ["token"], token: { id: method.token } };
    case "applicationCredential": {
      const { kind: _, ...application_credential } = method;
      return { methods: ["application_credential"], application_credential };
    }
  }
}
