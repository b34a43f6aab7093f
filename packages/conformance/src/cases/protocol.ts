import { actionUri, type Edition } from "@cimi-gateway/model";
import { expect } from "@jest/globals";
import { acceptOf } from "../dialect.js";
import { idOf, linkOf, required } from "../seen.js";
import type { Cases } from "../suite.js";

/** 4.2: what every request and every answer has. */
export const protocol: Cases = ({ test, shop, presence, extremes, dialects }) => {
  for (const dialect of dialects) {
    // [4.1.4-1..2] [4.1.5-1] [4.1.7-1] [4.2.1.2-1]
    test(`an answer has its exact Content-Type and Content-Length (${dialect.title})`, [], async () => {
      const consumer = shop().consumer(dialect);
      const reply = await consumer.send("GET", await consumer.collection("machineImages"));
      expect([reply.status, reply.header("Content-Type")]).toEqual([200, acceptOf(dialect)]);
      expect(reply.header("Content-Length")).toBe(String(Buffer.byteLength(reply.body)));
      expect(reply.header("Vary")).toMatch(/Accept/);
    });

    // [4.2.2-1]
    test(`4.2.2: an error is a Job in the format asked for (${dialect.title})`, [], async () => {
      const consumer = shop().consumer(dialect);
      const reply = await consumer.send("GET", `${await consumer.collection("machines")}/there-is-none`);
      expect([reply.status, reply.header("Content-Type")]).toEqual([404, acceptOf(dialect)]);
      expect([reply.seen!.type, reply.seen!.text("id")]).toEqual(["Job", ""]);
      expect([reply.seen!.text("state"), reply.seen!.text("returnCode")]).toEqual(["FAILED", "10404"]);
      expect(reply.seen!.text("statusMessage")).toBeTruthy();
    });
  }

  for (const dialect of extremes) {
    // [4.1.7.1-1] [4.2.1.6-1..2] [4.2.1.7-2]
    test(`4.2.1.6: every PUT, POST and DELETE names its Job (${dialect.title})`, ["VolumeConfiguration.create"], async () => {
      const consumer = shop().consumer(dialect);
      const content = { name: "short-lived", capacity: 1_000_000 };
      const added = await consumer.add(await consumer.collection("volumeConfigs"), "VolumeConfiguration", content);
      const href = added.header("Location")!;
      const put = await consumer.put(`${href}?$select=name`, "VolumeConfiguration", { name: "renamed" });
      const deleted = await consumer.send("DELETE", href);
      expect([added.status, put.status, deleted.status]).toEqual([201, 200, 200]);
      for (const reply of [added, put, deleted]) {
        const job = await consumer.get(required(reply.header("CIMI-Job-URI"), "CIMI-Job-URI"));
        expect([job.type, job.text("state"), job.text("returnCode"), job.text("progress")]).toEqual([
          "Job",
          "SUCCESS",
          "0",
          "100",
        ]);
      }
    });

    test(`HEAD answers as GET does, without a body to read (${dialect.title})`, [], async () => {
      const consumer = shop().consumer(dialect);
      const [get, head] = [await consumer.send("GET", consumer.entryPoint), await consumer.send("HEAD", consumer.entryPoint)];
      expect([head.status, head.header("ETag"), head.header("Content-Type")]).toEqual([
        200,
        get.header("ETag"),
        get.header("Content-Type"),
      ]);
    });
  }

  test("OPTIONS names the methods of each kind of address", ["MachineImage"], async () => {
    const consumer = shop().consumer();
    const images = await consumer.collection("machineImages");
    const [image] = await consumer.items("machineImages");
    const allow = async (target: string) => (await consumer.send("OPTIONS", target)).header("Allow")?.split(", ");
    const put = presence.has("CloudEntryPoint.update") ? ["PUT"] : [];
    expect(await allow(consumer.entryPoint)).toEqual(["GET", "HEAD", ...put, "OPTIONS"]);
    expect(await allow(images)).toEqual(["GET", "HEAD", "POST", "OPTIONS"]);
    expect(await allow(idOf(image!))).toEqual(["GET", "HEAD", "PUT", "DELETE", "OPTIONS"]);
  });

  // [4.1.4-7]
  test("4.1.4: the same resource is the same in JSON and XML, in both editions", ["MachineConfiguration"], async () => {
    const shown = await Promise.all(
      dialects.map(async (dialect) => {
        const items = await shop().consumer(dialect).items("machineConfigs");
        return items.map((item) =>
          ["name", "description", "cpu", "memory", "cpuArch", "cpuSpeed"].map((name) => item.text(name)),
        );
      }),
    );
    for (const other of shown) expect(other).toEqual(shown[0]);
  });

  // [4.2-3..4]
  test("4.2: every operation has rel and href, and leads somewhere", ["Machine.create"], async () => {
    const consumer = shop().consumer();
    const machine = await shop().machine("STOPPED");
    const added = presence.added("Machine")?.operations ?? [];
    const known = (rel: string, edition: Edition) =>
      ["edit", "delete", ...added].includes(rel) || rel.startsWith(actionUri("", edition));
    for (const { rel, href } of machine.operations) {
      expect([rel, known(rel, consumer.dialect.edition)]).toEqual([rel, true]);
      expect((await consumer.send("OPTIONS", href)).status).toBe(204);
    }
    expect(linkOf(machine, "delete")).toBeDefined();
  });
};
