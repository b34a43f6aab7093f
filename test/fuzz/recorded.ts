import { type Consumer, type Harness, idOf, JSON_1, JSON_2, type Seen, Workshop, XML_1, XML_2 } from "@cimi-gateway/conformance";
import { type Asked, bytesOf, serialized } from "./asked.js";
import { exchange } from "./exchange.js";
import type { Scene } from "./scene.js";

/** Milliseconds for an answer to a client that does nothing wrong. */
const PATIENCE = 10_000;

/** What a client that does all there is to do sends in each dialect. What it makes stays, so that its requests find something. */
export async function recordedFrom(scene: Scene): Promise<readonly Asked[]> {
  const sent: Asked[] = [];
  const shop = new Workshop(harnessOf(scene, sent));
  for (const dialect of [JSON_2, XML_1, JSON_1, XML_2]) await visit(shop, shop.consumer(dialect));
  return [...new Map(sent.map((one) => [JSON.stringify(one), one])).values()];
}

async function visit(shop: Workshop, consumer: Consumer): Promise<void> {
  const { edition } = consumer.dialect;
  const volume = await shop.volume(undefined, consumer);
  const machine = await shop.machine(
    "STOPPED",
    { volumeTemplates: [{ volumeTemplate: { volumeConfig: { capacity: 5 } } }] },
    consumer,
  );
  for (const operation of ["start", "stop"]) await consumer.done(await consumer.act(idOf(machine), operation));
  await shop.make("machineTemplates", "MachineTemplate", { name: "t", ...(await shop.ingredients(consumer)) }, consumer);
  await shop.make("machineConfigs", "MachineConfiguration", { name: "c", cpu: 1, memory: 1024, cpuArch: "x86_64" }, consumer);
  await shop.make("volumeConfigs", "VolumeConfiguration", { capacity: 5, properties: { a: "b" } }, consumer);
  await shop.make("machineImages", "MachineImage", { name: "i", type: "IMAGE", imageLocation: idOf(machine) }, consumer);
  await shop.make("volumeImages", "VolumeImage", { name: "i", imageLocation: idOf(volume) }, consumer);
  await shop.make("credentials", "CredentialCreate", { name: `k${edition}`, credentialTemplate: { description: "d" } }, consumer);
  await consumer.done(await consumer.add(machine.href("disks")!, "Disk", { capacity: 5 }));
  await change(consumer, machine);
  await consumer.send("GET", `${idOf(machine)}?$expand=*`, { headers: { "if-none-match": '"x"' } });
  const input = { volume: { href: idOf(volume) }, initialLocation: "/dev/sdf" };
  if (edition === 1) await consumer.done(await consumer.add(machine.href("volumes")!, "MachineVolume", input));
  else await consumer.done(await consumer.act(idOf(machine), "connectvolume", input));
}

async function change(consumer: Consumer, machine: Seen): Promise<void> {
  const headers = { "if-match": (await consumer.send("GET", idOf(machine))).header("ETag")! };
  await consumer.done(
    await consumer.put(`${idOf(machine)}?$select=name,properties`, "Machine", { name: "n", properties: { k: "v" } }, headers),
  );
}

function harnessOf({ port, origin }: Scene, sent: Asked[]): Harness {
  const faceAt = (edition: number) => {
    const base = `${origin}/cimi/${edition}/sandbox/`;
    return { base, entryPoint: `${base}cloudEntryPoint` };
  };
  return {
    faces: { 1: faceAt(1), 2: faceAt(2) },
    patience: PATIENCE,
    pause: () => new Promise((resolve) => setTimeout(resolve, 5)),
    close: async () => {},
    async send(method, target, { headers, body = "" }) {
      const request = { method, target: target.replace(origin, ""), headers: Object.entries(headers), body: bytesOf(body) };
      if (!target.includes("/jobs/")) sent.push(request);
      const bytes = serialized(request, `127.0.0.1:${port}`);
      const answer = await exchange(port, bytes, { patience: PATIENCE, bodiless: method === "HEAD" });
      if (!answer) throw new Error(`${method} ${target} was not answered`);
      return answer;
    },
  };
}
