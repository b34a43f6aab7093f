import type { Volume, VolumeType } from "@aws-sdk/client-ec2";
import { type Extensions, extensionAttribute, extensionValues } from "@cimi-gateway/adapter";
import { amount, enumeration } from "@cimi-gateway/model";
import { NAMESPACE } from "./extensions.js";

const TYPES = ["gp2", "gp3", "io1", "io2", "sc1", "st1", "standard"] as const satisfies readonly VolumeType[];

/** API reference, CreateVolume and ModifyVolume: chosen at creation, and changed while the volume is in use. */
const volumeType = extensionAttribute(NAMESPACE, enumeration(TYPES), {
  atCreation: true,
  help: "The kind of EBS volume, e.g. gp3; without it, as the cloud's settings say.",
});

const iops = extensionAttribute(NAMESPACE, amount, {
  atCreation: true,
  help: "Input and output operations a second that are provisioned (gp3, io1, io2).",
});

const throughput = extensionAttribute(NAMESPACE, amount, {
  atCreation: true,
  help: "Mebibytes a second that are provisioned (gp3).",
});

export const volumeExtensions: Extensions<Volume> = {
  attributes: {
    volumeType: { ...volumeType, read: ({ VolumeType: type }) => type },
    iops: { ...iops, read: ({ Iops }) => Iops },
    throughput: { ...throughput, read: ({ Throughput }) => Throughput },
  },
};

/** How EC2 is told of it. */
export interface Performance {
  readonly VolumeType?: VolumeType;
  readonly Iops?: number;
  readonly Throughput?: number;
}

/** What a template, or an update, says of it. What an update takes away is for EC2 to choose, which keeps what there is. */
export function performanceOf(given: object): Performance {
  const wanted = extensionValues({ volumeType, iops, throughput }, given);
  return {
    ...(wanted.volumeType && { VolumeType: wanted.volumeType }),
    ...(wanted.iops && { Iops: wanted.iops }),
    ...(wanted.throughput && { Throughput: wanted.throughput }),
  };
}
