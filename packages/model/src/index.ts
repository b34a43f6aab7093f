export { isCarried } from "./characters.js";
export * from "./describe.js";
export * from "./edition.js";
export * from "./extend.js";
export * from "./fault.js";
export { makingsOf } from "./makings.js";
export * from "./model.js";
export { plural, singular } from "./naming.js";
export {
  ADDRESS_TYPES,
  type AddressType,
  addressFamily,
  addressTypeOf,
  compareAddresses,
  type Family as AddressFamily,
  readAddress,
} from "./network/address.js";
export { isGroupAddress, readHardwareAddress } from "./network/hardware-address.js";
export { readHostName } from "./network/host-name.js";
export * from "./network/prefix.js";
export * from "./parameters/origin.js";
export * from "./parameters/parameters.js";
export type { Inside, Outside, Peer } from "./policies/peers.js";
export * from "./policies/policies.js";
export * from "./policies/taken.js";
export { EVENT_CONTENTS, eventTypeUri } from "./resources/event.js";
export { ASPECTS, aspectUri } from "./resources/meter-configuration.js";
export { SYSTEM_SERVICE_TYPES, type SystemServiceType, systemServiceTypeOf } from "./resources/service-types.js";
export {
  type Confidential,
  type Confidentials,
  isSecret,
  mapSecrets,
  mapSecretsOf,
  mayHoldSecrets,
  type SecretPath,
  type SecretWalk,
  shownPart,
} from "./secrets.js";
export { type Field, nameIn, type Shape, shapeOf } from "./shape.js";
export type { Any } from "./types/any.js";
export { array } from "./types/array.js";
export { boolean } from "./types/boolean.js";
export type { CollectionType } from "./types/collection.js";
export type * from "./types/data-type.js";
export { dateTime } from "./types/date-time.js";
export { amount, integer } from "./types/integer.js";
export type { StringMap } from "./types/map.js";
export { ref } from "./types/ref.js";
export { enumeration, string } from "./types/string.js";
export { mapMembers } from "./types/structure.js";
export { uri } from "./types/uri.js";
export type { Scope, ValueScope } from "./types/value-scope.js";
export { type Unit, unitNamed, unitWords } from "./units.js";
export type { AddressRange, FamilyLimits } from "./vocabulary/addresses.js";
export { mapEntryReferences, mapTextReferences, readEntries, writeEntries } from "./vocabulary/entries.js";
export { type Flow, type FlowLimits, PROTOCOLS } from "./vocabulary/flow.js";
export type { Made, Notation, Part, Parts, ReplaceReference } from "./vocabulary/notation.js";
export type { Message, PortRange } from "./vocabulary/ports.js";
export { type Key, type Keys, keyForms, typesNamedIn, type Vocabulary } from "./vocabulary/vocabulary.js";
export { groupingName, resourceUri } from "./wire/content.js";
export { readJsonDocument } from "./wire/json-reader.js";
export * from "./wire/media-type.js";
export * from "./wire/read.js";
export { writeJson, writeXml } from "./wire/write.js";
export type { XmlElement } from "./wire/xml-element.js";
export { READING_LIMITS, type ReadingLimits, readXmlDocument } from "./wire/xml-reader.js";
