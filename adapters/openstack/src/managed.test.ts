import { describe, expect, it } from "@jest/globals";
import { isManaged } from "./managed.js";

describe("what something native manages (Contract, Safety per cloud)", () => {
  it.each([
    [{ "metering.server_group": "9b5093f6" }, true],
    [{ "cinder.csi.openstack.org/cluster": "kubernetes" }, true],
    [{ "csi.storage.k8s.io/pvc/name": "data" }, true],
    [{ "cimi-op": "id-1", team: "blue" }, false],
    [{ "metering.server_group": "mine", "cimi-properties": '["metering.server_group"]' }, false],
    [undefined, false],
  ])("%j: %s", (metadata, expected) => {
    expect(isManaged(metadata)).toBe(expected);
  });
});
