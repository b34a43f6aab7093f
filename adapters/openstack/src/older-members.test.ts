import { gather } from "@cimi-gateway/adapter";
import { describe, expect, it } from "@jest/globals";
import { inNewWords } from "./older-members.js";
import { context, ok, PROJECT, scripted } from "./testing.js";

describe("what older releases call otherwise (SOURCES, libcloud's recordings)", () => {
  it("is told in the words of today, beside those that it has already", () => {
    const older = { id: "v-1", display_name: "old", displayDescription: "words", createdAt: "2013-06-24T11:20:13", size: 2 };
    expect(inNewWords(older)).toMatchObject({ name: "old", description: "words", created_at: "2013-06-24T11:20:13", size: 2 });
    expect(inNewWords({ id: "v-1", name: "new", display_name: "old" })).toMatchObject({ name: "new" });
  });

  it("is the same object where nothing is, so that it is known again", () => {
    const native = { id: "n-1", name: "web", project_id: "p-1", tenant_id: "p-1", "router:external": false };
    expect(inNewWords(native)).toBe(native);
  });

  it("says of a network whose it is before Newton, which makes it changeable", async () => {
    const networks = [
      { id: "n-1", status: "ACTIVE", tenant_id: PROJECT },
      { id: "n-2", status: "ACTIVE", tenant_id: "another", shared: true },
    ];
    const type = scripted({ "GET network /networks": ok({ networks }) }).of("Network");
    const found = await gather(type.list({}, context()));
    expect(found.map((native) => [type.identify(native).id, type.editable!(native)])).toEqual([
      ["n-1", true],
      ["n-2", false],
    ]);
  });
});
