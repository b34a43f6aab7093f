import { expect } from "@jest/globals";
import { idOf, linkOf } from "../seen.js";
import type { Cases } from "../suite.js";

export const deletion: Cases = ({ test, shop, extremes }) => {
  for (const dialect of extremes) {
    test(`a delete is 200 or 202, then 404 (${dialect.title})`, ["Machine.create", "Machine.delete"], async () => {
      const consumer = shop().consumer(dialect);
      const machine = await shop().machine("STOPPED", {}, consumer);
      const reply = await consumer.send("DELETE", linkOf(machine, "delete")!.href);
      expect([200, 202]).toContain(reply.status);
      const job = await consumer.done(reply);
      expect(job.hrefs("affectedResources")).toEqual([idOf(machine)]);
      expect([job.text("action"), job.href("targetResource")]).toEqual([expect.stringMatching(/delete$/), idOf(machine)]);
      expect((await consumer.send("GET", idOf(machine))).status).toBe(404);
      expect((await consumer.send("DELETE", idOf(machine))).status).toBe(404);
      expect((await consumer.items("machines")).map(idOf)).not.toContain(idOf(machine));
    });
  }

  test("a Machine that runs is deleted as well", ["Machine.create", "Machine.delete"], async () => {
    const machine = await shop().machine("STARTED");
    await shop().remove(idOf(machine));
    expect((await shop().consumer().send("GET", idOf(machine))).status).toBe(404);
  });

  test("a Volume is deleted", ["Volume.create", "Volume.delete"], async () => {
    const volume = await shop().volume();
    await shop().remove(idOf(volume));
    expect((await shop().consumer().send("GET", idOf(volume))).status).toBe(404);
  });

  test("what was never there is 404 for every method", [], async () => {
    const consumer = shop().consumer();
    for (const collection of ["machines", "machineImages", "machineConfigs"]) {
      const target = `${await consumer.collection(collection)}/none`;
      const body = consumer.body("Machine", { name: "x" });
      expect((await consumer.send("GET", target)).status).toBe(404);
      expect((await consumer.send("DELETE", target)).status).toBe(404);
      expect((await consumer.send("PUT", target, { body })).status).toBe(404);
    }
  });
};
