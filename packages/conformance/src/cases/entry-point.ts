import { expect } from "@jest/globals";
import type { Consumer } from "../consumer.js";
import { linkOf, type Seen } from "../seen.js";
import type { Cases } from "../suite.js";

/** 5.12.1: a consumer says name, description and properties of the Cloud Entry Point, and nothing else. */
export const entryPoint: Cases = ({ test, shop, dialects }) => {
  for (const dialect of dialects) {
    test(
      `an update of the Cloud Entry Point is shown, and taken back (${dialect.title})`,
      ["CloudEntryPoint.update"],
      async () => {
        const consumer = shop().consumer(dialect);
        const before = await entry(consumer);
        await consumer.done(await change(consumer, { name: "ours", description: "changed", properties: { team: "blue" } }));
        const changed = await entry(consumer);
        expect([changed.text("name"), changed.text("description"), changed.properties]).toEqual([
          "ours",
          "changed",
          { team: "blue" },
        ]);
        expect([changed.text("baseURI"), changed.href("machines")]).toEqual([before.text("baseURI"), before.href("machines")]);
        await consumer.done(await change(consumer, {}));
        expect((await entry(consumer)).text("name")).toBe(before.text("name"));
      },
    );
  }

  test("what is the provider's in it is silently ignored", ["CloudEntryPoint.update"], async () => {
    const consumer = shop().consumer();
    const before = await entry(consumer);
    const claims = { baseURI: "http://elsewhere.test/", machines: { href: "http://elsewhere.test/machines" } };
    const reply = await consumer.put(`${consumer.entryPoint}?$select=baseURI,machines`, "CloudEntryPoint", claims);
    expect(reply.status).toBe(200);
    const after = await entry(consumer);
    expect([after.text("baseURI"), after.href("machines")]).toEqual([before.text("baseURI"), before.href("machines")]);
  });

  test("an ETag of an earlier state of the Cloud Entry Point is refused", ["CloudEntryPoint.update"], async () => {
    const consumer = shop().consumer();
    const target = `${consumer.entryPoint}?$select=description`;
    const ETag = (await consumer.send("GET", target)).header("ETag")!;
    const put = (description?: string, headers = {}) =>
      consumer.put(target, "CloudEntryPoint", description === undefined ? {} : { description }, headers);
    await consumer.done(await put("first", { "if-match": ETag }));
    expect((await put("second", { "if-match": ETag })).status).toBe(412);
    await consumer.done(await put());
  });

  const entry = async (consumer: Consumer): Promise<Seen> => {
    const shown = await consumer.get(consumer.entryPoint);
    expect([linkOf(shown, "edit")?.href, linkOf(shown, "delete")]).toEqual([consumer.entryPoint, undefined]);
    return shown;
  };

  const change = (consumer: Consumer, content: Parameters<Consumer["put"]>[2]) =>
    consumer.put(`${consumer.entryPoint}?$select=name,description,properties`, "CloudEntryPoint", content);
};
