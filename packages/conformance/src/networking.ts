import type { Consumer } from "./consumer.js";
import type { Content } from "./request.js";
import { idOf, required, type Seen } from "./seen.js";
import type { Suite } from "./suite.js";
import type { Workshop } from "./workshop.js";

/** The suite for cases of which edition 1 knows nothing. */
export const inEdition2 = (suite: Suite): Suite => ({
  ...suite,
  test: (title, needs, run) => suite.test(title, ["@2", ...needs], run),
});

/** Makes networks and what is in them, in ranges that every cloud takes: IPv4 prefixes of 24 bits. */
export class Networking {
  constructor(
    private readonly shop: () => Workshop,
    private readonly consumer: () => Consumer = () => shop().consumer(),
  ) {}

  network(template: Content = {}, content: Content = {}): Promise<Seen> {
    return this.shop().make(
      "networks",
      "NetworkCreate",
      { ...content, networkTemplate: { ...PLAIN, ...template } },
      this.consumer(),
    );
  }

  /** A segment added in the segments of a network. */
  segment(network: Seen, third = 1, template: Content = {}): Promise<Seen> {
    return this.added(network, "segments", "ProtocolSegmentCreate", {
      protocolSegmentTemplate: { ...ipv4(third), ...template },
    });
  }

  /** An interface with one address in a segment. */
  interface(segment: Seen, template: Content = {}): Promise<Seen> {
    const networkInterfaceTemplate = { endpointTemplates: [{ segment: { href: idOf(segment) } }], ...template };
    return this.made("interfaces", "NetworkInterfaceCreate", { networkInterfaceTemplate });
  }

  /** One more address of an interface. */
  endpoint(segment: Seen, held: Seen, template: Content = {}): Promise<Seen> {
    return this.added(segment, "endpoints", "ProtocolEndpointCreate", {
      protocolEndpointTemplate: { interface: { href: idOf(held) }, ...template },
    });
  }

  firewall(network: Seen, template: Content = {}, content: Content = {}): Promise<Seen> {
    const networkServiceTemplate = { type: "Firewall", policies: POLICIES, ...template };
    return this.added(network, "services", "NetworkServiceCreate", { ...content, networkServiceTemplate });
  }

  /** A network with a segment. */
  async place(third = 1): Promise<{ network: Seen; segment: Seen }> {
    const network = await this.network();
    return { network, segment: await this.segment(network, third) };
  }

  /**
   * Connects a segment with an external network, where a cloud has services that route to one: there an address outside stands for one inside
   * no sooner. Clouds without such services refuse the route, and need none.
   */
  async wayOut(network: Seen, segment: Seen, external: string): Promise<void> {
    const consumer = this.consumer();
    const policies = { "route.out": `0.0.0.0/0 via network:${external}` };
    const reply = await consumer.add(required(network.href("services"), "services"), "NetworkServiceCreate", {
      networkServiceTemplate: { type: "IP Routing", policies },
    });
    if (reply.status === 400) return;
    const service = this.shop().keep(await consumer.made(reply));
    const segments = required(service.href("segments"), "segments");
    await consumer.done(await consumer.enter(segments, "insert", { segment: { href: idOf(segment) } }));
  }

  /** What leads from a network to the internet; undefined where a cloud has no services of that type, and refuses it. */
  async gateway(network: Seen): Promise<Seen | undefined> {
    const consumer = this.consumer();
    const networkServiceTemplate = { type: "Gateway", policies: { kind: "internet" } };
    const services = required(network.href("services"), "services");
    const reply = await consumer.add(services, "NetworkServiceCreate", { networkServiceTemplate });
    const isAbsent = reply.status === 400 && /\btype\b/.test(reply.seen?.text("statusMessage") ?? "");
    return isAbsent ? undefined : this.shop().keep(await consumer.made(reply));
  }

  made(collection: string, type: string, content: Content): Promise<Seen> {
    return this.shop().make(collection, type, content, this.consumer());
  }

  async added(owner: Seen, attribute: string, type: string, content: Content): Promise<Seen> {
    const consumer = this.consumer();
    const collection = required(owner.href(attribute), attribute);
    return this.shop().keep(await consumer.made(await consumer.add(collection, type, content)));
  }

  async idsIn(owner: Seen, attribute: string): Promise<readonly string[]> {
    const { items } = await this.consumer().get(required(owner.href(attribute), attribute));
    return items.map(idOf);
  }
}

/** A template by value has to say something. */
export const PLAIN: Content = { description: "for a test" };

/** Answers to what is let through are let through as well, as every cloud can. */
export const POLICIES = { "rule.web": "allow in tcp 443 from 0.0.0.0/0" };

/** `10.77.<third>.0/24`. */
export const ipv4 = (third: number): Content => ({
  protocol: "IPv4",
  parameters: { subnetAddress: `10.77.${third}.0`, netmask: "255.255.255.0" },
});
