import { silentLog } from "@cimi-gateway/adapter";
import type { Rule } from "@cimi-gateway/adapter-sandbox/world";
import { Gateway } from "@cimi-gateway/core";
import { afterEach, describe, expect, it } from "@jest/globals";
import { TestGateway } from "../support/gateway.js";
import { machineOf, volumeOf } from "./scenario.js";
import { ONE_MACHINE, Scene, STOCK } from "./scene.js";

let scene: Scene;
afterEach(() => scene.close());

/** Another gateway on the same store and cloud, as after a restart. */
async function next({ gateway: { store, adapter }, clock }: Scene): Promise<TestGateway> {
  const gateway = new Gateway({ clouds: [{ name: "sandbox", adapter }], store, clock, log: silentLog });
  await gateway.recover();
  return new TestGateway(gateway, store, adapter);
}

const cases: readonly (readonly [string, readonly Rule[], object])[] = [
  ["while the machine is made", [], {}],
  ["while a call is under way", [{ fault: "delay", milliseconds: 5_000, action: "machine.create", times: 1 }], {}],
  ["while it waits to repeat a call", [{ fault: "throttle", retryAfter: 30, action: "machine.create", times: 1 }], {}],
  ["while an answer is lost", [{ fault: "hang", acts: true, action: "machine.create", times: 1 }], {}],
  ["while a Volume of it is made", [], { volumeTemplates: [{ volumeTemplate: volumeOf(1_000_000) }] }],
];

describe("a gateway that stops leaves its Jobs to the next start (RELIABILITY, rule 15)", () => {
  it.each(cases)(
    "%s",
    async (_, rules, template) => {
      scene = await Scene.open({ limits: { writeWait: 100 }, settings: { delay: 2_000 } });
      await scene.script(...rules);
      const answer = await scene.post("machines", machineOf(STOCK, template));
      expect(answer.status).toBe(202);
      await scene.gateway.gateway.stop();
      await scene.clock.sleep(1_000);
      const after = await next(scene);
      expect(await after.job(answer)).toMatchObject({ state: "SUCCESS" });
      expect(await after.get(answer.headers.Location!)).toMatchObject({ state: "STOPPED" });
      expect(await scene.present()).toMatchObject({ machine: ONE_MACHINE.machine });
      await after.gateway.stop();
    },
    30_000,
  );
});
