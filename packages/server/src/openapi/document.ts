import type { Offers } from "@cimi-gateway/core";
import { type Description, EDITIONS, type JsonSchema, type Model, model } from "@cimi-gateway/model";
import type { ServerSettings } from "../configuration/server-schema.js";
import { PARAMETERS } from "./parameters.js";
import { pathsOf } from "./paths.js";
import { HEADERS, refusalIn } from "./responses.js";
import { schemasOf } from "./schemas.js";
import { securityOf } from "./security.js";

export interface Described {
  /** What each cloud offers, by the cloud's name. */
  readonly clouds: ReadonlyMap<string, Offers>;
  readonly auth: ServerSettings["auth"]["mode"];
}

const described: Model = model;

/** The OpenAPI 3.1 description of the strict faces of all clouds, without the address of the gateway. */
export function openApiDocument({ clouds, auth }: Described): JsonSchema {
  const { securitySchemes, security } = securityOf(auth);
  const types = withAdded([...clouds.values()]);
  const descriptions = Object.values(types) as readonly Description[];
  const faces = [...clouds].flatMap(([cloud, offers]) => EDITIONS.map((edition) => ({ cloud, edition, offers })));
  return {
    openapi: "3.1.0",
    info: {
      title: "CIMI",
      version: "2.0.0",
      description:
        "DMTF DSP0263 in front of the clouds that this gateway is configured with, in editions 1.x and 2.0. What a cloud cannot do is not listed.",
    },
    tags: [...clouds.keys()].map((name) => ({ name })),
    security,
    paths: Object.fromEntries(faces.flatMap(pathsOf)),
    components: {
      schemas: Object.fromEntries(
        descriptions.flatMap((description) => EDITIONS.flatMap((edition) => schemasOf(description, edition, types))),
      ),
      parameters: PARAMETERS,
      headers: HEADERS,
      responses: Object.fromEntries(EDITIONS.map((edition) => [`Refused-${edition}`, refusalIn(edition)])),
      securitySchemes,
    },
  };
}

/** CIMI, with what any of the clouds adds to it (5.1): a type has one schema, whose members are those of all clouds. */
const withAdded = (clouds: readonly Offers[]): Model =>
  Object.fromEntries(Object.values(described).map((description) => [description!.name, allOf(description!, clouds)]));

function allOf(description: Description, clouds: readonly Offers[]): Description {
  const offered = clouds.flatMap((offers) => offers.get(description.name)?.description ?? []);
  return {
    ...description,
    attributes: Object.assign({}, ...offered.map(({ attributes }) => attributes), description.attributes),
    operations: Object.assign({}, ...offered.map(({ operations }) => operations), description.operations),
  };
}
