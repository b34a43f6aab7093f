import { addressFamily, prefixAddress, prefixLength } from "@cimi-gateway/model";

/** A prefix as Neutron has it: it keeps bits beyond the length as they were given, and some of its versions single addresses. */
export function prefixOf(text: string): string {
  const whole = text.includes("/") ? text : `${text}/${addressFamily(text) === 4 ? 32 : 128}`;
  return `${prefixAddress(whole)}/${prefixLength(whole)}`;
}
