import {
  type Extensions,
  extensionAttribute,
  extensionCapability,
  extensionOperation,
  extensionValues,
  type WriteContext,
} from "@cimi-gateway/adapter";
import { attribute, string, type ValueScope, type Values } from "@cimi-gateway/model";
import type { Client } from "./client.js";
import { requireValue } from "./require.js";
import { RACKS } from "./world/rack.js";
import type { Machine } from "./world/things.js";

/** What this cloud has beyond CIMI (5.1). */
const NAMESPACE = "urn:cimi-gateway:sandbox:1";

const rack = extensionAttribute(NAMESPACE, string, {
  consumerWritable: false,
  atCreation: true,
  help: "The rack in which the machine stands; chosen at creation, changed by migrate.",
});

const maintenance = extensionAttribute(NAMESPACE, string, {
  atCreation: true,
  help: "When the operator may restart the machine, in words.",
});

const ATTRIBUTES = { rack, maintenance };

/** What a template, or an update, says of it. */
export const machineExtensionValues = (given: object) => extensionValues(ATTRIBUTES, given);

export const machineExtensions = (client: Client): Extensions<Machine> => ({
  attributes: {
    rack: { ...rack, read: (native) => native.rack },
    maintenance: { ...maintenance, read: (native) => native.maintenance },
  },
  operations: {
    migrate: {
      ...extensionOperation(NAMESPACE, "migrate", {
        from: ["STARTED", "STOPPED"],
        input: { rack: attribute(string, { consumerMandatory: true, help: "The rack to carry the machine to." }) },
      }),
      run: (id: string, input: Values, context: WriteContext) => {
        const { rack: wanted } = machineExtensionValues(input);
        return client.step("migrate", "machine.migrate", { id, rack: requireValue(wanted, "rack") ?? "" }, context);
      },
    },
  },
  capabilities: {
    LiveMigration: extensionCapability(NAMESPACE, "Machine/LiveMigration", true, "migrate carries a machine that runs."),
  },
});

/** 5.5.14: the racks that there are. */
export const machineScope: readonly ValueScope[] = [{ rack: { values: RACKS } }];
