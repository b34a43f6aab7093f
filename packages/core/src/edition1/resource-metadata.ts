import { type Model, nameIn, shapeOf, typeUri, type Values } from "@cimi-gateway/model";

/** ResourceMetadata in edition 1's words: its name of the type, and of the attributes those that it has, under its names. */
export function resourceMetadataView(values: Values, model: Model): Values {
  const description = model[String(values.typeURI).replace(/^.*\//, "")];
  if (!description) return values;
  const name = nameIn(description, 1);
  const own = new Map((values.attributes as readonly Values[] | undefined)?.map((attribute) => [attribute.name, attribute]));
  const attributes = shapeOf(description, 1).fields.flatMap((field) => {
    const attribute = own.get(field.key);
    return attribute === undefined ? [] : [{ ...attribute, name: field.name }];
  });
  const actions = (values.actions as readonly Values[] | undefined)?.filter(({ name: action }) =>
    isOfFirst(description, String(action)),
  );
  return {
    ...values,
    name: values.name === description.name ? name : values.name,
    typeURI: typeUri(name, 2),
    attributes,
    actions,
  };
}

const isOfFirst = ({ operations }: NonNullable<Model[string]>, name: string): boolean => (operations[name]?.since ?? 1) === 1;
