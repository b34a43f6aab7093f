import type { Attribute, Description } from "./describe.js";
import { Address } from "./resources/address.js";
import { AddressTemplate } from "./resources/address-template.js";
import { CloudEntryPoint } from "./resources/cloud-entry-point.js";
import { Collection } from "./resources/collection.js";
import { Credential, CredentialTemplate } from "./resources/credential.js";
import { Disk } from "./resources/disk.js";
import { Event } from "./resources/event.js";
import { EventLog, EventLogTemplate } from "./resources/event-log.js";
import { ForwardingGroup } from "./resources/forwarding-group.js";
import { ForwardingGroupTemplate } from "./resources/forwarding-group-template.js";
import { Job } from "./resources/job.js";
import { locatedVolume } from "./resources/located-volume.js";
import { Machine } from "./resources/machine.js";
import { MachineConfiguration } from "./resources/machine-configuration.js";
import { MachineImage } from "./resources/machine-image.js";
import { MachineNetworkInterface } from "./resources/machine-network-interface.js";
import { MachineNetworkInterfaceAddress } from "./resources/machine-network-interface-address.js";
import { MachineSnapshot } from "./resources/machine-snapshot.js";
import { MachineTemplate } from "./resources/machine-template.js";
import { Meter } from "./resources/meter.js";
import { MeterConfiguration } from "./resources/meter-configuration.js";
import { MeterTemplate } from "./resources/meter-template.js";
import { Network } from "./resources/network.js";
import { NetworkConfiguration } from "./resources/network-configuration.js";
import { NetworkInterface } from "./resources/network-interface.js";
import { NetworkInterfaceTemplate } from "./resources/network-interface-template.js";
import { NetworkNetworkPort } from "./resources/network-network-port.js";
import { NetworkPort } from "./resources/network-port.js";
import { NetworkPortConfiguration } from "./resources/network-port-configuration.js";
import { NetworkPortTemplate } from "./resources/network-port-template.js";
import { NetworkService } from "./resources/network-service.js";
import { NetworkServiceTemplate } from "./resources/network-service-template.js";
import { NetworkTemplate } from "./resources/network-template.js";
import { ProtocolEndpoint } from "./resources/protocol-endpoint.js";
import { ProtocolEndpointTemplate } from "./resources/protocol-endpoint-template.js";
import { ProtocolSegment } from "./resources/protocol-segment.js";
import { ProtocolSegmentTemplate } from "./resources/protocol-segment-template.js";
import { ResourceMetadata } from "./resources/resource-metadata.js";
import { Sample } from "./resources/sample.js";
import { System } from "./resources/system.js";
import {
  SystemAddress,
  SystemCredential,
  SystemForwardingGroup,
  SystemMachine,
  SystemNetwork,
  SystemNetworkPort,
  SystemSystem,
  SystemVolume,
} from "./resources/system-components.js";
import { RecoverableMachine, SystemService } from "./resources/system-service.js";
import { SystemTemplate } from "./resources/system-template.js";
import { Volume } from "./resources/volume.js";
import { VolumeConfiguration } from "./resources/volume-configuration.js";
import { VolumeImage } from "./resources/volume-image.js";
import { VolumeTemplate } from "./resources/volume-template.js";
import { VolumeVolumeImage } from "./resources/volume-volume-image.js";

/** All that CIMI says, as one value. */
export const model = {
  Address,
  AddressTemplate,
  CloudEntryPoint,
  Collection,
  Credential,
  CredentialTemplate,
  Disk,
  ForwardingGroup,
  ForwardingGroupTemplate,
  Event,
  EventLog,
  EventLogTemplate,
  Job,
  Machine,
  MachineConfiguration,
  MachineImage,
  MachineNetworkInterface,
  MachineNetworkInterfaceAddress,
  MachineSnapshot,
  MachineTemplate,
  Network,
  NetworkConfiguration,
  NetworkInterface,
  NetworkInterfaceTemplate,
  NetworkNetworkPort,
  NetworkPort,
  NetworkPortConfiguration,
  NetworkPortTemplate,
  NetworkService,
  NetworkServiceTemplate,
  NetworkTemplate,
  ProtocolEndpoint,
  ProtocolEndpointTemplate,
  ProtocolSegment,
  ProtocolSegmentTemplate,
  Meter,
  MeterConfiguration,
  MeterTemplate,
  RecoverableMachine,
  ResourceMetadata,
  Sample,
  System,
  SystemAddress,
  SystemCredential,
  SystemForwardingGroup,
  SystemMachine,
  SystemNetwork,
  SystemNetworkPort,
  SystemService,
  SystemSystem,
  SystemTemplate,
  SystemVolume,
  Volume,
  VolumeConfiguration,
  VolumeImage,
  VolumeTemplate,
  VolumeVolumeImage,
  locatedVolume,
};

/** The descriptions by name, for code that walks over them. */
export type Model = Readonly<Record<string, Description | undefined>>;

type Described = typeof model;
export type ResourceName = keyof Described;
type AttributesOf<N extends ResourceName> = Described[N]["attributes"];
type TypeOf<A> = A extends Attribute<infer T> ? T : never;

/** The value of a resource, inferred from its description; an attribute without a value is absent. */
export type Resource<N extends ResourceName> = { readonly [K in keyof AttributesOf<N>]?: TypeOf<AttributesOf<N>[K]> };

export type OperationName<N extends ResourceName> = keyof Described[N]["operations"] & string;

/** What comes with a request for an operation. */
export type Input<N extends ResourceName, O extends OperationName<N>> = Described[N]["operations"] extends infer Operations
  ? O extends keyof Operations
    ? Operations[O] extends { readonly input: infer I }
      ? { readonly [K in keyof I]?: TypeOf<I[K]> }
      : never
    : never
  : never;

/** The type of the template from which instances are made; the type itself where there is none (4.2.1.1). */
export type TemplateOf<N extends ResourceName> = Described[N] extends {
  readonly template: { readonly type: infer T extends ResourceName };
}
  ? T
  : N;

/** The state of a resource that has one. */
export type StateOf<N extends ResourceName> = Resource<N> extends { readonly state?: infer S } ? NonNullable<S> : never;
