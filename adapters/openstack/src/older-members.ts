/** Members that older releases call otherwise: Block Storage API v1 and v2, Networking API before Newton. */
const RENAMED: Readonly<Record<string, string>> = {
  display_name: "name",
  display_description: "description",
  tenant_id: "project_id",
};

/** Nova's own calls for volumes write `createdAt` (Compute API, "Volume extension", deprecated). */
const underscored = (name: string): string => name.replace(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function nameOf(member: string): string {
  const name = underscored(member);
  return RENAMED[name] ?? name;
}

/** What an older release tells, in the words of this one; ids were numbers once. What is called as today stays the object that it is. */
export function inNewWords<T extends { readonly id: string }>(native: T): T {
  const id: unknown = native.id;
  const members = Object.keys(native);
  if (typeof id !== "number" && members.every((member) => nameOf(member) === member || nameOf(member) in native)) return native;
  return { ...native, ...older(native), ...(typeof id === "number" && { id: String(id) }) };
}

const older = (native: object): object =>
  Object.fromEntries(
    Object.entries(native).flatMap(([member, value]) => (nameOf(member) in native ? [] : [[nameOf(member), value]])),
  );
