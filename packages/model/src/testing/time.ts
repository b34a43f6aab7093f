import { performance } from "node:perf_hooks";

const ROUNDS = 3;

/** The best of a few runs in milliseconds: other work on the machine only ever adds to a run. */
export function fastest(run: () => unknown): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return Math.min(...times);
}

/** How many times longer a run takes for an input `factor` times as large; `factor` where it is linear, its square where it is quadratic. */
export function growth(run: (size: number) => unknown, size: number, factor: number): number {
  run(size);
  return (
    fastest(() => run(size * factor)) /
    Math.max(
      fastest(() => run(size)),
      0.05,
    )
  );
}
