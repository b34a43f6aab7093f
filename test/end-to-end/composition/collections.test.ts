import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Shown } from "../../support/gateway.js";
import { openSandbox } from "../../support/sandbox.js";
import { FACE, FACE_1, hrefOf, N2, openScene, type Scene } from "./scene.js";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

const methods = async (target: string) => {
  const { status, headers, body } = await scene.gateway.send("OPTIONS", target);
  expect([status, body]).toEqual([204, ""]);
  return headers.Allow;
};
const rels = ({ operations = [] }: Shown) => operations.map(({ rel }) => rel.replace(/^.*\//, ""));
const all = async (face: string) => {
  const entry = await scene.get(`${face}cloudEntryPoint`);
  return Object.entries(entry).flatMap(([name, held]) => {
    const { href } = (held ?? {}) as { href?: string };
    return href === undefined || name === "resourceMetadata" ? [] : [href];
  });
};

describe("every Collection of the Cloud Entry Point", () => {
  it.each([FACE, FACE_1])("has an id that leads to it, and a count, under %s [5.5.12-2] [5.5.12-4]", async (face) => {
    const collections = await all(face);
    expect(collections.length).toBeGreaterThan(8);
    for (const href of collections) {
      const shown = await scene.get(href);
      expect([shown.id, shown.count]).toEqual([href, expect.any(Number)]);
      const { operations: _, ...rest } = shown;
      const items = Object.values(rest).find(Array.isArray) ?? [];
      expect([href, items.length]).toEqual([href, shown.count]);
    }
  });

  it("is wrapped in a Collection element in XML [5.5.12-3]", async () => {
    for (const href of await all(FACE)) {
      const { body } = await scene.gateway.send("GET", href, { headers: { accept: "application/xml" } });
      expect(body).toMatch(/^(<\?xml[^>]*\?>\s*)?<Collection /);
    }
  });

  it("leaves its list out when it is empty [5.5.12-10]", async () => {
    const shown = await scene.get(`${FACE}volumeTemplates`);
    expect([shown.count, "volumeTemplates" in shown]).toEqual([0, false]);
  });

  it("answers HEAD like GET, and PUT and DELETE with 405 and what is allowed", async () => {
    for (const href of await all(FACE)) {
      const [get, head] = [await scene.gateway.send("GET", href), await scene.gateway.send("HEAD", href)];
      expect([head.status, head.headers["Content-Type"]]).toEqual([200, get.headers["Content-Type"]]);
      for (const method of ["PUT", "DELETE"]) {
        const answer = await scene.gateway.send(method, href, { body: { resourceURI: `${N2}/Collection` } });
        expect([href, answer.status, answer.headers.Allow]).toEqual([href, 405, await methods(href)]);
      }
    }
  });
});

describe("OPTIONS (4.2.2)", () => {
  it("of Collections allow POST where something can be added or inserted", async () => {
    const machine = await scene.machine("STOPPED");
    expect(
      await Promise.all(["machines", "machineConfigs", "machineTemplates", "jobs"].map((name) => methods(FACE + name))),
    ).toEqual(["GET, HEAD, POST, OPTIONS", "GET, HEAD, POST, OPTIONS", "GET, HEAD, POST, OPTIONS", "GET, HEAD, OPTIONS"]);
    expect(await Promise.all(["volumes", "disks", "snapshots"].map((name) => methods(`${machine}/${name}`)))).toEqual([
      "GET, HEAD, POST, OPTIONS",
      "GET, HEAD, POST, OPTIONS",
      "GET, HEAD, OPTIONS",
    ]);
  });

  it("of resources allow what their type can", async () => {
    const machine = await scene.machine("STOPPED");
    const job = (await scene.gateway.send("DELETE", machine)).headers["CIMI-Job-URI"]!;
    expect([await methods(machine), await methods(`${machine}/start`), await methods(job)]).toEqual([
      "GET, HEAD, PUT, DELETE, OPTIONS",
      "POST, OPTIONS",
      "GET, HEAD, DELETE, OPTIONS",
    ]);
    expect(await methods(`${FACE}cloudEntryPoint`)).toBe("GET, HEAD, PUT, OPTIONS");
    expect((await scene.asked("OPTIONS", `${FACE}systems`))[0]).toBe(404);
  });

  it("of what may only be read allow nothing else", async () => {
    const sandbox = await openSandbox({ common: { access: "read" } });
    for (const target of ["machines", "machines/1", "machineTemplates"])
      expect((await sandbox.gateway.send("OPTIONS", FACE + target)).headers.Allow).toBe("GET, HEAD, OPTIONS");
    await sandbox.close();
  });
});

describe("operations of Collections", () => {
  it("are add where something is made, insert and remove where it exists without (5.5.12.1 to 5.5.12.3)", async () => {
    const machine = await scene.machine("STOPPED");
    const shown = async (path: string) => rels(await scene.get(path));
    expect(await shown(`${FACE}machines`)).toEqual(["add"]);
    expect(await shown(`${machine}/volumes`)).toEqual(["add", "insert", "remove"]);
    expect(await shown(`${machine}/snapshots`)).toEqual([]);
    expect(await shown(`${machine.replace(FACE, FACE_1)}/volumes`)).toEqual(["add"]);
  });

  it("of items say available only where it is false, and edition 1 leaves such an operation out (4.2)", async () => {
    const machine = await scene.machine("STOPPED");
    const { operations = [] } = await scene.get(machine);
    expect(operations.filter(({ available }) => available === true)).toEqual([]);
    const off = operations.filter(({ available }) => available === false).map(({ rel }) => rel.replace(/^.*\//, ""));
    expect(off).toEqual(expect.arrayContaining(["stop", "pause", "suspend"]));
    const first = await scene.get(machine.replace(FACE, FACE_1));
    expect(JSON.stringify(first)).not.toContain('available":');
    expect(rels(first)).toEqual(expect.not.arrayContaining(off));
    expect(rels(first)).toContain("start");
  });
});

describe("what a Collection holds", () => {
  it("is told by its ETag and updated, which follow what is made, changed and deleted", async () => {
    const href = `${FACE}volumeConfigs`;
    const seen = async () => {
      const { headers, body } = await scene.gateway.send("GET", href);
      return { tag: headers.ETag!, updated: JSON.parse(body).updated as string | undefined };
    };
    const none = await seen();
    const made = await scene.make("volumeConfigs", "VolumeConfiguration", { capacity: 1_000_000 });
    const one = await seen();
    expect([none.updated, one.updated]).toEqual([undefined, (await scene.get(made)).created]);
    expect((await scene.gateway.send("GET", href, { headers: { "if-none-match": one.tag } })).status).toBe(304);
    await scene.gateway.send("PUT", `${made}?$select=name`, { body: { resourceURI: `${N2}/VolumeConfiguration`, name: "x" } });
    const two = await seen();
    expect(two.updated).toBe((await scene.get(made)).updated);
    await scene.remove(made);
    const tags = [none.tag, one.tag, two.tag, (await seen()).tag];
    expect([new Set(tags).size, tags[3]]).toEqual([3, none.tag]);
    expect("updated" in (await scene.get(`${FACE_1}machineImages`))).toBe(false);
  });

  it("has ids that lead to each alone; its place in the Collection leads there as well [5.5.12-9]", async () => {
    const machine = await scene.machine("STOPPED");
    const image = await scene.snapshot(machine);
    const [listed] = (await scene.get(`${machine}/snapshots`)).machineImages as [Shown];
    expect([listed.id, (await scene.get(image)).id]).toEqual([image, image]);
    const inside = `${machine}/snapshots/${image.replace(/^.*\//, "")}`;
    expect((await scene.get(inside)).id).toBe(image);
    expect((await scene.asked("GET", `${machine}/snapshots/debian-12`))[0]).toBe(404);
  });

  it("of an enhanced Collection are accessory attributes beside the reference, under a type of its own (Table 18)", async () => {
    const [machine, volume] = [await scene.machine("STOPPED"), await scene.volume()];
    const body = { action: `${N2}/action/insert`, initialLocation: "/dev/sdq", volume: { href: volume } };
    expect((await scene.gateway.job(await scene.gateway.send("POST", `${machine}/volumes`, { body }))).state).toBe("SUCCESS");
    const shown = await scene.get(`${machine}/volumes`);
    const [item] = shown.locatedVolumes as [Shown];
    expect([shown.resourceURI, item.resourceURI]).toEqual([`${N2}/locatedVolumeCollection`, `${N2}/locatedVolume`]);
    expect([item.initialLocation, hrefOf(item, "volume"), hrefOf(item, "parent")]).toEqual(["/dev/sdq", volume, shown.id]);
    expect(await scene.get(item.id)).toEqual(item);
  });
});
