import type { Adapter, ScopeTags } from "@cimi-gateway/adapter";
import { Client } from "./client.js";
import { credential } from "./credential.js";
import { disk } from "./disk.js";
import { locatedVolume } from "./located-volume.js";
import { machine } from "./machine.js";
import { machineConfiguration } from "./machine-configuration.js";
import { machineImage } from "./machine-image.js";
import { network } from "./network.js";
import { networkInterface } from "./network-interface.js";
import { networkService } from "./network-service.js";
import { protocolEndpoint } from "./protocol-endpoint.js";
import { protocolSegment } from "./protocol-segment.js";
import { ScopedWorld } from "./scoped-world.js";
import { volume } from "./volume.js";
import { volumeImage } from "./volume-image.js";
import type { World } from "./world/world.js";

export interface SandboxAdapter extends Adapter {
  /** The whole cloud behind it, whatever the scope: for tests that look at it, change it or let it fail. */
  readonly world: World;
}

interface Manner {
  /** Sends of one read, the first included. */
  readonly attempts?: number;
  /** What does not bear these tags does not exist. */
  readonly scope?: ScopeTags;
}

export function sandboxAdapter(world: World, { attempts = 3, scope = {} }: Manner = {}): SandboxAdapter {
  const isConfined = Object.keys(scope).length > 0;
  const client = new Client(isConfined ? new ScopedWorld(world, scope) : world, attempts);
  return {
    name: "sandbox",
    world,
    resources: {
      Machine: machine(client),
      Disk: disk(client),
      locatedVolume: locatedVolume(client),
      MachineConfiguration: machineConfiguration(client),
      MachineImage: machineImage(client),
      Volume: volume(client),
      VolumeImage: volumeImage(client),
      Credential: credential(client),
      Network: network(client),
      ProtocolSegment: protocolSegment(client),
      ProtocolEndpoint: protocolEndpoint(client),
      NetworkInterface: networkInterface(client),
      NetworkService: networkService(client),
    },
    close: () => world.close(),
  };
}
