/** A native time as ISO 8601 in UTC. Cinder and Neutron leave out the zone, which is UTC. Undefined: there is none, or it cannot be read. */
export function instant(text: string | null | undefined): string | undefined {
  if (!text) return undefined;
  const time = new Date(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}
