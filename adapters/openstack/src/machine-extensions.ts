import { type Extensions, extensionAttribute, extensionValues } from "@cimi-gateway/adapter";
import { string } from "@cimi-gateway/model";
import type { Cloud } from "./cloud.js";
import { NAMESPACE } from "./extensions.js";

/** Compute API, "Create server", os:scheduler_hints: chosen at creation alone. */
const serverGroup = extensionAttribute(NAMESPACE, string, {
  mutable: false,
  consumerWritable: false,
  atCreation: true,
  help: "The server group in which the machine is, by id; a template may give its name.",
});

/** What a template says of it. */
export const machineExtensionValues = (template: object) => extensionValues({ serverGroup }, template);

/** Told where the settings ask for it: lists of servers do not say in which group each is, so that they cost a call more. */
export const machineExtensions = ({ settings }: Pick<Cloud, "settings">): Extensions<{ readonly group: string | undefined }> => ({
  attributes: settings.serverGroups ? { serverGroup: { ...serverGroup, read: ({ group }) => group } } : {},
});
