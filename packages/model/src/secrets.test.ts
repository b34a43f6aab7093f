import { describe, expect, it } from "@jest/globals";
import { model } from "./model.js";
import { isSecret, mayHoldSecrets, shownPart } from "./secrets.js";
import { readingIn } from "./testing.js";
import { parseBody, readResource } from "./wire/read.js";

const { Credential, CredentialTemplate, MachineTemplate } = model;

describe("secrets (RELIABILITY, rule 12: write-only, by schema)", () => {
  it("are userData, and all parameters of a CredentialTemplate but the user's name", () => {
    expect(isSecret(MachineTemplate.attributes.userData)).toBe(true);
    const { parameters } = CredentialTemplate.attributes;
    expect(["userName", "password", "key", "anything"].filter((entry) => isSecret(parameters, entry))).toEqual([
      "password",
      "key",
      "anything",
    ]);
    expect(isSecret(parameters)).toBe(false);
  });

  it("are not the public key of a Credential, which the cloud shows (Table 24)", () => {
    const { parameters } = Credential.attributes;
    expect([isSecret(parameters, "key"), isSecret(parameters, "password")]).toEqual([false, true]);
  });

  it("are not repeated when they are refused, whichever way they are written", () => {
    const reading = readingIn(2);
    const refusal = (text: string, format: "json" | "xml", type: keyof typeof model) => {
      try {
        readResource(parseBody(text, format), model[type], reading);
      } catch (error) {
        return String(error);
      }
      throw new Error("it was accepted");
    };
    expect(refusal('{"userData": 4711}', "json", "MachineTemplate")).toBe("InvalidValue: userData: expected a string");
    expect(refusal('{"parameters": {"password": 4711}}', "json", "CredentialTemplate")).toBe(
      "InvalidValue: parameters.password: expected a string",
    );
    expect(refusal("<MachineTemplate><userData>canary!</userData></MachineTemplate>", "xml", "MachineTemplate")).toBe(
      "InvalidValue: userData: expected Base64 (RFC 4648, section 4)",
    );
  });

  it("are no part of what is shown", () => {
    expect(shownPart(MachineTemplate.attributes.userData, "QQ==")).toBeUndefined();
    expect(shownPart(CredentialTemplate.attributes.parameters, { userName: "u", password: "p" })).toEqual({ userName: "u" });
    expect(shownPart(CredentialTemplate.attributes.name, "web")).toBe("web");
    expect(mayHoldSecrets(CredentialTemplate.attributes.properties)).toBe(false);
  });
});
