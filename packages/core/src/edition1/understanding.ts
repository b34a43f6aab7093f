import { InvalidValue, type Reference } from "@cimi-gateway/model";
import type { Session } from "../session.js";
import { referred } from "../write/references.js";
import { inPlace, overridden } from "../write/template.js";
import type { Wishes } from "./wishes.js";

/** What there is to understand wishes in edition 1's words by, also where they stand in a template that edition 2 names. */
export async function understanding(session: Session): Promise<Wishes> {
  const { sources } = session.cloud;
  const { around } = await session.sights[1].prospect.look();
  const first = Object.assign(Object.create(session) as Session, { view: session.sights[1] });
  return {
    around,
    existing: (held, type, place) =>
      inPlace(place, async () => {
        const { href } = held as Reference;
        if (href === undefined) throw new InvalidValue(`only a reference to an existing ${type} is accepted`);
        return referred(first, href, type);
      }),
    configuration: (held, type, place) => inPlace(place, () => overridden(first, type, held as Reference)),
    has: (type, attribute) => {
      const source = sources.get(type);
      return source !== undefined && (attribute === undefined || attribute in source.adapter.attributes);
    },
    makes: (type) => sources.get(type)?.adapter.create !== undefined,
  };
}
