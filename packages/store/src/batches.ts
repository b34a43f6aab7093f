/** Far below what a statement may carry on either engine (32,766 and 65,535 values). */
const LIMIT = 1_000;

/** Runs a query over any number of keys, some at a time, and joins the rows. */
export async function inBatches<K, R>(keys: readonly K[], query: (batch: readonly K[]) => Promise<readonly R[]>): Promise<R[]> {
  const distinct = [...new Set(keys)];
  const rows: R[] = [];
  for (let start = 0; start < distinct.length; start += LIMIT) rows.push(...(await query(distinct.slice(start, start + LIMIT))));
  return rows;
}
