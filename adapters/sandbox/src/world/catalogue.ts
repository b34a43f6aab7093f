import { NETWORKS } from "./network-catalogue.js";
import { Refusal } from "./refusal.js";
import { base, type Listed } from "./stock.js";
import type { AnyThing, MachineConfiguration, MachineImage, VolumeImage } from "./things.js";

export { REGION } from "./stock.js";
/** A new thing stands in the first one unless its maker says otherwise. */
export const ZONES: readonly string[] = ["sandbox-1a", "sandbox-1b"];

type Hardware = Pick<MachineConfiguration, "cpu" | "memory" | "architecture" | "speed"> & { readonly disks: readonly number[] };

const configuration = (id: string, description: string, { disks, ...hardware }: Hardware): Listed<MachineConfiguration> => ({
  ...base(id, id, description),
  kind: "machineConfiguration",
  state: "available",
  ...hardware,
  disks: disks.map((size, index) => ({ size, device: `/dev/sd${"abcdefgh"[index]}` })),
});

const x86 = { architecture: "x86_64", speed: 2600 };
const arm = { architecture: "ARM", speed: 3000 };

const CONFIGURATIONS: readonly Listed<MachineConfiguration>[] = [
  configuration("tiny", "1 processor, 512 MiB", { ...x86, cpu: 1, memory: 512, disks: [8_000] }),
  configuration("small", "1 processor, 2 GiB", { ...x86, cpu: 1, memory: 2_048, disks: [20_000] }),
  configuration("medium", "2 processors, 4 GiB", { ...x86, cpu: 2, memory: 4_096, disks: [40_000] }),
  configuration("large", "4 processors, 16 GiB, two disks", { ...x86, cpu: 4, memory: 16_384, disks: [80_000, 160_000] }),
  configuration("medium-arm", "2 ARM processors, 8 GiB", { ...arm, cpu: 2, memory: 8_192, disks: [40_000] }),
];

/** Where the data of an image is; also how a request names an image to be copied. */
export const imageUri = (id: string): string => `sandbox://machine-images/${id}`;
export const volumeImageUri = (id: string): string => `sandbox://volume-images/${id}`;

/** What is no source of a copy: the refusal says what would be one. */
export function unknownSource(uri: string, kind: "machineImage" | "volumeImage"): Refusal {
  const [accepted, other] =
    kind === "machineImage"
      ? [imageUri("<id of an image here>"), "a machine"]
      : [volumeImageUri("<id of a volume image here>"), "a volume"];
  return new Refusal("Invalid", `imageLocation ${uri} is not accepted; accepted: ${accepted}, or ${other}`);
}

const image = (id: string, name: string): Listed<MachineImage> => ({
  ...base(id, name, `${name} for every configuration`),
  kind: "machineImage",
  state: "available",
  type: "image",
  uri: imageUri(id),
  stock: true,
});

const IMAGES: readonly Listed<MachineImage>[] = [
  image("debian-12", "Debian 12"),
  image("ubuntu-24.04", "Ubuntu 24.04 LTS"),
  image("fedora-42", "Fedora 42"),
  image("alpine-3.21", "Alpine 3.21"),
];

const VOLUME_IMAGES: readonly Listed<VolumeImage>[] = [
  {
    ...base("debian-12-root", "Debian 12 root", "A root file system to start from"),
    kind: "volumeImage",
    state: "available",
    uri: volumeImageUri("debian-12-root"),
    size: 4_000,
    bootable: true,
    stock: true,
  },
];

/** What the cloud had before anybody came. The serials of what is made are positive. */
export const STOCK: readonly AnyThing[] = [...CONFIGURATIONS, ...IMAGES, ...VOLUME_IMAGES, ...NETWORKS].map((thing, index) => ({
  ...thing,
  serial: index - 1000,
}));
