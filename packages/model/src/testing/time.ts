const ROUNDS = 5;

/** The best of a few runs in milliseconds of the processor: neither a busy machine nor a late collection of garbage counts. */
export function fastest(run: () => unknown): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const start = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
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
