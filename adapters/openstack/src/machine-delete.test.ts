import { reference } from "@cimi-gateway/adapter";
import { describe, expect, it } from "@jest/globals";
import { tagOf } from "./network-objects.js";
import { MADE_FOR } from "./ports.js";
import { type NativeAnswer, ok, refused, request, scripted, server, tokenAnswer, writing } from "./testing.js";

const SERVER = "GET compute /servers/s-1";
const CREATE = "POST compute /servers";
const DELETE = "DELETE compute /servers/s-1";
const ACTION = "POST compute /servers/s-1/action";
const ATTACHMENTS = "GET volume /attachments";
const PORTS = "GET network /ports";

const HARDWARE = { machineConfig: reference("MachineConfiguration", "1"), machineImage: reference("MachineImage", "i-1") };
const attachment = (id: string, status: string, instance = "s-1") => ({ id, instance, status, volume_id: `v-${id}` });
const volumesOf = (isOwn: boolean, ...ids: readonly string[]) => ({
  "os-extended-volumes:volumes_attached": ids.map((id) => ({ id, delete_on_termination: isOwn })),
});

/** A server with such volumes that is gone as soon as it is deleted. */
function deletable(volumes: object) {
  let isThere = true;
  return {
    [PORTS]: ok({ ports: [] }),
    [SERVER]: () => (isThere ? ok({ server: server(volumes) }) : refused(404, "itemNotFound")),
    [DELETE]: () => {
      isThere = false;
      return ok("", 204);
    },
  };
}

/** The server in one status after the other, from one look to the next; in the end it is gone. */
const sequence = (statuses: string[], more: object = volumesOf(false, "v-1")) => {
  return () => {
    const status = statuses.shift();
    return status === undefined ? refused(404, "itemNotFound") : ok({ server: server({ status, ...more }) });
  };
};

/** A server that a cloud with `reclaim_instance_interval` puts aside: it takes a look to get there, and one to go. */
function putAside() {
  let next: () => NativeAnswer = sequence(["ACTIVE"]);
  return {
    [PORTS]: ok({ ports: [] }),
    [SERVER]: () => next(),
    [DELETE]: () => {
      next = sequence(["ACTIVE", "SOFT_DELETED"]);
      return ok("", 204);
    },
    [ACTION]: () => {
      next = sequence(["SOFT_DELETED"]);
      return ok("", 202);
    },
    [ATTACHMENTS]: ok({ attachments: [] }),
  };
}

describe("machines of OpenStack", () => {
  it("that are taken back leave their volumes free, also of a reservation that Nova forgot", async () => {
    let left = [attachment("a-1", "reserved"), attachment("a-2", "attached")];
    const cloud = scripted({
      ...Object.fromEntries(["v-1", "v-2"].map((id) => [`GET volume /volumes/${id}`, ok({ volume: { id, bootable: "false" } })])),
      [CREATE]: ok({ server: { id: "s-1" } }, 202),
      [DELETE]: ok("", 204),
      [SERVER]: refused(404, "itemNotFound"),
      [ATTACHMENTS]: () => {
        const attachments = left;
        left = [];
        return ok({ attachments });
      },
      "DELETE volume /attachments/a-1": ok({ attachments: [] }),
    });
    const course = writing();
    const volumes = [{ volume: reference("Volume", "v-1") }, { volume: reference("Volume", "v-2") }];
    await cloud.of("Machine").create!(request({ ...HARDWARE, volumes }), course);
    await course.undo();
    expect(cloud.lines().slice(2)).toEqual([CREATE, DELETE, SERVER, ATTACHMENTS, "DELETE volume /attachments/a-1", ATTACHMENTS]);
  });

  it("that had volumes are deleted when those are no longer attached: one call a look, whatever their number", async () => {
    let looks = 0;
    const cloud = scripted({
      ...deletable(volumesOf(false, "v-1", "v-2", "v-3", "v-4")),
      [ATTACHMENTS]: ({ query }) => {
        expect(query).toMatchObject({ instance_id: "s-1" });
        return ok({ attachments: ++looks < 3 ? [attachment("a-1", "attached"), attachment("a-9", "attached", "s-2")] : [] });
      },
    });
    expect(await cloud.of("Machine").delete!("s-1", writing())).toEqual({ id: "s-1", requestId: "req-1" });
    expect(cloud.lines().slice(3)).toEqual([SERVER, ATTACHMENTS, ATTACHMENTS, ATTACHMENTS]);
  });

  it("are waited for while Nova and Cinder are away, and their ports go in the end (RELIABILITY, rule 1)", async () => {
    const port = { id: "p-1", tags: [tagOf(MADE_FOR, "s-1")] };
    const [awayFor, gone] = [12, refused(404, "itemNotFound")];
    const looks = { [SERVER]: 0, [ATTACHMENTS]: 0 };
    const away = (line: keyof typeof looks, then: NativeAnswer) =>
      ++looks[line] <= awayFor ? new Error("socket hang up") : then;
    let isDeleted = false;
    const cloud = scripted({
      [PORTS]: ok({ ports: [port] }),
      [SERVER]: () => (isDeleted ? away(SERVER, gone) : ok({ server: server(volumesOf(false, "v-1")) })),
      [DELETE]: () => {
        isDeleted = true;
        return ok("", 204);
      },
      "DELETE network /ports/p-1": ok("", 204),
      [ATTACHMENTS]: () => away(ATTACHMENTS, ok({ attachments: [] })),
    });
    const course = writing();
    expect(await cloud.of("Machine").delete!("s-1", course)).toEqual({ id: "s-1", requestId: "req-1" });
    expect(course.course).toEqual(["held", "delete", "delete p-1"]);
    expect(looks).toEqual({ [SERVER]: awayFor + 1, [ATTACHMENTS]: awayFor + 1 });
  });

  it("that the cloud puts aside are deleted by force, once that can be done, as their volumes would stay attached", async () => {
    const cloud = scripted(putAside());
    const course = writing();
    expect(await cloud.of("Machine").delete!("s-1", course)).toEqual({ id: "s-1", requestId: "req-1" });
    expect(course.course).toEqual(["held", "delete", "force"]);
    expect(cloud.lines().slice(2)).toEqual([DELETE, SERVER, SERVER, ACTION, SERVER, SERVER, ATTACHMENTS]);
    expect(cloud.bodies(ACTION)).toEqual([{ forceDelete: null }]);
  });

  it("that the cloud puts aside as they are taken back are deleted by force, too", async () => {
    const cloud = scripted({
      ...putAside(),
      "GET volume /volumes/v-1": ok({ volume: { id: "v-1", bootable: "false" } }),
      [CREATE]: ok({ server: { id: "s-1" } }, 202),
    });
    const course = writing();
    await cloud.of("Machine").create!(request({ ...HARDWARE, volumes: [{ volume: reference("Volume", "v-1") }] }), course);
    await course.undo();
    expect(cloud.lines().slice(2)).toEqual([DELETE, SERVER, SERVER, ACTION, SERVER, SERVER, ATTACHMENTS]);
  });

  it("that go by themselves before the force does are deleted", async () => {
    const cloud = scripted({
      ...putAside(),
      [ACTION]: refused(404, "itemNotFound"),
      [SERVER]: sequence(["ACTIVE", "SOFT_DELETED"]),
    });
    await cloud.of("Machine").delete!("s-1", writing());
    expect(cloud.lines().at(-1)).toBe(ATTACHMENTS);
  });

  it("that are taken back and keep their volumes are not waited for beyond twenty looks: taking back is tried again", async () => {
    const cloud = scripted({
      "GET volume /volumes/v-1": ok({ volume: { id: "v-1", bootable: "false" } }),
      [CREATE]: ok({ server: { id: "s-1" } }, 202),
      [DELETE]: ok("", 204),
      [SERVER]: refused(404, "itemNotFound"),
      [ATTACHMENTS]: ok({ attachments: [attachment("a-1", "attached")] }),
    });
    const course = writing();
    await cloud.of("Machine").create!(request({ ...HARDWARE, volumes: [{ volume: reference("Volume", "v-1") }] }), course);
    await expect(course.undo()).rejects.toMatchObject({ kind: "unavailable" });
    expect(cloud.lines().filter((line) => line === ATTACHMENTS)).toHaveLength(20);
  });

  it("whose volumes stay attached are not said to be deleted: the Job names them", async () => {
    const cloud = scripted({
      ...deletable(volumesOf(false, "v-1")),
      [ATTACHMENTS]: ok({ attachments: [attachment("a-1", "attached")] }),
    });
    await expect(cloud.of("Machine").delete!("s-1", writing())).rejects.toMatchObject({
      kind: "unavailable",
      message: "the server s-1 is gone, but OpenStack did not detach v-a-1 in time",
    });
  });

  it("without volumes do not wait for Cinder, nor those whose volumes go with them", async () => {
    const cloud = scripted(deletable(volumesOf(true, "v-1")));
    await cloud.of("Machine").delete!("s-1", writing());
    expect(cloud.lines().at(-1)).toBe(DELETE);
  });

  describe("for which Nova still looks for a host, and does not tell their volumes,", () => {
    const scheduling = { "OS-EXT-STS:task_state": "scheduling", ...volumesOf(false) };

    it("leave no reservation behind", async () => {
      const cloud = scripted({
        ...deletable(scheduling),
        [ATTACHMENTS]: ok({ attachments: [attachment("a-1", "reserved")] }),
        "DELETE volume /attachments/a-1": ok({ attachments: [] }),
      });
      await cloud.of("Machine").delete!("s-1", writing());
      expect(cloud.lines().slice(2)).toEqual([DELETE, SERVER, ATTACHMENTS, "DELETE volume /attachments/a-1"]);
    });

    it("wait for nothing in a cloud without volumes", async () => {
      const withoutVolumes = tokenAnswer("token-1", {
        catalog: ["compute", "network"].map((type) => ({
          type,
          endpoints: [{ interface: "public", region: "RegionOne", url: `http://${type}.test` }],
        })),
      });
      const cloud = scripted({ ...deletable(scheduling), "POST identity /v3/auth/tokens": withoutVolumes });
      await cloud.of("Machine").delete!("s-1", writing());
      expect(cloud.lines().at(-1)).toBe(DELETE);
    });
  });

  it("that are gone already are deleted without an error", async () => {
    const cloud = scripted({
      [PORTS]: ok({ ports: [] }),
      [SERVER]: refused(404, "itemNotFound"),
      [DELETE]: refused(404, "itemNotFound"),
    });
    expect(await cloud.of("Machine").delete!("s-1", writing())).toEqual({ id: "s-1" });
  });
});
