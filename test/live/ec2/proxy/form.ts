/** The parameters of a request of the Query protocol, by their full names: `InstanceId.1`, `Filter.2.Value.1`. */
export type Form = ReadonlyMap<string, string>;

export interface Filter {
  readonly name: string;
  readonly values: readonly string[];
}

export function parseForm(body: string): Form {
  return new Map(new URLSearchParams(body));
}

export function encodeForm(form: Form): string {
  return new URLSearchParams([...form]).toString();
}

/** The values of `name.1`, `name.2` and so on, in order. */
export function numbered(form: Form, name: string): readonly string[] {
  return groups(form, name).flatMap((group) => group.get("") ?? []);
}

/** The members of a list of structures, in order, each with its parameters named from there on; a plain member is under "". */
export function groups(form: Form, name: string): readonly Form[] {
  const members = new Map<number, Map<string, string>>();
  for (const [key, value] of form) {
    const [number, rest] = memberOf(key, name);
    if (number !== undefined) members.set(number, (members.get(number) ?? new Map()).set(rest, value));
  }
  return [...members].sort(([a], [b]) => a - b).map(([, member]) => member);
}

/** The form with other members in the list, numbered from 1. */
export function withGroups(form: Form, name: string, members: readonly Form[]): Form {
  const others = [...form].filter(([key]) => memberOf(key, name)[0] === undefined);
  const added = members.flatMap((member, index) => [...member].map(([rest, value]) => entry(name, index, rest, value)));
  return new Map([...others, ...added]);
}

export function withNumbered(form: Form, name: string, values: readonly string[]): Form {
  return withGroups(
    form,
    name,
    values.map((value) => new Map([["", value]])),
  );
}

export function withEntries(form: Form, entries: Readonly<Record<string, string>>): Form {
  return new Map([...form, ...Object.entries(entries)]);
}

export function without(form: Form, ...names: readonly string[]): Form {
  return new Map([...form].filter(([key]) => !names.includes(key)));
}

export function isTrue(form: Form, name: string): boolean {
  return form.get(name) === "true";
}

export function filtersOf(form: Form): readonly Filter[] {
  return groups(form, "Filter").map((group) => ({ name: group.get("Name") ?? "", values: numbered(group, "Value") }));
}

export function withFilters(form: Form, filters: readonly Filter[]): Form {
  const members = filters.map(({ name, values }) => withNumbered(new Map([["Name", name]]), "Value", values));
  return withGroups(form, "Filter", members);
}

function entry(name: string, index: number, rest: string, value: string): [string, string] {
  return [rest === "" ? `${name}.${index + 1}` : `${name}.${index + 1}.${rest}`, value];
}

function memberOf(key: string, name: string): [number | undefined, string] {
  if (!key.startsWith(`${name}.`)) return [undefined, ""];
  const match = /^(\d+)(?:\.(.+))?$/.exec(key.slice(name.length + 1));
  return match === null ? [undefined, ""] : [Number(match[1]), match[2] ?? ""];
}
