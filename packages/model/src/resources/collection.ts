import { attribute, type Description, immutable, readOnly } from "../describe.js";
import { dateTime } from "../types/date-time.js";
import { identifier } from "../types/identifier.js";
import { integer } from "../types/integer.js";
import { ref } from "../types/ref.js";

/** 5.5.12: the Collection itself; its items follow these attributes. */
export const Collection = {
  name: "Collection",
  clause: "5.5.12",
  since: 1,
  until: 2,
  capabilities: [],
  attributes: {
    id: attribute(identifier, immutable),
    updated: attribute(dateTime, { ...readOnly, since: 2, providerMandatory: false }),
    parent: attribute(ref("*", { plain: true }), { ...readOnly, since: 2 }),
    count: attribute(integer, {
      ...readOnly,
      help: "How many resources the Collection holds, after filtering, before subsetting.",
    }),
  },
  operations: {},
} as const satisfies Description;
