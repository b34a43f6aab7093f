import { type Attributes, type DataType, InvalidValue, inside, type Model, type Values } from "@cimi-gateway/model";

/** Whether a cloud serves a type. */
export type Serves = (type: string) => boolean;

/** What a cloud offers: of CIMI, with what the cloud adds to it, the types that it serves. */
export interface Served {
  readonly model: Model;
  readonly serves: Serves;
}

const isUnserved = ({ model, serves }: Served, target: string | undefined): target is string =>
  target !== undefined && target in model && !serves(target);

/** 5.3: an attribute that refers to a type which a cloud does not serve, or cannot be given without one, is unsupported there. */
export const isSupported = (served: Served, { target, members = {} }: DataType<unknown>): boolean =>
  !isUnserved(served, target) &&
  Object.values(members).every(({ type, consumerMandatory }) => !consumerMandatory || isSupported(served, type));

/** Refuses values that refer to a type which the cloud does not serve, at any depth; the InvalidValue names the place. */
export function checkServed(served: Served, attributes: Attributes, values: Values): void {
  for (const [name, held] of Object.entries(values)) {
    const type = attributes[name]?.type;
    if (type && held !== null && held !== undefined && !type.isEmpty(held)) inside(name, () => checkValue(served, type, held));
  }
}

function checkValue(served: Served, type: DataType<unknown>, held: unknown): void {
  const { item, members, target } = type;
  if (isUnserved(served, target)) throw new InvalidValue(`is not supported: this cloud serves no ${target}`);
  if (item) {
    for (const [index, entry] of (held as readonly unknown[]).entries()) inside(index, () => checkValue(served, item, entry));
  } else if (members) {
    checkServed(served, members as Attributes, held as Values);
  } else if (target !== undefined) {
    checkServed(served, served.model[target]?.attributes ?? {}, (held as { value?: Values }).value ?? {});
  }
}
