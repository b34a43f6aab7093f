import { diskSize } from "./hardware.js";
import type { Server } from "./server.js";

/** A disk that is part of a server: it has no id of its own, and nothing of it changes as long as the server has its flavor. */
export interface LocalDisk {
  readonly server: Server;
  readonly id: string;
  readonly name: string;
  /** Kilobytes; undefined: as large as the image. */
  readonly capacity: number | undefined;
}

/** The root, unless the server starts from a volume, and what is empty at first (Compute API guide, "Flavors"). */
export function localDisksOf(server: Server): readonly LocalDisk[] {
  const { id, image, flavor } = server;
  const ephemeral = diskSize(flavor.ephemeral);
  return [
    ...(image === undefined ? [] : [{ server, id: `${id}:root`, name: "root", capacity: diskSize(flavor.disk) }]),
    ...(ephemeral === undefined ? [] : [{ server, id: `${id}:ephemeral`, name: "ephemeral", capacity: ephemeral }]),
  ];
}
