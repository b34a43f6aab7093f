import { integer, string } from "@cimi-gateway/model";
import { describe, expect, it } from "@jest/globals";
import { extensionAttribute, extensionCapability, extensionOperation, extensionValues } from "./extension.js";

const OURS = "urn:test:1";

describe("what an adapter declares beyond CIMI (5.1)", () => {
  it("an attribute is in the cloud's namespace, with the constraints of 5.3 and whatever differs from them", () => {
    const rack = extensionAttribute(OURS, string, { help: "Where it stands.", mutable: false, atCreation: true });
    expect(rack).toMatchObject({ namespace: OURS, type: string, mutable: false, consumerMandatory: false, atCreation: true });
  });

  it("operations and capabilities have URIs in it", () => {
    expect(extensionOperation(OURS, "move", { from: ["STARTED"] })).toMatchObject({
      uri: "urn:test:1/action/move",
      from: ["STARTED"],
      during: [],
      input: {},
      since: 1,
    });
    expect(extensionCapability(OURS, "Machine/Racks", 2, "How many.")).toEqual({
      uri: "urn:test:1/capability/Machine/Racks",
      value: 2,
      description: "How many.",
    });
  });

  it("values are what was given of it, null included, and nothing of what CIMI defines", () => {
    const attributes = {
      rack: extensionAttribute(OURS, string, { help: "Where." }),
      price: extensionAttribute(OURS, integer, { help: "Cents." }),
    };
    expect(extensionValues(attributes, { name: "web", rack: "r1", price: null })).toEqual({ rack: "r1", price: null });
    expect(extensionValues(attributes, { constructor: 1 })).toEqual({});
  });
});
