import * as attachment from "./attachment.js";
import type { Cloud } from "./cloud.js";
import * as credential from "./credential.js";
import * as disk from "./disk.js";
import * as machine from "./machine.js";
import * as machineImage from "./machine-image.js";
import * as network from "./network.js";
import * as networkInterface from "./network-interface.js";
import * as networkPower from "./network-power.js";
import * as networkService from "./network-service.js";
import * as power from "./power.js";
import * as protocolEndpoint from "./protocol-endpoint.js";
import * as protocolSegment from "./protocol-segment.js";
import * as rack from "./rack.js";
import * as restore from "./restore.js";
import type { AnyThing } from "./things.js";
import * as volume from "./volume.js";
import * as volumeImage from "./volume-image.js";

/** Every call that changes the cloud. Each gives the thing that it made or changed. */
export const ACTIONS = {
  "machine.create": machine.createMachine,
  "machine.update": machine.updateMachine,
  "machine.delete": machine.deleteMachine,
  "machine.start": power.startMachine,
  "machine.stop": power.stopMachine,
  "machine.restart": power.restartMachine,
  "machine.pause": power.pauseMachine,
  "machine.suspend": power.suspendMachine,
  "machine.migrate": rack.migrateMachine,
  "machine.restore": restore.restoreMachine,
  "machine.capture": machineImage.captureMachine,
  "machine.snapshot": machineImage.snapshotMachine,
  "machine.attach": attachment.attachVolume,
  "machine.detach": attachment.detachVolume,
  "disk.create": disk.createDisk,
  "disk.update": disk.updateDisk,
  "disk.delete": disk.deleteDisk,
  "machineImage.create": machineImage.copyImage,
  "machineImage.update": machineImage.updateImage,
  "machineImage.delete": machineImage.deleteImage,
  "volume.create": volume.createVolume,
  "volume.update": volume.updateVolume,
  "volume.delete": volume.deleteVolume,
  "volume.snapshot": volumeImage.snapshotVolume,
  "volume.restore": restore.restoreVolume,
  "volumeImage.create": volumeImage.copyVolumeImage,
  "volumeImage.update": volumeImage.updateVolumeImage,
  "volumeImage.delete": volumeImage.deleteVolumeImage,
  "credential.create": credential.createCredential,
  "credential.update": credential.updateCredential,
  "credential.delete": credential.deleteCredential,
  "network.create": network.createNetwork,
  "network.update": network.updateNetwork,
  "network.delete": network.deleteNetwork,
  "network.start": networkPower.startNetwork,
  "network.stop": networkPower.stopNetwork,
  "network.insert": network.insertNetwork,
  "network.remove": network.removeNetwork,
  "protocolSegment.create": protocolSegment.createSegment,
  "protocolSegment.update": protocolSegment.updateSegment,
  "protocolSegment.delete": protocolSegment.deleteSegment,
  "protocolSegment.start": networkPower.startSegment,
  "protocolSegment.stop": networkPower.stopSegment,
  "protocolSegment.insert": protocolSegment.insertSegment,
  "protocolSegment.remove": protocolSegment.removeSegment,
  "protocolEndpoint.create": protocolEndpoint.createEndpoint,
  "protocolEndpoint.update": protocolEndpoint.updateEndpoint,
  "protocolEndpoint.delete": protocolEndpoint.deleteEndpoint,
  "protocolEndpoint.enable": networkPower.enableEndpoint,
  "protocolEndpoint.disable": networkPower.disableEndpoint,
  "protocolEndpoint.insert": protocolEndpoint.insertEndpoint,
  "protocolEndpoint.remove": protocolEndpoint.removeEndpoint,
  "protocolEndpoint.connect": protocolEndpoint.connectEndpoint,
  "protocolEndpoint.disconnect": protocolEndpoint.disconnectEndpoint,
  "networkInterface.create": networkInterface.createInterface,
  "networkInterface.update": networkInterface.updateInterface,
  "networkInterface.delete": networkInterface.deleteInterface,
  "networkInterface.discard": networkInterface.discardInterface,
  "networkInterface.enable": networkPower.enableInterface,
  "networkInterface.disable": networkPower.disableInterface,
  "networkInterface.attach": networkInterface.attachInterface,
  "networkInterface.detach": networkInterface.detachInterface,
  "networkService.create": networkService.createService,
  "networkService.update": networkService.updateService,
  "networkService.delete": networkService.deleteService,
  "networkService.start": networkPower.startService,
  "networkService.stop": networkPower.stopService,
  "networkService.insert": networkService.insertService,
  "networkService.remove": networkService.removeService,
  "networkService.serve": networkService.serve,
  "networkService.serveNoLonger": networkService.serveNoLonger,
} as const satisfies Record<string, (cloud: Cloud, input: never) => AnyThing>;

export type Action = keyof typeof ACTIONS;
export type InputOf<A extends Action> = Parameters<(typeof ACTIONS)[A]>[1];

export const isAction = (name: unknown): name is Action => typeof name === "string" && Object.hasOwn(ACTIONS, name);

/** Runs one action; the input belongs to it, which the compiler sees at the caller only. */
export const act = <A extends Action>(cloud: Cloud, action: A, input: InputOf<A>): AnyThing =>
  (ACTIONS[action] as (cloud: Cloud, input: InputOf<A>) => AnyThing)(cloud, input);
