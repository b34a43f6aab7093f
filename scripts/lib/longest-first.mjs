import TestSequencer from "@jest/test-sequencer";

/** Files whose length does not tell how long they take: begun last, they would be waited for alone. */
const LONG = [
  "test/fault/kill.test.ts",
  "test/end-to-end/sandbox.test.ts",
  "test/end-to-end/conformance.test.ts",
  "packages/model/src/round-trip.test.ts",
];

const place = ({ path }) => {
  const found = LONG.findIndex((name) => path.endsWith(name));
  return found < 0 ? LONG.length : found;
};

/** Jest's own order, after what is known to take long. */
export default class LongestFirst extends TestSequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => place(a) - place(b));
  }
}
