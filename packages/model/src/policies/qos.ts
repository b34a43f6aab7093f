import { bits, oneOf, whole } from "../vocabulary/values.js";
import { family, key, vocabulary } from "../vocabulary/vocabulary.js";

/** In: towards the endpoints of the service. Out: away from them. */
const DIRECTIONS = ["in", "out"];

/** How much the endpoints and segments of the service may carry. */
export const qos = vocabulary("How much the endpoints and segments of the service may carry, and how packets are marked.", {
  bandwidth: family(bits, { names: DIRECTIONS, help: "The most bits per second.", examples: ["10000000"] }),
  burst: family(bits, { names: DIRECTIONS, help: "The most bits beyond, at once.", examples: ["1000000"] }),
  guaranteed: family(bits, { names: DIRECTIONS, help: "The bits per second that are always there.", examples: ["1000000"] }),
  packets: family(whole(1), { names: DIRECTIONS, help: "The most packets per second.", examples: ["10000"] }),
  guaranteedPackets: family(whole(1), {
    names: DIRECTIONS,
    help: "The packets per second that are always there.",
    examples: ["1000"],
  }),
  dscp: key(whole(0, 63), { help: "The mark of packets that go out (RFC 2474).", examples: ["46"] }),
  excess: key(oneOf("drop", "delay"), { help: "What happens to packets beyond the limits.", examples: ["drop"] }),
});
