import { gather, steppingClock } from "@cimi-gateway/adapter";
import { describe, expect, it } from "@jest/globals";
import { type Answers, context, ok, refused, request, scripted, writing } from "./testing.js";

const ASKED = "GET volume /backups";
const BACKUP = "GET volume /backups/b-1";
const SNAPSHOTS = "GET volume /snapshots/detail";
const SUNDAY = { id: "b-1", status: "available" };
const SNAPSHOT = { id: "n-1", status: "available" };

describe("a cloud that has no backups yet", () => {
  it("is asked again after a minute, as it may get them", async () => {
    const clock = steppingClock();
    let answer: Parameters<typeof ok>[0] | undefined;
    const cloud = scripted(
      {
        [SNAPSHOTS]: ok({ snapshots: [SNAPSHOT] }),
        "GET volume /backups/detail": ok({ backups: [SUNDAY] }),
        [ASKED]: () => (answer ? ok(answer) : { status: 404 }),
      },
      {},
      clock,
    );
    const listed = async (): Promise<number> => (await gather(cloud.of("VolumeImage").list({}, context()))).length;
    const asks = (): number => cloud.sent.filter(({ line }) => line === ASKED).length;
    expect([await listed(), await listed(), asks()]).toEqual([1, 1, 1]);
    answer = { backups: [] };
    clock.advance(60_000);
    expect([await listed(), await listed(), asks()]).toEqual([2, 2, 2]);
  });
});

describe("a cloud whose backups nothing answers for now", () => {
  const away = refused(503, "serviceUnavailable");
  const answers: Answers = { [ASKED]: away, [BACKUP]: away };

  it("does not say that a backup is gone: a Job that waits for it goes on to wait, and GET is 503", async () => {
    const { read, poll } = scripted(answers).of("VolumeImage");
    await expect(read(["b-1.backup"], context())).rejects.toMatchObject({ kind: "unavailable" });
    await expect(poll!(["b-1.backup"], context())).rejects.toMatchObject({ kind: "unavailable" });
  });

  it("has the backup that it gives by its id, whatever became of the first question", async () => {
    const found = await scripted({ ...answers, [BACKUP]: ok({ backup: SUNDAY }) })
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
      [SNAPSHOTS]: ok({ snapshots: [SNAPSHOT] }),
    });
    const asking = { ...context(), log: { ...context().log, warn } };
    expect(await gather(cloud.of("VolumeImage").list({}, asking))).toHaveLength(1);
    expect(told).toEqual([expect.stringContaining("without backups")]);
  });

  it("does not say that a backup is gone because a poll does not find it: what waits for it decides", async () => {
    const cloud = scripted({ [BACKUP]: refused(404, "itemNotFound", "Backup b-1 could not be found.") });
    const progress = await cloud.of("VolumeImage").poll!(["b-1.backup"], context());
    expect(progress.get("b-1.backup")).toEqual({ done: true });
  });
});
