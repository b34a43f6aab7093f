import type { ArchitectureValues } from "@aws-sdk/client-ec2";
import {
  type Accepted,
  type Call,
  type Context,
  type CreateRequest,
  type Once,
  ProviderFault,
  type WriteContext,
} from "@cimi-gateway/adapter";
import { readSource, type Source } from "./arn.js";
import type { Cloud } from "./cloud.js";
import { unlessGone } from "./errors.js";
import { namedImage, nativeName } from "./native-name.js";
import { checkSource } from "./source.js";
import { newOverlay, newTags } from "./tag-writing.js";
import { RESERVED } from "./tags.js";
import { type Sent, sent } from "./writes.js";

type Request = CreateRequest<"MachineImage">;

/** Forms of an imageLocation that are EC2's own. */
const FORMS =
  "arn:aws:ec2:<region>::image/<ami-id> (a copy), arn:aws:ec2:<region>::snapshot/<snap-id>, with ?architecture=arm64 where it is not x86_64, " +
  "or s3://<bucket>/<path of an image manifest>";

const ROOT = "/dev/sda1";

/** Makes an image from what a native URI names: CopyImage, which has a token, or RegisterImage, whose name is unique. */
export async function registerImage(cloud: Cloud, request: Request, context: WriteContext): Promise<Accepted> {
  const { imageLocation = "", type } = request.template;
  if (type !== undefined && type !== "IMAGE")
    throw new ProviderFault("invalid", `an image of the type ${type} is made of a machine; give the machine as imageLocation`);
  const source = readSource(imageLocation);
  if (!source)
    throw new ProviderFault(
      "invalid",
      `the imageLocation ${JSON.stringify(imageLocation)} is not understood; it may be a machine or ${FORMS}`,
    );
  await checkSource(cloud, source, context);
  const made = await context.step("create", {
    ...callFor(cloud, request, source, context),
    undo: ({ id }) => deregister(cloud, id, context),
  });
  return { ...made, ...newOverlay(cloud.settings, request) };
}

function callFor(cloud: Cloud, request: Request, source: Source, context: Context): Call<Sent> {
  if (source.kind === "image") return { send: (once) => copy(cloud, request, source, once, context) };
  return {
    send: (once) => register(cloud, request, source, once, context),
    find: ({ marker }) => namedImage(cloud, nativeName(marker), context),
  };
}

/** CopyImage makes snapshots along with the image; RegisterImage makes none, and refuses tags for them. */
const tagsFor = ({ settings }: Cloud, request: Request, marker: string, ...along: readonly "snapshot"[]) =>
  newTags(settings, ["image", ...along], marker, request, { [RESERVED.type]: "IMAGE" });

async function copy(
  cloud: Cloud,
  request: Request,
  source: { region: string; id: string },
  { token, marker }: Once,
  context: Context,
): Promise<Sent> {
  const input = {
    Name: nativeName(marker),
    SourceRegion: source.region,
    SourceImageId: source.id,
    ClientToken: token,
    ...tagsFor(cloud, request, marker, "snapshot"),
  };
  const answer = await cloud.client.write(context, (ec2, sending) => ec2.copyImage(input, sending));
  return sent(answer.ImageId, answer);
}

async function register(cloud: Cloud, request: Request, source: Source, { marker }: Once, context: Context): Promise<Sent> {
  const input = { Name: nativeName(marker), ...dataOf(source, cloud.settings.region), ...tagsFor(cloud, request, marker) };
  const answer = await cloud.client.write(context, (ec2, sending) => ec2.registerImage(input, sending));
  return sent(answer.ImageId, answer);
}

function dataOf(source: Source, region: string) {
  if (source.kind === "manifest") return { ImageLocation: source.location };
  if (source.region !== region)
    throw new ProviderFault(
      "invalid",
      `the snapshot ${source.id} is in ${source.region}; an image is made in ${region} from a snapshot there`,
    );
  return {
    Architecture: (source.architecture ?? "x86_64") as ArchitectureValues,
    VirtualizationType: "hvm",
    EnaSupport: true,
    RootDeviceName: ROOT,
    BlockDeviceMappings: [{ DeviceName: ROOT, Ebs: { SnapshotId: source.id, DeleteOnTermination: true } }],
  };
}

async function deregister({ client }: Cloud, id: string, context: Context): Promise<void> {
  await client
    .write(context, (ec2, sending) => ec2.deregisterImage({ ImageId: id }, sending))
    .catch((error) => unlessGone(error, undefined));
}
