import type { Adapter, Clock } from "@cimi-gateway/adapter";
import { activity } from "./activity.js";
import { BackupService } from "./backup-service.js";
import { Client } from "./client.js";
import type { Cloud } from "./cloud.js";
import { credential } from "./credential.js";
import { disk } from "./disk.js";
import type { Transport } from "./http.js";
import { locatedVolume } from "./located-volume.js";
import { machine } from "./machine.js";
import { machineConfiguration } from "./machine-configuration.js";
import { machineImage } from "./machine-image.js";
import { network } from "./network.js";
import { networkInterface } from "./network-interface.js";
import { networkService } from "./network-service.js";
import { protocolEndpoint } from "./protocol-endpoint.js";
import { protocolSegment } from "./protocol-segment.js";
import type { OpenstackSettings } from "./read-settings.js";
import { volume } from "./volume.js";
import { volumeImage } from "./volume-image.js";

/** One project in one region of OpenStack, over an HTTP client that does not repeat calls by itself. */
export function adapter(transport: Transport, settings: OpenstackSettings, clock: Clock): Adapter {
  const client = new Client(transport, settings, clock);
  const cloud: Cloud = { client, settings, backups: new BackupService(client) };
  return {
    name: "openstack",
    resources: {
      Credential: credential(cloud),
      Disk: disk(cloud),
      Machine: machine(cloud),
      MachineConfiguration: machineConfiguration(cloud),
      MachineImage: machineImage(cloud),
      Network: network(cloud),
      NetworkInterface: networkInterface(cloud),
      NetworkService: networkService(cloud),
      ProtocolEndpoint: protocolEndpoint(cloud),
      ProtocolSegment: protocolSegment(cloud),
      Volume: volume(cloud),
      VolumeImage: volumeImage(cloud),
      locatedVolume: locatedVolume(cloud),
    },
    activity: (since, context) => activity(cloud, since, context),
    close: async () => transport.close(),
  };
}
