/** Gathers the pages of a list. */
export async function gather<T>(pages: AsyncIterable<readonly T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}

/** Gathers the pages of a list by whom the items belong to; those of nobody are left out. */
export async function gatherBy<T>(
  pages: AsyncIterable<readonly T[]>,
  ownerOf: (item: T) => string | undefined,
): Promise<Map<string, T[]>> {
  const groups = new Map<string, T[]>();
  for await (const page of pages) {
    for (const item of page) {
      const owner = ownerOf(item);
      if (owner === undefined) continue;
      const group = groups.get(owner) ?? [];
      group.push(item);
      groups.set(owner, group);
    }
  }
  return groups;
}

/** Follows a provider's paging: `next` gets the token of the last page, and answers with the page and the token after it. */
export async function* paged<T>(
  next: (token?: string) => Promise<{ items: readonly T[]; token?: string | undefined }>,
): AsyncGenerator<readonly T[]> {
  let token: string | undefined;
  do {
    const page = await next(token);
    yield page.items;
    token = page.token;
  } while (token !== undefined && token !== "");
}
