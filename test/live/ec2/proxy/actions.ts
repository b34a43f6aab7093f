import { attachVolume, detachVolume } from "./attachments.js";
import type { Handler } from "./call.js";
import { copyImage, createImage, deregisterImage, registerImage } from "./images.js";
import { modifyInstanceAttribute } from "./instance-attributes.js";
import { rebootInstances, startInstances, stopInstances, terminateInstances } from "./instances.js";
import {
  describeImages,
  describeInstanceStatus,
  describeInstances,
  describeInstanceTypes,
  describeKeyPairs,
  describeSnapshots,
  describeTags,
  describeVolumes,
  describeVolumesModifications,
} from "./lists.js";
import { once } from "./once.js";
import { createReplaceRootVolumeTask, describeReplaceRootVolumeTasks } from "./replace-root.js";
import { runInstances } from "./run-instances.js";
import { createTags, deleteKeyPair } from "./tags.js";
import { createSnapshot, createVolume, deleteVolume, modifyVolume } from "./volumes.js";

/** The actions that moto does not answer as EC2 does; every other one goes through unchanged. */
const ACTIONS: ReadonlyMap<string, Handler> = new Map(
  Object.entries({
    RunInstances: once(runInstances),
    StartInstances: startInstances,
    StopInstances: stopInstances,
    RebootInstances: rebootInstances,
    TerminateInstances: terminateInstances,
    ModifyInstanceAttribute: modifyInstanceAttribute,
    DescribeInstances: describeInstances,
    DescribeInstanceStatus: describeInstanceStatus,
    DescribeInstanceTypes: describeInstanceTypes,
    CreateVolume: once(createVolume),
    AttachVolume: attachVolume,
    DetachVolume: detachVolume,
    ModifyVolume: modifyVolume,
    DeleteVolume: deleteVolume,
    DescribeVolumes: describeVolumes,
    DescribeVolumesModifications: describeVolumesModifications,
    CreateSnapshot: createSnapshot,
    DescribeSnapshots: describeSnapshots,
    CreateImage: createImage,
    RegisterImage: registerImage,
    CopyImage: once(copyImage),
    DeregisterImage: deregisterImage,
    DescribeImages: describeImages,
    CreateReplaceRootVolumeTask: once(createReplaceRootVolumeTask),
    DescribeReplaceRootVolumeTasks: describeReplaceRootVolumeTasks,
    DescribeKeyPairs: describeKeyPairs,
    DeleteKeyPair: deleteKeyPair,
    CreateTags: createTags,
    DescribeTags: describeTags,
  }),
);

export function handlerOf(action: string): Handler {
  return ACTIONS.get(action) ?? ((call) => call.forward());
}
