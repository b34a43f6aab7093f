import { type Description, model, type Values } from "@cimi-gateway/model";
import { expect, it } from "@jest/globals";
import { json, xml } from "./documents.js";
import { holds } from "./holds.js";

const N = "http://schemas.dmtf.org/cimi/2";

/** The rows of a table of the standard: the type of each attribute, in its order; allowed values stand for a type. */
export type Rows = Readonly<Record<string, string | readonly string[]>>;

/** Tests that a type has in edition 2 the attributes of its table, beside the common ones (Table 5) and what the gateway adds (5.1). */
export function itHasTheAttributes(type: string, rows: Rows): void {
  const { attributes }: Description = model[type as keyof typeof model];
  it("has the attributes of its table, with their types and allowed values", () => {
    const own = Object.entries(attributes).filter(
      ([name, { namespace, until }]) => !ELSEWHERE.has(name) && namespace === undefined && until === 2,
    );
    expect(own.map(([name, { type: held }]) => [name, held.values ?? held.label])).toEqual(Object.entries(rows));
  });
}

/** Table 5, and genResourceMetadata, which every template has (ERRATA). */
const ELSEWHERE: ReadonlySet<string> = new Set([
  ...["id", "name", "description", "created", "updated", "parent", "properties", "resourceMetadata"],
  "genResourceMetadata",
]);

/** Tests that values are written and read in JSON and in XML of edition 2; JSON shows them as they are. */
export function isShownAs(type: string, values: Values, elements: string): void {
  holds({ type, values }, [
    json(2, { resourceURI: `${N}/${type}`, ...values }),
    xml(2, `<${type} xmlns="${N}">${elements}</${type}>`),
  ]);
}
