import { expect } from "@jest/globals";
import { idOf } from "../seen.js";
import type { Cases } from "../suite.js";
import { GIGABYTE } from "../workshop.js";

const LABELS = { name: "web", description: "serves <pages> & more", properties: { tier: "front", "a key": 'with "signs"' } };

export const machineCreate: Cases = ({ test, shop, presence, extremes }) => {
  for (const dialect of extremes) {
    // [4.2.1.1-4] [5.1-1] [5.5.12.1-6]
    test(`name, description and properties are kept (${dialect.title})`, ["Machine.create"], async () => {
      const consumer = shop().consumer(dialect);
      const content = { ...LABELS, machineTemplate: { initialState: "STOPPED", ...(await shop().ingredients(consumer)) } };
      const machine = await shop().make("machines", "MachineCreate", content, consumer);
      expect([machine.text("name"), machine.text("description"), machine.properties]).toEqual(Object.values(LABELS));
    });

    // [5.17.1-2] [5.17.1-5..6] [5.17.1-8]
    test(`the Job ends SUCCESS, its target is the Collection (${dialect.title})`, ["Machine.create"], async () => {
      const consumer = shop().consumer(dialect);
      const collection = await consumer.collection("machines");
      const content = { machineTemplate: { initialState: "STOPPED", ...(await shop().ingredients(consumer)) } };
      const reply = await consumer.add(collection, "MachineCreate", content);
      expect([201, 202]).toContain(reply.status);
      expect(reply.seen!.type).toBe("Machine");
      const machine = shop().keep(await consumer.made(reply));
      const job = await consumer.job(reply);
      expect([job.text("state"), job.text("returnCode"), job.text("progress")]).toEqual(["SUCCESS", "0", "100"]);
      expect(job.href("targetResource")).toBe(collection);
      expect(job.hrefs("affectedResources").toSorted()).toEqual([collection, idOf(machine)].toSorted());
      expect(job.text("action")).toMatch(/add$/);
    });

    // [5.14.2.1-1] [5.11.1-15]
    test(`without an initialState it ends as DefaultInitialState says (${dialect.title})`, ["Machine.create"], async () => {
      const consumer = shop().consumer(dialect);
      const content = { machineTemplate: { ...(await shop().ingredients(consumer)) } };
      const machine = await shop().make("machines", "MachineCreate", content, consumer);
      expect(machine.text("state")).toBe(presence.defaultInitialState);
    });

    // [5.11.1-23] [5.17.1-4]
    test(
      `volumeTemplates are made by nested Jobs and connected (${dialect.title})`,
      ["Machine.create", "Volume.create", "locatedVolume"],
      async () => {
        const consumer = shop().consumer(dialect);
        const volumeTemplates = [1, 2].map((size) => ({ volumeTemplate: { volumeConfig: { capacity: size * GIGABYTE } } }));
        const content = {
          machineTemplate: { initialState: "STOPPED", ...(await shop().ingredients(consumer)), volumeTemplates },
        };
        const reply = await consumer.add(await consumer.collection("machines"), "MachineCreate", content);
        const machine = await consumer.made(reply);
        const job = await consumer.job(reply);
        const nested = await Promise.all(job.hrefs("nestedJobs").map((href) => consumer.get(href)));
        expect(nested.map((one) => [one.text("state"), one.href("parentJob")])).toEqual(nested.map(() => ["SUCCESS", idOf(job)]));
        const connected = (await consumer.get(machine.href("volumes")!)).items.map((item) => item.href("volume")!);
        const volumes = await Promise.all(connected.map((href) => consumer.get(href)));
        for (const volume of volumes) shop().keep(volume);
        shop().keep(machine);
        const capacities = volumes.map((volume) => Number(volume.text("capacity"))).toSorted((a, b) => a - b);
        expect(capacities.map((capacity, index) => capacity >= (index + 1) * GIGABYTE)).toEqual([true, true]);
      },
    );
  }

  for (const state of presence.initialStates) {
    test(`initialState ${state} is reached`, ["Machine.create"], async () => {
      expect((await shop().machine(state)).text("state")).toBe(state);
    });
  }

  for (const state of ["STARTED", "STOPPED", "PAUSED", "SUSPENDED"].filter((name) => !presence.initialStates.includes(name))) {
    // [5.14.2.1-3] [5.11.1-16]
    test(`initialState ${state}, which the cloud cannot reach, is refused`, ["Machine.create"], async () => {
      await expectRefused(state);
    });
  }

  test("an initialState that CIMI does not know is refused", ["Machine.create"], () => expectRefused("RUNNING"));

  test("existing volumes are connected at once", ["Machine.create", "Volume.create", "locatedVolume"], async () => {
    const consumer = shop().consumer();
    const volume = await shop().volume();
    const machine = await shop().machine("STOPPED", { volumes: [{ volume: { href: idOf(volume) } }] });
    const connected = (await consumer.get(machine.href("volumes")!)).items;
    expect(connected.map((item) => item.href("volume"))).toEqual([idOf(volume)]);
  });

  test(
    "5.14.3: without an image, and with a Volume that is not bootable, it is refused",
    ["Machine.create", "Volume.create", "locatedVolume"],
    async () => {
      const consumer = shop().consumer();
      const { machineConfig } = await shop().ingredients();
      const content = { machineTemplate: { machineConfig, volumes: [{ volume: { href: idOf(await shop().volume()) } }] } };
      const reply = await consumer.add(await consumer.collection("machines"), "MachineCreate", content);
      // A cloud whose machines start from Volumes may find out only while its Job runs.
      const refusal = reply.header("CIMI-Job-URI") === undefined ? reply.seen! : await consumer.job(reply);
      if (refusal.type === "Job") expect(refusal.text("state")).toBe("FAILED");
      else expect(reply.status).toBe(400);
      expect(refusal.text("statusMessage")).toContain("machineImage");
    },
  );

  test("userData in Base64 is accepted, anything else is not", ["Machine.create", "MachineTemplate#userData"], async () => {
    await shop().machine("STOPPED", { userData: Buffer.from("#cloud-config\n").toString("base64") });
    const consumer = shop().consumer();
    const content = { machineTemplate: { ...(await shop().ingredients()), userData: "not base64!" } };
    expect((await consumer.add(await consumer.collection("machines"), "MachineCreate", content)).status).toBe(400);
  });

  test("userData that is longer than the cloud takes is refused", ["Machine.create", "MachineTemplate#userData"], async () => {
    const consumer = shop().consumer();
    const userData = Buffer.alloc(MORE_THAN_ANY, "a").toString("base64");
    const content = { machineTemplate: { ...(await shop().ingredients()), userData } };
    const reply = await consumer.add(await consumer.collection("machines"), "MachineCreate", content);
    expect([reply.status, reply.seen!.text("statusMessage")]).toEqual([400, expect.stringContaining("at most")]);
  });

  async function expectRefused(initialState: string): Promise<void> {
    const consumer = shop().consumer();
    const content = { machineTemplate: { ...(await shop().ingredients()), initialState } };
    const reply = await consumer.add(await consumer.collection("machines"), "MachineCreate", content);
    expect([reply.status, reply.header("CIMI-Job-URI")]).toEqual([400, undefined]);
    expect(reply.seen!.text("statusMessage")).toContain(presence.initialStates[0]);
  }
};

/** Bytes that no cloud takes as userData. */
const MORE_THAN_ANY = 300_000;
