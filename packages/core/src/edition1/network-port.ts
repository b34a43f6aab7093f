import { InvalidValue } from "@cimi-gateway/model";
import { hrefOf, isEthernet } from "./surroundings.js";
import type { Telling } from "./view-type.js";
import { given } from "./wishes.js";

const STATES: Readonly<Record<string, string>> = { ENABLED: "STARTED", DISABLED: "STOPPED" };

/** A NetworkPort is an endpoint of an Ethernet. What edition 2 has no word for, portType and classOfService, the gateway keeps. */
export const networkPort: Telling = {
  type: "NetworkPort",
  from: { state: "state", network: "protocol", portType: "protocol", classOfService: "protocol" },
  needs: ["state", "protocol"],
  shows: isEthernet,
  values: ({ values }, around) => ({
    state: STATES[String(values.state)] ?? values.state,
    network: around.networkOf(values),
    portType: values.portType,
    classOfService: values.classOfService,
  }),
  within: ({ values }, owner, around) => hrefOf(around.networkOf(values)) === owner,
  operations: { start: "enable", stop: "disable" },
  async made({ network, networkPortConfig }, { around, existing, configuration }) {
    if (network === undefined) throw new InvalidValue("is missing: an href to the Network of the port", ["network"]);
    const { path } = await existing(network, "Network", "network");
    const segment = around.segmentsOf(path).find(({ values }) => isEthernet(values));
    if (!segment) throw new InvalidValue("has no Ethernet; accepted: a Network that was made with an mtu", ["network"]);
    const config =
      networkPortConfig === undefined
        ? {}
        : await configuration(networkPortConfig, "NetworkPortConfiguration", "networkPortConfig");
    return {
      template: { segment: { href: segment.path }, origin: "DYNAMIC" },
      overlay: given({ portType: config.portType, classOfService: config.classOfService }),
      preview: { protocol: "Ethernet", segment: { href: segment.path } },
    };
  },
};
