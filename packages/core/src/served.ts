import { type Attributes, type DataType, InvalidValue, inside, type Model, model, type Values } from "@cimi-gateway/model";

const described: Model = model;

/** Whether a cloud serves a type. */
export type Serves = (type: string) => boolean;

const isUnserved = (target: string | undefined, serves: Serves): target is string =>
  target !== undefined && target in described && !serves(target);

/** 5.3: an attribute that refers to a type which a cloud does not serve, or cannot be given without one, is unsupported there. */
export const isSupported = ({ target, members = {} }: DataType<unknown>, serves: Serves): boolean =>
  !isUnserved(target, serves) &&
  Object.values(members).every(({ type, consumerMandatory }) => !consumerMandatory || isSupported(type, serves));

/** Refuses values that refer to a type which the cloud does not serve, at any depth; the InvalidValue names the place. */
export function checkServed(attributes: Attributes, values: Values, serves: Serves): void {
  for (const [name, held] of Object.entries(values)) {
    const type = attributes[name]?.type;
    if (type && held !== null && held !== undefined && !type.isEmpty(held)) inside(name, () => checkValue(type, held, serves));
  }
}

function checkValue(type: DataType<unknown>, held: unknown, serves: Serves): void {
  const { item, members, target } = type;
  if (isUnserved(target, serves)) throw new InvalidValue(`is not supported: this cloud serves no ${target}`);
  if (item) {
    for (const [index, entry] of (held as readonly unknown[]).entries()) inside(index, () => checkValue(item, entry, serves));
  } else if (members) {
    checkServed(members as Attributes, held as Values, serves);
  } else if (target !== undefined) {
    checkServed(described[target]?.attributes ?? {}, (held as { value?: Values }).value ?? {}, serves);
  }
}
