interface Range {
  /** Ordinal positions, from 1; both are part of the range. */
  readonly first?: number | undefined;
  readonly last?: number | undefined;
}

/**
 * 4.1.6.2: the items from the position `first` to the position `last`, as far as there are any; none where first is after last.
 * It is applied to what filtering and sorting left; `count` is the number of items before it.
 */
export function subset<T>(items: readonly T[], { first = 1, last = items.length }: Range): readonly T[] {
  return first <= 1 && last >= items.length ? items : items.slice(Math.max(first, 1) - 1, last);
}
