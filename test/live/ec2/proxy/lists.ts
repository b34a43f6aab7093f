import type { Call, Handler } from "./call.js";
import { describe, type ListRule } from "./describe.js";
import { type Form, isTrue, numbered, withEntries, withNumbered } from "./form.js";
import { isImageId } from "./identifiers.js";
import { addressesIn } from "./interfaces.js";
import { latestModifications } from "./modifications.js";
import { refuse } from "./refusal.js";
import { completeConnections } from "./vpn-connections.js";
import { child, type Element, element, itemsAt, setChild, textAt } from "./xml.js";

const ACCOUNT = "123456789012";

export const describeInstances = describe({
  set: "reservationSet",
  inner: "instancesSet",
  id: at("instanceId"),
  ids: { parameter: "InstanceId", notFound: "InvalidInstanceID.NotFound" },
  filters: {
    "instance-state-name": at("instanceState", "name"),
    "instance-state-code": at("instanceState", "code"),
    "client-token": at("clientToken"),
  },
  // moto gives pages of 100 unless it is told otherwise.
  forward: (form) => (numbered(form, "InstanceId").length > 0 ? form : withEntries(form, { MaxResults: "1000000" })),
});

export const describeInstanceStatus = describe({
  set: "instanceStatusSet",
  id: at("instanceId"),
  ids: { parameter: "InstanceId", notFound: "InvalidInstanceID.NotFound" },
  filters: { "instance-state-name": at("instanceState", "name"), "instance-state-code": at("instanceState", "code") },
  keep: (item, form) => isTrue(form, "IncludeAllInstances") || textAt(item, "instanceState", "name") === "running",
});

export const describeVolumes = describe({
  set: "volumeSet",
  id: at("volumeId"),
  ids: { parameter: "VolumeId", notFound: "InvalidVolume.NotFound" },
  filters: { status: at("status"), "attachment.status": at("attachmentSet", "item", "status"), "volume-type": at("volumeType") },
  complete: addDeleteOnTermination,
});

export const describeSnapshots = describe({
  set: "snapshotSet",
  id: at("snapshotId"),
  ids: { parameter: "SnapshotId", notFound: "InvalidSnapshot.NotFound" },
  filters: { status: at("status"), progress: at("progress") },
  keep: (item, form) => isOwnedByAny(textAt(item, "ownerId"), numbered(form, "Owner")),
});

export const describeImages = describe({
  set: "imagesSet",
  id: at("imageId"),
  ids: { parameter: "ImageId", notFound: "InvalidAMIID.NotFound" },
  filters: { state: at("imageState") },
  complete: (answer, call) => refuseMissing(answer, call, "imagesSet", "ImageId", "InvalidAMIID.NotFound", at("imageId")),
  keep: (item) => isImageId(textAt(item, "imageId") ?? ""),
});

export const describeVpcs = describe({ set: "vpcSet", id: at("vpcId"), filters: { state: at("state") } });

export const describeSubnets = describe({ set: "subnetSet", id: at("subnetId"), filters: { state: at("state") } });

/** moto compares the first address only. */
export const describeNetworkInterfaces = describe({
  set: "networkInterfaceSet",
  id: at("networkInterfaceId"),
  filters: {
    status: at("status"),
    "addresses.private-ip-address": addressesIn,
    "ipv6-addresses.ipv6-address": addressesIn,
    "attachment.status": at("attachment", "status"),
  },
});

export const describeAddresses = describe({ set: "addressesSet", id: at("allocationId") });

export const describeSecurityGroups = describe({ set: "securityGroupInfo", id: at("groupId") });

export const describeRouteTables = describe({
  set: "routeTableSet",
  id: at("routeTableId"),
  limits: { minimum: 5, maximum: 100 },
});

export const describeNatGateways = describe({ set: "natGatewaySet", id: at("natGatewayId"), filters: { state: at("state") } });

export const describeInternetGateways = describe({ set: "internetGatewaySet", id: at("internetGatewayId") });

export const describeEgressOnlyInternetGateways = describe({
  set: "egressOnlyInternetGatewaySet",
  id: at("egressOnlyInternetGatewayId"),
  limits: { minimum: 5, maximum: 255 },
});

/** moto lacks the filters on ids. */
export const describeVpnConnections = describe({
  set: "vpnConnectionSet",
  id: at("vpnConnectionId"),
  filters: { "vpn-connection-id": at("vpnConnectionId"), state: at("state") },
  complete: completeConnections,
});

export const describeVpnGateways = describe({
  set: "vpnGatewaySet",
  id: at("vpnGatewayId"),
  filters: { "vpn-gateway-id": at("vpnGatewayId"), state: at("state") },
});

export const describeDhcpOptions = describe({ set: "dhcpOptionsSet", id: at("dhcpOptionsId") });

export const describeKeyPairs = describe({
  set: "keySet",
  id: at("keyPairId"),
  ids: { parameter: "KeyPairId", notFound: "InvalidKeyPair.NotFound" },
  forward: (form) => withNumbered(form, "KeyPairId", []),
  complete: (answer, call) => refuseMissing(answer, call, "keySet", "KeyPairId", "InvalidKeyPair.NotFound", at("keyPairId")),
  keep: (item, form) => isAmong(textAt(item, "keyPairId"), numbered(form, "KeyPairId")),
});

export const describeTags = describe({ set: "tagSet", id: at("resourceId") });

export const describeVolumesModifications = describe({
  set: "volumeModificationSet",
  id: at("volumeId"),
  ids: { parameter: "VolumeId", notFound: "InvalidVolume.NotFound" },
  filters: { "modification-state": at("modificationState") },
  complete: latestModifications,
});

const instanceTypes: ListRule = {
  set: "instanceTypeSet",
  id: at("instanceType"),
  limits: { minimum: 5, maximum: 100, standard: 100 },
};

/** Each list is read from moto once. */
export const describeInstanceTypes: Handler = (call) =>
  describe(instanceTypes)({ ...call, forward: (form) => catalogued(call, form) });

async function catalogued(call: Call, form: Form = call.form): Promise<Element> {
  const { catalogue } = call.memory;
  const key = JSON.stringify([call.region, [...form]]);
  const known = catalogue.get(key) ?? call.forward(form);
  catalogue.set(key, known);
  known.catch(() => catalogue.delete(key));
  return known;
}

function at(...path: readonly string[]): (item: Element) => string | undefined {
  return (item) => textAt(item, ...path);
}

/** moto does not say of an attachment whether the volume goes with its instance; the instance's own list does. */
async function addDeleteOnTermination(answer: Element, call: Call): Promise<void> {
  const attachments = itemsAt(answer, "volumeSet").flatMap((volume) => itemsAt(volume, "attachmentSet"));
  const instances = await call.world.instances(attachments.map((attachment) => textAt(attachment, "instanceId") ?? ""));
  const devices = new Map(instances.flatMap((instance) => instance.devices.map((device) => [device.volumeId, device])));
  for (const attachment of attachments) {
    const device = devices.get(textAt(attachment, "volumeId") ?? "");
    setChild(attachment, element("deleteOnTermination", String(device?.deleteOnTermination ?? false)));
  }
}

function isOwnedByAny(owner: string | undefined, owners: readonly string[]): boolean {
  const isOwn = owner === ACCOUNT;
  return (
    owners.length === 0 ||
    owners.some((wished) => wished === owner || (wished === "self" && isOwn) || (wished === "amazon" && !isOwn))
  );
}

function isAmong(id: string | undefined, ids: readonly string[]): boolean {
  return ids.length === 0 || (id !== undefined && ids.includes(id));
}

/** EC2 refuses the whole call when one of the ids is not there; moto leaves it out. */
function refuseMissing(
  answer: Element,
  call: Call,
  set: string,
  parameter: string,
  code: string,
  id: (item: Element) => string | undefined,
): void {
  const found = (child(answer, set)?.children ?? []).map(id);
  const missing = numbered(call.form, parameter).find((asked) => !found.includes(asked));
  if (missing !== undefined) refuse(code, `${parameter} '${missing}' does not exist`);
}
