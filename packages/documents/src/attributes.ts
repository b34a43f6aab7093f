import { type Attribute, type Attributes, EDITIONS, type Edition, type Model, model } from "@cimi-gateway/model";
import { code, codes, link, table } from "./markdown.js";
import { editionName } from "./samples.js";

const described: Model = model;

interface Row {
  /** `disks[].capacity` for what is inside another. */
  readonly path: string;
  readonly attribute: Attribute<unknown>;
}

/** Attributes and what is inside them, outer before inner. */
const rowsOf = (attributes: Attributes, prefix = ""): readonly Row[] =>
  Object.entries(attributes).flatMap(([key, attribute]) => {
    const { item, members = item?.members } = attribute.type;
    const path = `${prefix}${key}`;
    const inner = members ? rowsOf(members as Attributes, `${path}${item ? "[]" : ""}.`) : [];
    return [{ path, attribute }, ...inner];
  });

/** Table of attributes with the constraints of 5.3. */
export function attributeTable(attributes: Attributes): string {
  const rows = rowsOf(attributes).map(({ path, attribute }) => [
    code(path),
    typeText(attribute),
    attribute.unit ?? "",
    constraints(attribute),
    editions(attribute),
    meaning(attribute),
  ]);
  return rows.length === 0 ? "" : table(["Name", "Type", "Unit", "Constraints (5.3)", "Editions", "Meaning"], rows);
}

function typeText({ type }: Attribute<unknown>): string {
  const target = type.item?.target ?? type.target;
  const shown = target !== undefined && target in described ? `${type.label} → ${link(target, `${target}.md`)}` : type.label;
  return type.values ? `${shown}: ${codes(type.values as readonly string[])}` : shown;
}

/** What differs from an attribute that the provider shows, and that both sides may set at any time. */
const constraints = ({ providerMandatory, consumerMandatory, mutable, consumerWritable }: Attribute<unknown>): string =>
  [
    providerMandatory ? "shown" : "may be missing",
    consumerMandatory ? "required" : "",
    mutable ? (consumerWritable ? "writable" : "read-only") : "immutable",
  ]
    .filter((text) => text !== "")
    .join(", ");

const isIn = ({ since, until }: Pick<Attribute<unknown>, "since" | "until">, edition: Edition): boolean =>
  since <= edition && edition <= until;

export const editionsOf = (traits: Pick<Attribute<unknown>, "since" | "until">): string =>
  EDITIONS.filter((edition) => isIn(traits, edition))
    .map(editionName)
    .join(", ");

/** The editions with the names that differ there. */
function editions(attribute: Attribute<unknown>): string {
  const names = EDITIONS.flatMap((edition) => {
    const own = attribute.names?.[edition];
    const xml = attribute.xmlNames?.[edition];
    return [
      ...(own === undefined ? [] : [`${code(own)} in ${editionName(edition)}`]),
      ...(xml === undefined ? [] : [`${code(xml)} in XML ${editionName(edition)}`]),
    ];
  });
  const spread = attribute.spread ? [`as ${codes(Object.keys(attribute.spread))} in ${editionName(1)}`] : [];
  return [editionsOf(attribute), ...names, ...spread, ...formats(attribute)].join("; ");
}

const formats = ({ jsonSince = 1, xmlSince = 1 }: Attribute<unknown>): readonly string[] => [
  ...(jsonSince > 1 ? ["not in JSON 1.x"] : []),
  ...(xmlSince > 1 ? ["not in XML 1.x"] : []),
];

const meaning = ({ help = "", namespace }: Attribute<unknown>): string =>
  [help, namespace === undefined ? "" : `An extension: namespace ${code(namespace)}.`].filter((text) => text !== "").join(" ");
