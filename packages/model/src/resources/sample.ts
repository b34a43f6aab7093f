import { attribute, immutable } from "../describe.js";
import { dateTime } from "../types/date-time.js";
import { string } from "../types/string.js";
import { structure } from "../types/structure.js";
import { limited, resource } from "./common.js";

const measured = {
  timestamp: attribute(dateTime, { ...immutable, help: "When it was taken; the end of the interval, if it tells of one." }),
  value: attribute(string, { ...immutable, help: "What was measured." }),
};

/** 5.17.3.1.1: a measurement. Edition 1's schema has both attributes in an element of their own, and no operations. */
export const Sample = resource("Sample", {
  clause: "5.17.3.1.1",
  bare: 1,
  closed: true,
  attributes: { ...limited(measured, { since: 2 }), sample: attribute(structure(measured), { ...immutable, until: 1 }) },
});
