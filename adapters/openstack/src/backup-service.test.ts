import { gather } from "@cimi-gateway/adapter";
import { describe, expect, it } from "@jest/globals";
import { type Answers, context, ok, refused, request, scripted, writing } from "./testing.js";

const BACKUP = "GET volume /backups/b-1";

describe("a cloud whose backups nothing answers for now", () => {
  const away = refused(503, "serviceUnavailable");
  const answers: Answers = { "GET volume /backups": away, [BACKUP]: away };

  it("does not say that a backup is gone: a Job that waits for it goes on to wait, and GET is 503", async () => {
    const { read, poll } = scripted(answers).of("VolumeImage");
    await expect(read(["b-1.backup"], context())).rejects.toMatchObject({ kind: "unavailable" });
    await expect(poll!(["b-1.backup"], context())).rejects.toMatchObject({ kind: "unavailable" });
  });

  it("has the backup that it gives by its id, whatever became of the first question", async () => {
    const found = await scripted({ ...answers, [BACKUP]: ok({ backup: { id: "b-1", status: "available" } }) })
      .of("VolumeImage")
      .read(["b-1.backup"], context());
    expect([...found.keys()]).toEqual(["b-1.backup"]);
  });

  it("does not refuse to make one, as if there were none: it may be asked again", async () => {
    const wish = request<"VolumeImage">({ imageLocation: "openstack:RegionOne/volumes/v-1", kind: "backup" });
    await expect(scripted(answers).of("VolumeImage").create!(wish, writing())).rejects.toMatchObject({ kind: "unavailable" });
  });

  it("gives snapshots, and says in the log that the list may lack some", async () => {
    const told: string[] = [];
    const warn = (_: object, text: string) => void told.push(text);
    const cloud = scripted({
      ...answers,
      "GET volume /snapshots/detail": ok({ snapshots: [{ id: "n-1", status: "available" }] }),
    });
    const asking = { ...context(), log: { ...context().log, warn } };
    expect(await gather(cloud.of("VolumeImage").list({}, asking))).toHaveLength(1);
    expect(told).toEqual([expect.stringContaining("without backups")]);
  });
});
