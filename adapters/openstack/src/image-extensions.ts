import { type Extensions, extensionAttribute, extensionValues } from "@cimi-gateway/adapter";
import { enumeration } from "@cimi-gateway/model";
import { NAMESPACE } from "./extensions.js";
import type { OwnedImage } from "./images.js";

/** Image service API v2, "Disk formats", without those of kernels and RAM disks. */
const FORMATS = ["iso", "ploop", "qcow2", "raw", "vdi", "vhd", "vhdx", "vmdk"] as const;
type Format = (typeof FORMATS)[number];

const formatNamed = (name: string | null | undefined): Format | undefined => FORMATS.find((format) => format === name);

const diskFormat = extensionAttribute(NAMESPACE, enumeration(FORMATS), {
  mutable: false,
  consumerWritable: false,
  atCreation: true,
  help: "How the data of the image are arranged, e.g. qcow2; of data from an address without it, as the end of the address says; of a Machine's the cloud chooses.",
});

export const imageExtensions: Extensions<OwnedImage> = {
  attributes: { diskFormat: { ...diskFormat, read: ({ image }) => formatNamed(image.disk_format) } },
};

/** What a request says of the format, else the end of a path. */
export const formatOf = (given: object, pathname = ""): string | undefined =>
  extensionValues({ diskFormat }, given).diskFormat ?? formatNamed(/\.(\w+)$/.exec(pathname)?.[1]?.toLowerCase());

/** For messages. */
export const FORMAT_NAMES = FORMATS.join(", ");
