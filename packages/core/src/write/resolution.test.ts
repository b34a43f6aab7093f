import { InvalidValue, model, type Values } from "@cimi-gateway/model";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { Session } from "../session.js";
import { FakeResource, type FakeService, serviceOf, sessionOf } from "../testing.js";
import { nativeReference } from "./references.js";
import { resolveReferences } from "./resolution.js";

let service: FakeService;
let session: Session;
beforeEach(async () => {
  const types = ["MachineImage", "MachineConfiguration", "VolumeImage", "Credential"];
  const cloud = types.map((type) => [type, new FakeResource(["name"], [{ id: "one" }]).adapter] as const);
  const makes = new FakeResource(["state"], [{ id: "one" }], { create: async () => ({ id: "" }) }).adapter;
  service = await serviceOf({ ...Object.fromEntries(cloud), Machine: makes, Volume: makes });
  session = sessionOf(service);
});
afterEach(() => service.close());

const resolved = (values: Values): Promise<Values> =>
  resolveReferences(session, model.MachineTemplate.attributes, values, ({ path }) => ({ href: path }));

const volumeBy = (value: Values): Values => ({ volumeTemplates: [{ volumeTemplate: { value } }] });
const FOREIGN = "http://elsewhere.test/x";

describe("references in what is written (4.2.1.1, 5.5.6)", () => {
  it("become paths, whatever face they were of, also inside parts given by value", async () => {
    const image = `${session.face.base}volumeImages/one`;
    const values = {
      machineImage: { href: `${session.face.base}machineImages/one` },
      ...volumeBy({ volumeImage: { href: image } }),
    };
    expect(await resolved(values)).toEqual({
      machineImage: { href: "machineImages/one" },
      ...volumeBy({ volumeImage: { href: "volumeImages/one" } }),
    });
  });

  it("inside a part given by value are refused where they lead elsewhere or nowhere, with their place", async () => {
    for (const href of [FOREIGN, "volumeImages/none"]) {
      const refused = resolved(volumeBy({ volumeImage: { href } }));
      await expect(refused).rejects.toThrow(InvalidValue);
      await expect(refused).rejects.toThrow(/volumeTemplates.*volumeImage/);
    }
  });

  it("in read-only attributes of a part given by value are passed over with them (4.2.1.3)", async () => {
    const readOnly = {
      parent: { href: FOREIGN },
      id: FOREIGN,
      created: "2026-01-01T00:00:00Z",
    };
    expect(await resolved({ machineConfig: { value: { ...readOnly, cpu: 1 } } })).toEqual({
      machineConfig: { value: { cpu: 1 } },
    });
  });

  it("of one structure have a type each: that of a Volume's credential is no Volume (5.14.3)", async () => {
    const entry = (credential: string, volume: string) => ({
      volumes: [{ credential: { href: credential }, volume: { href: volume } }],
    });
    expect(await resolved(entry("credentials/one", "volumes/one"))).toEqual(entry("credentials/one", "volumes/one"));
    await expect(resolved(entry("volumes/one", "volumes/one"))).rejects.toThrow("a Credential is expected");
  });

  it("keep the overrides beside them", async () => {
    const values = { machineConfig: { href: "machineConfigs/one", value: { cpu: 2, memory: null } } };
    expect(await resolved(values)).toEqual(values);
  });

  it("are native ones for a cloud", async () => {
    const { machineImage } = await resolveReferences(
      session,
      model.MachineTemplate.attributes,
      { machineImage: { href: "machineImages/one" } },
      nativeReference,
    );
    expect(machineImage).toEqual({ href: "machineImages/one" });
  });
});
