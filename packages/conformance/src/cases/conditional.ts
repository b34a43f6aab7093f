import { expect } from "@jest/globals";
import { idOf } from "../seen.js";
import type { Cases } from "../suite.js";

const NEEDS = ["Volume.create", "Volume.update"];

export const conditional: Cases = ({ test, shop, extremes }) => {
  for (const dialect of extremes) {
    test(`If-None-Match of what is unchanged is 304 without a body (${dialect.title})`, NEEDS, async () => {
      const consumer = shop().consumer(dialect);
      const volume = await shop().volume(undefined, consumer);
      for (const target of [idOf(volume), consumer.entryPoint]) {
        const etag = (await consumer.send("GET", target)).header("ETag")!;
        expect(etag).toMatch(/^"[^"]+"$/);
        const reply = await consumer.send("GET", target, { headers: { "if-none-match": etag } });
        expect([reply.status, reply.body, reply.header("ETag")]).toEqual([304, "", etag]);
      }
    });

    // [4.1.7.2-1]
    test(`a stale If-Match is 412 and changes nothing (${dialect.title})`, NEEDS, async () => {
      const consumer = shop().consumer(dialect);
      const volume = await shop().volume(undefined, consumer);
      const etag = (await consumer.send("GET", idOf(volume))).header("ETag")!;
      const put = (name: string) => consumer.put(`${idOf(volume)}?$select=name`, "Volume", { name }, { "if-match": etag });
      await consumer.done(await put("first"));
      const second = await put("second");
      expect([second.status, second.seen!.text("returnCode")]).toEqual([412, "10412"]);
      expect((await consumer.get(idOf(volume))).text("name")).toBe("first");
    });

    test(`a stale If-Match keeps a resource from being deleted (${dialect.title})`, [...NEEDS, "Volume.delete"], async () => {
      const consumer = shop().consumer(dialect);
      const volume = await shop().volume(undefined, consumer);
      expect((await consumer.send("DELETE", idOf(volume), { headers: { "if-match": '"stale-0"' } })).status).toBe(412);
      expect((await consumer.send("GET", idOf(volume))).status).toBe(200);
    });
  }

  test("the ETag of a change's answer is that of the next GET", NEEDS, async () => {
    const consumer = shop().consumer();
    const volume = await shop().volume();
    const put = await consumer.put(`${idOf(volume)}?$select=name`, "Volume", { name: "tagged" });
    await consumer.done(put);
    if (put.status === 200) expect((await consumer.send("GET", idOf(volume))).header("ETag")).toBe(put.header("ETag"));
  });

  test("of two changes that hold the same ETag one is refused", ["VolumeConfiguration.create"], async () => {
    const consumer = shop().consumer();
    const made = await consumer.made(
      await consumer.add(await consumer.collection("volumeConfigs"), "VolumeConfiguration", { capacity: 1 }),
    );
    shop().keep(made);
    const etag = (await consumer.send("GET", idOf(made))).header("ETag")!;
    const change = (name: string) =>
      consumer.put(`${idOf(made)}?$select=name`, "VolumeConfiguration", { name }, { "if-match": etag });
    const statuses = (await Promise.all([change("a"), change("b")])).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([200, 412]);
  });
};
