import { type Description, model } from "@cimi-gateway/model";
import { afterEach, describe, expect, it } from "@jest/globals";
import type { Entity } from "../read/entity.js";
import { FakeResource, type FakeService, serviceOf, sessionOf } from "../testing.js";
import { checkState, initialState } from "./initial-state.js";

const Machine: Description = model.Machine;

let service: FakeService;
afterEach(() => service.close());

async function stateOf(capabilities: Readonly<Record<string, string>> | undefined, asked?: string): Promise<string> {
  const { adapter } = new FakeResource(["state"], [], capabilities && { capabilities });
  service = await serviceOf({ Machine: adapter });
  return initialState(sessionOf(service), Machine, asked === undefined ? {} : { initialState: asked });
}

describe("the state in which a new Machine ends (5.14.2.1)", () => {
  it("is the template's", async () => {
    expect(await stateOf({ DefaultInitialState: "STOPPED", InitialStates: "STARTED,STOPPED" }, "STARTED")).toBe("STARTED");
  });

  it("else the capability DefaultInitialState", async () => {
    expect(await stateOf({ DefaultInitialState: "STARTED", InitialStates: "STARTED, STOPPED" })).toBe("STARTED");
  });

  // [5.14.2.1-2]
  it("else STOPPED", async () => {
    expect(await stateOf(undefined)).toBe("STOPPED");
    expect(await stateOf({ InitialStates: "STARTED,STOPPED" })).toBe("STOPPED");
  });

  // [5.16.2.1-2] [5.16.6.1-2] [5.16.18.1-2]
  it("of a network, a segment or a service is STOPPED where nothing is said (5.16.2.1, 5.16.6.1, 5.16.18.1)", async () => {
    service = await serviceOf({
      Network: new FakeResource(["state"]).adapter,
      ProtocolSegment: new FakeResource(["state"]).adapter,
      NetworkService: new FakeResource(["state"]).adapter,
    });
    const types: readonly Description[] = [model.Network, model.ProtocolSegment, model.NetworkService];
    expect(types.map((type) => initialState(sessionOf(service), type, {}))).toEqual(["STOPPED", "STOPPED", "STOPPED"]);
  });

  // [5.16.10.1-2] [5.16.14.1-2]
  it("of an endpoint or an interface is DISABLED where nothing is said (5.16.10.1, 5.16.14.1)", async () => {
    service = await serviceOf({
      ProtocolEndpoint: new FakeResource(["state"]).adapter,
      NetworkInterface: new FakeResource(["state"]).adapter,
    });
    const types: readonly Description[] = [model.ProtocolEndpoint, model.NetworkInterface];
    expect(types.map((type) => initialState(sessionOf(service), type, {}))).toEqual(["DISABLED", "DISABLED"]);
  });

  it("is refused where the cloud cannot reach it, also the default", async () => {
    const refused = { path: ["initialState"], problem: expect.stringContaining("accepted: STARTED") };
    await expect(stateOf({ InitialStates: "STARTED" }, "PAUSED")).rejects.toMatchObject(refused);
    await expect(stateOf({ InitialStates: "STARTED" })).rejects.toMatchObject(refused);
  });
});

describe("what is being made or deleted", () => {
  const entity = (state?: string): Entity => ({
    type: "Machine",
    id: "7",
    path: "machines/7",
    nativeId: "i-7",
    native: {},
    values: state === undefined ? {} : { state },
  });
  const parent = { type: "Machine", id: "7", attribute: "disks" };

  it.each(["CREATING", "DELETING"])("%s takes nothing in: 409", (state) => {
    expect(() => checkState(entity(state), parent)).toThrow(expect.objectContaining({ status: 409 }));
  });

  it.each(["STARTED", "STOPPING", undefined])("%s does", (state) => {
    expect(() => checkState(entity(state), parent)).not.toThrow();
  });
});
