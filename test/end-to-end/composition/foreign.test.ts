import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { ORIGIN } from "../../support/gateway.js";
import { FACE, N2, openScene, ready, type Scene } from "./scene.js";

let scene: Scene;
let [machine, volume, template, serviceTemplate] = ["", "", "", ""];
beforeAll(async () => {
  scene = await openScene();
  [machine, volume] = [await scene.machine("STOPPED"), await scene.volume()];
  template = await scene.make("machineTemplates", "MachineTemplate", ready);
  serviceTemplate = await scene.make("networkServiceTemplates", "NetworkServiceTemplate", { type: "Firewall" });
});
afterAll(() => scene.close());

const OTHER = `${ORIGIN}/cimi/2/other`;
const image = { href: `${OTHER}/machineImages/debian-12` };
const act = (action: string, more: object) => ({ resourceURI: `${N2}/Action`, action: `${N2}/action/${action}`, ...more });

/** The volume has the same id in the path; it is the cloud that differs. */
const foreign = () => ({ href: volume.replace("/sandbox/", "/other/") });

const network = { href: "networks/default" };

/** The text of a rule names it, as an attribute would. */
const foreignRules = () => ({
  type: "Firewall",
  policies: { "rule.web": `allow in tcp 443 from 10.0.0.0/8, segment:${OTHER}/segments/1` },
});

type Asked = readonly [method: string, target: string, body?: object];
const cases: readonly (readonly [string, () => Asked])[] = [
  ["a template of a create", () => ["POST", `${FACE}machines`, { machineTemplate: { href: `${OTHER}/machineTemplates/1` } }]],
  ["what overrides a template", () => ["POST", `${FACE}machines`, { machineTemplate: { href: template, machineImage: image } }]],
  ["an image of a template by value", () => ["POST", `${FACE}machines`, { machineTemplate: { ...ready, machineImage: image } }]],
  [
    "a configuration of a template by value",
    () => ["POST", `${FACE}machines`, { machineTemplate: { ...ready, machineConfig: { href: `${OTHER}/machineConfigs/tiny` } } }],
  ],
  [
    "a volume of a template",
    () => ["POST", `${FACE}machines`, { machineTemplate: { ...ready, volumes: [{ volume: foreign() }] } }],
  ],
  [
    "a template in a template",
    () => [
      "POST",
      `${FACE}machines`,
      { machineTemplate: { ...ready, volumeTemplates: [{ volumeTemplate: { href: `${OTHER}/volumeTemplates/1` } }] } },
    ],
  ],
  ["a template that is kept", () => ["POST", `${FACE}machineTemplates`, { ...ready, machineImage: image }]],
  [
    "what a kept template holds by value",
    () => [
      "POST",
      `${FACE}machineTemplates`,
      { ...ready, volumeTemplates: [{ volumeTemplate: { volumeConfig: { href: `${OTHER}/volumeConfigs/1` } } }] },
    ],
  ],
  ["a change of a kept template", () => ["PUT", `${template}?$select=machineImage`, { machineImage: image }]],
  [
    "the policies of a template",
    () => ["POST", `${FACE}networkServices`, { networkServiceTemplate: { ...foreignRules(), network } }],
  ],
  ["the policies of a template that is kept", () => ["POST", `${FACE}networkServiceTemplates`, foreignRules()]],
  [
    "the policies of what a kept template holds by value",
    () => ["POST", `${FACE}networkTemplates`, { serviceTemplates: [foreignRules()] }],
  ],
  [
    "the policies of what a kept template overrides",
    () => [
      "POST",
      `${FACE}networkTemplates`,
      { serviceTemplates: [{ href: serviceTemplate, policies: foreignRules().policies }] },
    ],
  ],
  ["a change of policies", () => ["PUT", `${serviceTemplate}?$select=policies`, { policies: foreignRules().policies }]],
  ["an insert", () => ["POST", `${machine}/volumes`, act("insert", { volume: foreign() })]],
  ["a remove", () => ["POST", `${machine}/volumes`, act("remove", { volume: foreign() })]],
  ["connectvolume", () => ["POST", `${machine}/connectvolume`, act("connectvolume", { volume: foreign() })]],
  ["a restore", () => ["POST", `${machine}/restore`, act("restore", { image })]],
  ["an imageLocation", () => ["POST", `${FACE}machineImages`, { imageLocation: `${OTHER}/machines/1` }]],
  ["an imageLocation that is an image", () => ["POST", `${FACE}machineImages`, { imageLocation: image.href }]],
  ["an imageLocation at a link", () => ["POST", `${machine}/capture`, { imageLocation: `${OTHER}/machines/1` }]],
  ["a volume image's imageLocation", () => ["POST", `${FACE}volumeImages`, { imageLocation: foreign().href }]],
  ["a filter", () => ["GET", `${FACE}volumes?$filter=${encodeURIComponent(`id='${foreign().href}'`)}`]],
];

describe("a resource of another cloud is refused with both names", () => {
  it.each(cases)("as %s", async (_, asked) => {
    const [method, target, body] = asked();
    expect(await scene.asked(method, target, body ? { body } : {})).toEqual([
      400,
      expect.stringContaining("belongs to another cloud (other); this is sandbox"),
    ]);
  });

  it("and one of this cloud is found under every face", async () => {
    for (const face of ["/cimi/2/sandbox/", "/cimi/1/sandbox/", "/cimi/sandbox/", "/cimi/"]) {
      const filter = encodeURIComponent(`id='${volume.replace(FACE, face)}'`);
      expect((await scene.get(`${FACE}volumes?$filter=${filter}`)).count).toBe(1);
    }
  });
});
