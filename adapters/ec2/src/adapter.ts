import type { Adapter, Clock } from "@cimi-gateway/adapter";
import { BalancingClient, Client } from "./client.js";
import type { Cloud } from "./cloud.js";
import type { Sdks } from "./connect.js";
import { credential } from "./credential.js";
import { disk } from "./disk.js";
import { InstanceTypes } from "./instance-types.js";
import { locatedVolume } from "./located-volume.js";
import { machine } from "./machine.js";
import { machineConfiguration } from "./machine-configuration.js";
import { machineImage } from "./machine-image.js";
import { network } from "./network.js";
import { networkInterface } from "./network-interface.js";
import { networkService } from "./network-service.js";
import { protocolEndpoint } from "./protocol-endpoint.js";
import { protocolSegment } from "./protocol-segment.js";
import type { Ec2Settings } from "./read-settings.js";
import { volume } from "./volume.js";
import { volumeImage } from "./volume-image.js";
import { Zones } from "./zones.js";

/** One account in one region of EC2, over its SDKs, which do not repeat calls by themselves. */
export function adapter(sdks: Sdks, settings: Ec2Settings, clock: Clock): Adapter {
  const client = new Client(async () => sdks.ec2, clock, settings.attempts);
  const balancing = new BalancingClient(sdks.balancing, clock, settings.attempts);
  const cloud: Cloud = { client, balancing, settings, types: new InstanceTypes(client), zones: new Zones(client, settings) };
  return {
    name: "ec2",
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
    close: sdks.close,
  };
}
