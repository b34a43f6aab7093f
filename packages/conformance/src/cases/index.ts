import type { Cases } from "../suite.js";
import { attachments } from "./attachments.js";
import { catalogue } from "./catalogue.js";
import { clause7 } from "./clause-7.js";
import { composition } from "./composition.js";
import { conditional } from "./conditional.js";
import { credentials } from "./credentials.js";
import { deletion } from "./deletion.js";
import { disks } from "./disks.js";
import { entryPoint } from "./entry-point.js";
import { extensions } from "./extensions.js";
import { listing } from "./listing.js";
import { machineCreate } from "./machine-create.js";
import { machineImages } from "./machine-images.js";
import { machineTemplate } from "./machine-template.js";
import { metadata } from "./metadata.js";
import { networkInterfaces } from "./network-interfaces.js";
import { networkServices } from "./network-services.js";
import { networks } from "./networks.js";
import { networksOfFirst } from "./networks-of-first.js";
import { operations } from "./operations.js";
import { protocol } from "./protocol.js";
import { protocolEndpoints } from "./protocol-endpoints.js";
import { protocolSegments } from "./protocol-segments.js";
import { update } from "./update.js";
import { valueScopes } from "./value-scopes.js";
import { volumeImages } from "./volume-images.js";
import { volumes } from "./volumes.js";

/** Everything that a cloud has to show, in the order of the report. */
export const CASES: Readonly<Record<string, Cases>> = {
  "7.1, minimal conformance": clause7,
  "4.2, protocol": protocol,
  "5.11, ResourceMetadata": metadata,
  "5.11, 5.5.14, value scopes": valueScopes,
  "5.1, extensions": extensions,
  "5.12.1, updates of the Cloud Entry Point": entryPoint,
  "5.14.5, 5.14.7, configurations and images": catalogue,
  "4.2.1.1, 5.14.2, creating a Machine": machineCreate,
  "4.2.1.1, a MachineTemplate by reference": machineTemplate,
  "5.14.1.2, operations of a Machine": operations,
  "5.14.7, images and snapshots of a Machine": machineImages,
  "5.14.1.1.1, Disks": disks,
  "5.15, Volumes": volumes,
  "5.14.1.1.2, Volumes of a Machine": attachments,
  "5.15.7, images of a Volume": volumeImages,
  "5.14.9, Credentials": credentials,
  "5.16.1, Networks": networks,
  "DSP8009, networks of edition 1": networksOfFirst,
  "5.16.5, segments": protocolSegments,
  "5.16.9, endpoints": protocolEndpoints,
  "5.16.13, interfaces": networkInterfaces,
  "5.16.17, services of a Network": networkServices,
  "4.2.1.3, updates": update,
  "4.2.1.4, deletes": deletion,
  "5.5.12, 5.10, references and composition": composition,
  "4.1.6, queries": listing,
  "4.1.7.2, ETag": conditional,
};
