import {
  AttachmentStatus,
  NatGatewayState,
  type NetworkInterface,
  NetworkInterfaceStatus,
  SubnetCidrBlockStateCode,
  SubnetState,
  VpcState,
  VpnState,
} from "@aws-sdk/client-ec2";
import { describe, expect, it } from "@jest/globals";
import { gatewayState, interfaceState, ipv6BlockState, natState, networkState, segmentState, vpnState } from "./states.js";

const attached = (Status: AttachmentStatus): NetworkInterface => ({ Status: "in-use", Attachment: { Status } });

describe("the states of EC2's networks in CIMI's words (PROVIDERS.md, section 6)", () => {
  it.each([
    ["pending", networkState, "CREATING"],
    ["available", networkState, "STARTED"],
    ["available", segmentState, "STARTED"],
    ["failed-insufficient-capacity", segmentState, "ERROR"],
    ["disassociating", ipv6BlockState, "DELETING"],
    ["disassociated", ipv6BlockState, undefined],
    ["deleting", natState, "DELETING"],
    ["deleted", natState, undefined],
    ["available", gatewayState, "STARTED"],
    ["deleted", vpnState, undefined],
  ] as const)("%s of %O is %s", (native, read, state) => expect(read(native)).toBe(state));

  it("an interface is in the state of its attachment while that changes", () => {
    expect(Object.values(AttachmentStatus).map((status) => interfaceState(attached(status)))).toEqual(
      Object.values(AttachmentStatus).map(
        (status) => ({ attaching: "CREATING", attached: "ENABLED", detaching: "DISABLED", detached: "ENABLED" })[status],
      ),
    );
    expect(interfaceState({ Status: "available" })).toBe("ENABLED");
  });

  it("a gateway that is attached nowhere is STOPPED", () => expect(gatewayState(undefined)).toBe("STOPPED"));

  it.each([
    [VpcState, networkState],
    [SubnetState, segmentState],
    [SubnetCidrBlockStateCode, ipv6BlockState],
    [NatGatewayState, natState],
    [VpnState, vpnState],
    [NetworkInterfaceStatus, (Status: NetworkInterfaceStatus) => interfaceState({ Status })],
  ] as const)("has a row for every word of the SDK: %j", (words, read: (native: never) => string | undefined) => {
    const unknown = read("no such word" as never);
    for (const word of Object.values(words).filter((held) => !/fail|unavailable/.test(held)))
      expect([word, read(word as never)]).not.toEqual([word, unknown]);
  });
});
