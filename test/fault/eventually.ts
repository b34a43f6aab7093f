import { setTimeout as sleep } from "node:timers/promises";

/** What is being deleted is there for a moment yet: tries until the expectation holds. */
export async function eventually(expectation: () => Promise<void>, patience = 3_000): Promise<void> {
  for (const end = Date.now() + patience; ; ) {
    try {
      return await expectation();
    } catch (error) {
      if (Date.now() > end) throw error;
      await sleep(10);
    }
  }
}
