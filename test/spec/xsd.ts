import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { XmlDocument, XmlValidateError, XsdValidator } from "libxml2-wasm";

const root = resolve(import.meta.dirname, "../..");
const path = resolve(root, process.env.CIMI_REFERENCE ?? "../shared", "spec/dsp8009_1.0.2.xsd");

/** Why no validation is possible here; undefined where it is. */
export const schemaMissing: string | undefined = existsSync(path)
  ? undefined
  : `no DSP8009 schema at ${path}; CIMI_REFERENCE names its folder`;

interface Correction {
  readonly reason: string;
  readonly from: string;
  readonly to: string;
}

/** The few places where DSP8009 1.0.2 contradicts the standard or itself (packages/model/ERRATA.md). */
const CORRECTIONS: readonly Correction[] = [
  {
    reason: "nothing of the xml namespace is used, and its schema is not at hand",
    from: '<xs:import namespace="http://www.w3.org/XML/1998/namespace" schemaLocation="http://www.w3.org/2001/xml.xsd"/>',
    to: "",
  },
  {
    reason: "ResourceMetadata describes many attributes (Table 6), and more of each than four facts",
    from: '<xs:element name="attribute" minOccurs="0">\n<xs:complexType>\n<xs:sequence>\n<xs:any processContents="lax" minOccurs="0" maxOccurs="unbounded"/>\n</xs:sequence>',
    to: '<xs:element name="attribute" minOccurs="0" maxOccurs="unbounded">\n<xs:complexType>\n<xs:sequence>\n<xs:any processContents="lax" minOccurs="0" maxOccurs="unbounded"/>\n</xs:sequence>\n<xs:attribute name="providerMandatory" type="xs:boolean"/>\n<xs:attribute name="consumerMandatory" type="xs:boolean"/>\n<xs:attribute name="mutable" type="xs:boolean"/>\n<xs:attribute name="consumerWritable" type="xs:boolean"/>',
  },
  {
    reason: "the value of a capability is the text of its element (5.11)",
    from: '<xs:element name="capability" minOccurs="0" maxOccurs="unbounded">\n<xs:complexType>',
    to: '<xs:element name="capability" minOccurs="0" maxOccurs="unbounded">\n<xs:complexType mixed="true">',
  },
  {
    reason: "every attribute may be missing where $select leaves it out, as the schema's introduction says",
    from: '<xs:element name="sample" type="tns:SampleValue"> </xs:element>',
    to: '<xs:element name="sample" type="tns:SampleValue" minOccurs="0"/>',
  },
];

/** A correction that finds nothing to correct, or more than one place, is a mistake in this file or another schema. */
function corrected(schema: string): string {
  return CORRECTIONS.reduce(
    (text, { reason, from, to }) => {
      if (text.split(from).length !== 2) throw new Error(`the schema is not the one expected: ${reason}`);
      return text.replace(from, () => to);
    },
    schema.replaceAll("\r\n", "\n"),
  );
}

export interface Schema {
  /** What is wrong with a 1.x document; nothing where it is valid. */
  problems(document: string): readonly string[];
  dispose(): void;
}

/** Compiles the corrected schema of edition 1.x; `dispose` frees it. */
export function openSchema(): Schema {
  const source = XmlDocument.fromString(corrected(readFileSync(path, "utf8")));
  const validator = XsdValidator.fromDoc(source);
  return {
    problems: (document) => problemsOf(validator, document),
    dispose() {
      validator.dispose();
      source.dispose();
    },
  };
}

function problemsOf(validator: XsdValidator, text: string): readonly string[] {
  const document = XmlDocument.fromString(text);
  try {
    validator.validate(document);
    return [];
  } catch (error) {
    if (error instanceof XmlValidateError) return error.details.map(({ message }) => message.trim());
    throw error;
  } finally {
    document.dispose();
  }
}
