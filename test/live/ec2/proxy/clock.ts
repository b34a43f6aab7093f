/** Milliseconds since 1970. The tests of the proxy hand in one that they move. */
export interface Clock {
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };
