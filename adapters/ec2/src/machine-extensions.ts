import type { Tenancy } from "@aws-sdk/client-ec2";
import { type Extensions, extensionAttribute, extensionValues } from "@cimi-gateway/adapter";
import { boolean, enumeration, type ValueScope } from "@cimi-gateway/model";
import type { Cloud } from "./cloud.js";
import { NAMESPACE } from "./extensions.js";
import type { Ec2Machine } from "./instances.js";

const CHOSEN_ONCE = { mutable: false, consumerWritable: false, atCreation: true } as const;

/** API reference, Placement: on whose hardware an instance runs. */
const tenancy = extensionAttribute(NAMESPACE, enumeration(["default", "dedicated", "host"]), {
  ...CHOSEN_ONCE,
  help: "Shared hardware (default), hardware of this account alone (dedicated), or a dedicated host (host).",
});

/** API reference, HibernationOptions. */
const hibernation = extensionAttribute(NAMESPACE, boolean, {
  ...CHOSEN_ONCE,
  help: "Whether the machine can be suspended; without it, as the cloud's settings say.",
});

/** What a template says of it. */
export const machineExtensionValues = (template: object) => extensionValues({ tenancy, hibernation }, template);

/** Hibernation is chosen where the settings make machines with it; elsewhere nothing suspends. */
export const machineExtensions = ({ settings }: Cloud): Extensions<Ec2Machine> => ({
  attributes: {
    tenancy: { ...tenancy, read: ({ instance }) => instance.Placement?.Tenancy },
    ...(settings.hibernation && {
      hibernation: { ...hibernation, read: ({ instance }: Ec2Machine) => instance.HibernationOptions?.Configured },
    }),
  },
});

/** 5.5.14: a dedicated host is not chosen here, since CIMI has no word for which. */
export const machineScope: readonly ValueScope[] = [{ tenancy: { values: ["default", "dedicated"] satisfies Tenancy[] } }];
