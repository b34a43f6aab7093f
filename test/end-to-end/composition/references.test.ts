import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { FACE, FACE_1, hrefOf, openScene, ready, type Scene } from "./scene.js";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

const template = (content: object) => scene.make("machineTemplates", "MachineTemplate", { ...ready, ...content });
const use = (href: string) => scene.asked("POST", `${FACE}machines`, { body: { machineTemplate: { href } } });

describe("a template loses what it referred to [5.10.1-1]", () => {
  it("its own ETag and updated tell, and a use is refused with the attribute", async () => {
    const image = await scene.make("machineImages", "MachineImage", {
      type: "IMAGE",
      imageLocation: await scene.machine("STOPPED"),
    });
    const href = await template({ machineImage: { href: image } });
    const before = await scene.gateway.send("GET", href);
    await scene.remove(image);
    const after = await scene.gateway.send("GET", href);
    const shown = JSON.parse(after.body);
    expect(shown.machineImage).toBeUndefined();
    expect(shown.updated > shown.created).toBe(true);
    expect(after.headers.ETag).not.toBe(before.headers.ETag);
    expect(await use(href)).toEqual([400, expect.stringContaining("machineTemplate.machineImage: is missing")]);
  });

  it("where the gateway keeps that, too", async () => {
    const configuration = await scene.make("machineConfigs", "MachineConfiguration", { cpu: 1, memory: 524_288 });
    const href = await template({ machineConfig: { href: configuration } });
    await scene.remove(configuration);
    expect((await scene.get(href)).machineConfig).toBeUndefined();
    expect(await use(href)).toEqual([400, expect.stringContaining("machineTemplate.machineConfig: is missing")]);
  });

  it("in a structure of an array, in every edition and format; a use names the place", async () => {
    const volume = await scene.volume();
    const href = await template({ volumes: [{ initialLocation: "/dev/sdf", volume: { href: volume } }] });
    await scene.remove(volume);
    expect((await scene.get(href)).volumes).toEqual([{ initialLocation: "/dev/sdf" }]);
    const first = await scene.gateway.send("GET", href.replace(FACE, FACE_1), { headers: { accept: "application/xml" } });
    expect([first.status, first.body]).toEqual([200, expect.not.stringContaining("/volumes/")]);
    expect(await use(href)).toEqual([400, expect.stringContaining("machineTemplate.volumes[0].volume: is missing")]);
  });

  it("in what it holds by value", async () => {
    const configuration = await scene.make("volumeConfigs", "VolumeConfiguration", { capacity: 1_000_000 });
    const href = await template({
      volumeTemplates: [{ volumeTemplate: { volumeConfig: { href: configuration } } }],
    });
    await scene.remove(configuration);
    expect(JSON.stringify(await scene.get(href))).not.toContain("volumeConfigs/");
    expect((await use(href))[0]).toBe(400);
  });

  it("and keeps its other references", async () => {
    const [one, two] = [await scene.volume(), await scene.volume()];
    const volumes = [one, two].map((volume) => ({ volume: { href: volume } }));
    const href = await template({ volumes });
    await scene.remove(one);
    expect((await scene.get(href)).volumes).toEqual([{ volume: { href: two } }]);
  });
});

describe("texts of policies lose what they referred to (5.16.17)", () => {
  const network = () => scene.make("networks", "NetworkCreate", { networkTemplate: { description: "for a test" } });
  const segment = (owner: string, third: number) =>
    scene.make("segments", "ProtocolSegmentCreate", {
      protocolSegmentTemplate: {
        network: { href: owner },
        protocol: "IPv4",
        parameters: { subnetAddress: `10.9.${third}.0`, netmask: "255.255.255.0" },
      },
    });

  it("in a template, in what a template holds by value, and in the cloud: no rule is left open by it [5.10.1-1]", async () => {
    const owner = await network();
    const [one, two] = [await segment(owner, 1), await segment(owner, 2)];
    const policies = {
      "rule.both": `allow in tcp 443 from segment:${one}, segment:${two}`,
      "rule.one": `allow in any from segment:${one}`,
    };
    const firewall = { type: "Firewall", policies };
    const kept = await scene.make("networkServiceTemplates", "NetworkServiceTemplate", firewall);
    const whole = await scene.make("networkTemplates", "NetworkTemplate", { serviceTemplates: [firewall] });
    const service = await scene.make("networkServices", "NetworkServiceCreate", {
      networkServiceTemplate: { ...firewall, network: { href: owner } },
    });
    await scene.remove(one);
    const left = { "rule.both": expect.stringMatching(/^allow in tcp 443 from segment:\S+$/) };
    expect((await scene.get(kept)).policies).toEqual(left);
    expect((await scene.get(whole)).serviceTemplates).toEqual([{ type: "Firewall", policies: left }]);
    expect((await scene.get(service)).policies).toEqual(left);
    await scene.remove(two);
    expect([(await scene.get(kept)).policies, (await scene.get(service)).policies]).toEqual([undefined, undefined]);
  });

  it("and a template of edition 1 loses the group that a service is in that edition", async () => {
    const owner = await network();
    await segment(owner, 3);
    const made = await scene.gateway.send("POST", `${FACE_1}forwardingGroups`, {
      body: { forwardingGroupTemplate: { networks: [{ href: owner.replace(FACE, FACE_1) }] } },
    });
    const group = made.headers.Location!;
    await scene.gateway.job(made);
    const answer = await scene.gateway.send("POST", `${FACE_1}networkTemplates`, {
      body: { networkConfig: { networkType: "PRIVATE" }, forwardingGroup: { href: group } },
    });
    const template = answer.headers.Location!;
    expect(hrefOf(await scene.get(template), "forwardingGroup")).toBe(group);
    await scene.remove(group.replace(FACE_1, FACE).replace("forwardingGroups", "networkServices"));
    expect((await scene.get(template)).forwardingGroup).toBeUndefined();
  });
});

describe("what refers natively", () => {
  it("a Volume that is deleted leaves the Collections in which it was [5.5.12-1]", async () => {
    const [machine, volume] = [await scene.machine("STOPPED"), await scene.volume()];
    await scene.act(machine, "connectvolume", { volume: { href: volume } });
    expect((await scene.get(`${machine}/volumes`)).count).toBe(1);
    await scene.gateway.job(
      await scene.gateway.send("POST", `${machine}/volumes`, { body: { action: "remove", volume: { href: volume } } }),
    );
    await scene.remove(volume);
    expect((await scene.get(`${machine}/volumes`)).count).toBe(0);
    expect(JSON.stringify(await scene.get(`${FACE}volumes`))).not.toContain(volume);
  });

  it("the images of a Volume stay when it goes, and the snapshots of a Machine (5.15.1, Table 16)", async () => {
    const [machine, volume] = [await scene.machine("STOPPED"), await scene.volume()];
    const taken = [await scene.snapshot(machine), await scene.make("volumeImages", "VolumeImage", { imageLocation: volume })];
    await scene.remove(machine);
    await scene.remove(volume);
    for (const image of taken) expect((await scene.get(image)).state).toBe("AVAILABLE");
  });
});

describe("composition (5.10.2)", () => {
  it("a Disk is a child of the disks Collection, and that of its Machine; all go with it", async () => {
    const machine = await scene.machine("STOPPED");
    const disks = await scene.get(`${machine}/disks`);
    const [disk] = disks.disks as [{ id: string }];
    expect([hrefOf(await scene.get(disk.id), "parent"), hrefOf(disks, "parent")]).toEqual([disks.id, machine]);
    expect(hrefOf(await scene.get(machine), "parent")).toMatch(/cloudEntryPoint$/);
    await scene.remove(machine);
    for (const gone of [disks.id, disk.id]) expect((await scene.asked("GET", gone))[0]).toBe(404);
  });

  it("every Collection is a child of what refers to it", async () => {
    const machine = await scene.get(await scene.machine("STOPPED"));
    for (const attribute of ["disks", "volumes", "snapshots"])
      expect(hrefOf(await scene.get(hrefOf(machine, attribute)!), "parent")).toBe(machine.id);
    const entry = await scene.get(`${FACE}cloudEntryPoint`);
    for (const attribute of ["machines", "machineTemplates", "jobs"])
      expect(hrefOf(await scene.get(hrefOf(entry, attribute)!), "parent")).toBe(entry.id);
  });
});
