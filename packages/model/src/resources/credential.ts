import { attribute, EXTENSION, immutable } from "../describe.js";
import { publicKey } from "../types/bytes.js";
import { map } from "../types/map.js";
import { string } from "../types/string.js";
import { resource } from "./common.js";

/** Tables 22 to 25. In edition 1 the usual keys are attributes of their own. */
const parameters = (shownEntries: readonly string[]) =>
  attribute(map, {
    spread: { userName: string, password: string, key: publicKey },
    shownEntries,
    help: "userName and password, or key: the public key as SSH writes it.",
  });

/** Edition 1's schema places the operations before the attributes. */
const order = ["id", "name", "description", "created", "updated", "properties", "operations", "userName", "password", "key"];

/** 5.14.9: who may log in to a new machine. */
export const Credential = resource("Credential", {
  clause: "5.14.9",
  collection: "credentials",
  template: { attribute: "credentialTemplate", type: "CredentialTemplate" },
  capabilities: ["CredentialTemplateByValue"],
  order,
  attributes: {
    parameters: parameters(["userName", "key"]),
    privateKey: attribute(string, {
      ...immutable,
      ...EXTENSION,
      jsonSince: 1,
      help: "The private half of a pair that the gateway made; only in the answer to the request that made it, kept nowhere.",
    }),
  },
});

/** 5.14.11: what a Credential is made from. */
export const CredentialTemplate = resource("CredentialTemplate", {
  clause: "5.14.11",
  collection: "credentialTemplates",
  order,
  attributes: { parameters: parameters(["userName"]) },
});
