/** A cloud with networks, for the tests of what is made with, put into and taken out of them. Not part of the product's exports. */
import type { Membership, WriteContext } from "@cimi-gateway/adapter";
import { type Model, model, parseBody } from "@cimi-gateway/model";
import type { AnyResourceAdapter } from "../read/source.js";
import { type FakeOptions, FakeResource, type FakeService, serviceOf, type Thing } from "../testing.js";
import type { Message } from "./message.js";

const done = async () => ({ id: "" });
const writes = { create: done, update: done, delete: done };
const membership: Required<Membership> = {
  insert: async (id: string, _item: string, _context: WriteContext) => ({ id }),
  remove: async (id: string, _item: string, _context: WriteContext) => ({ id }),
};

/** The Collections that take something in or let it go; where there are none, nothing enters. */
type Collections = Readonly<Record<string, Membership>>;

const written = (collections: Collections): Partial<AnyResourceAdapter> => ({
  ...writes,
  collections: collections as object as AnyResourceAdapter["collections"] & object,
});

const SEGMENTS: readonly Thing[] = [
  { id: "s-1", state: "STARTED", network: { href: "networks/n-1" } },
  { id: "s-2", state: "STARTED", network: { href: "networks/n-2" } },
  { id: "s-3", state: "STARTED" },
];

const NETWORKS: readonly Thing[] = [
  { id: "n-1", state: "STARTED" },
  { id: "n-2", state: "STARTED" },
  { id: "n-3", state: "CREATING" },
];

export interface NetworkCloud {
  readonly service: FakeService;
  readonly networks: FakeResource;
  readonly segments: FakeResource;
  readonly services: FakeResource;
  readonly endpoints: FakeResource;
}

/** Networks n-1 and n-2 with the segments s-1 and s-2; s-3 is in none; the service f-1 serves the endpoint e-1. */
export async function networkCloud(options: FakeOptions & { readonly closed?: boolean } = {}): Promise<NetworkCloud> {
  const network: Collections = options.closed ? {} : { segments: membership, services: { insert: membership.insert } };
  const networks = new FakeResource(["state", "name", "segments", "services", "subnetworks"], NETWORKS, written(network));
  const segments = new FakeResource(["state", "protocol", "network", "endpoints"], SEGMENTS, writes);
  const service: Thing = { id: "f-1", state: "STARTED", endpoints: [{ href: "endpoints/e-1" }] };
  const services = new FakeResource(["state", "endpoints", "network"], [service], written({ endpoints: membership }));
  const ends = ["e-1", "e-2"].map((id) => ({ id, state: "ENABLED" }));
  const endpoints = new FakeResource(["state", "segment", "interface"], ends, writes);
  const cloud = {
    Network: networks.adapter,
    ProtocolSegment: segments.adapter,
    NetworkService: services.adapter,
    ProtocolEndpoint: endpoints.adapter,
  };
  return { service: await serviceOf(cloud, options), networks, segments, services, endpoints };
}

export const messageOf = (body: object): Message => ({
  body: parseBody(JSON.stringify(body), "json"),
  format: "json",
  reading: { edition: 2, tolerant: false, model: model as Model, erasable: false },
});
