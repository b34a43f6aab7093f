import { type Clock, systemClock } from "@cimi-gateway/adapter";

/** A clock that runs so many times as fast: minutes of probing and waiting pass in a test as they would. */
export function hastyClock(factor: number): Clock {
  const start = systemClock.now();
  return {
    now: () => start + (systemClock.now() - start) * factor,
    sleep: (milliseconds, signal) => systemClock.sleep(milliseconds / factor, signal),
  };
}
