import { attribute } from "../describe.js";
import { any } from "../types/any.js";
import { array } from "../types/array.js";
import { boolean } from "../types/boolean.js";
import { string } from "../types/string.js";
import { structure } from "../types/structure.js";
import { uri } from "../types/uri.js";
import { valueScope } from "../types/value-scope.js";
import { common, limited, resource } from "./common.js";

const optional = { providerMandatory: false } as const;

const attributeMetadata = structure({
  name: attribute(string, { consumerMandatory: true }),
  namespace: attribute(uri),
  type: attribute(string),
  required: attribute(boolean, { help: "Edition 1's word for consumerMandatory." }),
  providerMandatory: attribute(boolean, { since: 2 }),
  consumerMandatory: attribute(boolean, { since: 2 }),
  mutable: attribute(boolean, { since: 2 }),
  consumerWritable: attribute(boolean, { since: 2 }),
});

const capability = structure({
  name: attribute(string),
  uri: attribute(uri, { consumerMandatory: true }),
  description: attribute(string),
  value: attribute(any, { consumerMandatory: true, content: true }),
});

const action = structure({
  name: attribute(string, { consumerMandatory: true }),
  uri: attribute(uri, { consumerMandatory: true }),
  description: attribute(string),
  method: attribute(string, { consumerMandatory: true }),
  inputMessage: attribute(string),
  outputMessage: attribute(string),
});

/** Edition 1's schema gives it an id and a name only. */
const base = { ...limited(common, { since: 2 }), id: common.id, name: common.name };

/** 5.11: what a provider supports of a type: attributes, value scopes, capabilities and operations. */
export const ResourceMetadata = resource("ResourceMetadata", {
  clause: "5.11",
  collection: "resourceMetadata",
  base,
  order: ["id", "typeURI", "name"],
  attributes: {
    typeURI: attribute(uri, { consumerMandatory: true, help: "The type of the resources described." }),
    attributes: attribute(array(attributeMetadata), optional),
    vscope: attribute(array(valueScope, { item: "valueScope" }), { ...optional, since: 2 }),
    capabilities: attribute(array(capability), optional),
    actions: attribute(array(action), optional),
  },
});
