import {
  DescribeInstanceStatusCommand,
  DescribeInstancesCommand,
  RebootInstancesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from "@aws-sdk/client-ec2";
import { describe, expect, it } from "@jest/globals";
import { codeOf, instanceOf, launch, launchRunning, present, useEc2, volumeOf } from "./testing.js";

const bench = useEc2();
const encryptedRoot = [{ DeviceName: "/dev/xvda", Ebs: { Encrypted: true } }];

async function stateOf(id: string): Promise<string | undefined> {
  return (await instanceOf(bench.client, id)).State?.Name;
}

async function idsInState(state: string): Promise<readonly (string | undefined)[]> {
  const Filters = [{ Name: "instance-state-name", Values: [state] }];
  const { Reservations } = await bench.client.send(new DescribeInstancesCommand({ Filters }));
  return (Reservations ?? []).flatMap(({ Instances }) => Instances ?? []).map(({ InstanceId }) => InstanceId);
}

async function stop(id: string, how: { Force?: boolean; Hibernate?: boolean } = {}) {
  const { StoppingInstances } = await bench.client.send(new StopInstancesCommand({ InstanceIds: [id], ...how }));
  return present(StoppingInstances?.[0]);
}

describe("the states of an instance", () => {
  it("pass through pending, stopping, pending and shutting-down", async () => {
    const id = present((await launch(bench.client)).InstanceId);
    const seen = [await stateOf(id)];
    const see = async () => {
      seen.push(await stateOf(id));
      bench.pass();
      seen.push(await stateOf(id));
    };
    bench.pass();
    await stop(id);
    await see();
    await bench.client.send(new StartInstancesCommand({ InstanceIds: [id] }));
    await see();
    await bench.client.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
    await see();
    expect(seen).toEqual(["pending", "stopping", "stopped", "pending", "running", "shutting-down", "terminated"]);
  });

  it("last for the configured time and no longer", async () => {
    const id = present((await launch(bench.client)).InstanceId);
    bench.pass(999);
    expect(await stateOf(id)).toBe("pending");
    bench.pass(1);
    expect(await stateOf(id)).toBe("running");
  });

  it("are found by a filter while they last, and the lasting one is not", async () => {
    const id = await launchRunning(bench);
    await stop(id);
    expect(await idsInState("stopping")).toContain(id);
    expect(await idsInState("stopped")).not.toContain(id);
    bench.pass();
    expect(await idsInState("stop*")).toContain(id);
    expect(await idsInState("stopping")).not.toContain(id);
  });

  it("keep an instance that is not running yet out of the status list", async () => {
    const id = present((await launch(bench.client)).InstanceId);
    const listed = async (IncludeAllInstances: boolean) => {
      const answer = await bench.client.send(new DescribeInstanceStatusCommand({ InstanceIds: [id], IncludeAllInstances }));
      return answer.InstanceStatuses?.map(({ InstanceState }) => InstanceState?.Name);
    };
    expect(await listed(false)).toEqual([]);
    expect(await listed(true)).toEqual(["pending"]);
  });
});

describe("stopping", () => {
  it("says so only when it does: a stopped instance stays stopped", async () => {
    const id = await launchRunning(bench);
    expect(await stop(id)).toMatchObject({ CurrentState: { Name: "stopping", Code: 64 }, PreviousState: { Name: "running" } });
    bench.pass();
    expect(await stop(id)).toMatchObject({ CurrentState: { Name: "stopped", Code: 80 }, PreviousState: { Name: "stopped" } });
  });

  it("is refused for an instance that has not run yet, and for a terminated one", async () => {
    const id = present((await launch(bench.client)).InstanceId);
    expect(await codeOf(stop(id))).toBe("IncorrectInstanceState");
    await bench.client.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
    bench.pass();
    expect(await codeOf(stop(id))).toBe("IncorrectInstanceState");
  });

  it("records Force", async () => {
    const id = await launchRunning(bench);
    await stop(id, { Force: true });
    expect(await bench.live.control.calls("StopInstances")).toEqual([
      expect.objectContaining({ "InstanceId.1": id, Force: "true" }),
    ]);
  });
});

describe("hibernation", () => {
  it("shows its reason while stopping and stopped, and no longer once started", async () => {
    const id = await launchRunning(bench, { HibernationOptions: { Configured: true }, BlockDeviceMappings: encryptedRoot });
    const reason = async () => (await instanceOf(bench.client, id)).StateReason?.Code;
    await stop(id, { Hibernate: true });
    expect([await stateOf(id), await reason()]).toEqual(["stopping", "Client.UserInitiatedHibernate"]);
    bench.pass();
    expect([await stateOf(id), await reason()]).toEqual(["stopped", "Client.UserInitiatedHibernate"]);
    await bench.client.send(new StartInstancesCommand({ InstanceIds: [id] }));
    bench.pass();
    await stop(id);
    expect(await reason()).toBe("Client.UserInitiatedShutdown");
  });

  it("is refused for an instance that was not launched for it", async () => {
    const id = await launchRunning(bench);
    expect(await codeOf(stop(id, { Hibernate: true }))).toBe("UnsupportedHibernationConfiguration");
    expect(await stateOf(id)).toBe("running");
  });

  it("is refused at launch when the root volume is not encrypted", async () => {
    const launched = launch(bench.client, { HibernationOptions: { Configured: true } });
    expect(await codeOf(launched)).toBe("UnsupportedHibernationConfiguration");
  });
});

describe("starting", () => {
  it("is refused while stopping and after termination", async () => {
    const id = await launchRunning(bench);
    const start = () => codeOf(bench.client.send(new StartInstancesCommand({ InstanceIds: [id] })));
    await stop(id);
    expect(await start()).toBe("IncorrectInstanceState");
    bench.pass();
    await bench.client.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
    bench.pass();
    expect(await start()).toBe("IncorrectInstanceState");
    expect(await stateOf(id)).toBe("terminated");
  });

  it("leaves a running instance as it is", async () => {
    const id = await launchRunning(bench);
    const { StartingInstances } = await bench.client.send(new StartInstancesCommand({ InstanceIds: [id] }));
    expect(StartingInstances?.[0]?.CurrentState?.Name).toBe("running");
  });
});

describe("rebooting", () => {
  it("is refused for a stopped instance, which stays stopped", async () => {
    const id = await launchRunning(bench);
    await stop(id);
    bench.pass();
    expect(await codeOf(bench.client.send(new RebootInstancesCommand({ InstanceIds: [id] })))).toBe("IncorrectState");
    expect(await stateOf(id)).toBe("stopped");
  });

  it("leaves a running instance running", async () => {
    const id = await launchRunning(bench);
    await bench.client.send(new RebootInstancesCommand({ InstanceIds: [id] }));
    expect(await stateOf(id)).toBe("running");
  });
});

describe("terminating", () => {
  it("deletes the volumes that go with the instance, the root among them, and keeps the others", async () => {
    const mappings = [
      { DeviceName: "/dev/sdf", Ebs: { VolumeSize: 5, DeleteOnTermination: false } },
      { DeviceName: "/dev/sdg", Ebs: { VolumeSize: 6 } },
    ];
    const id = await launchRunning(bench, { BlockDeviceMappings: mappings });
    const devices = (await instanceOf(bench.client, id)).BlockDeviceMappings ?? [];
    const volumeAt = (name: string) => present(devices.find(({ DeviceName }) => DeviceName === name)?.Ebs?.VolumeId);
    await bench.client.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
    bench.pass();
    expect((await volumeOf(bench.client, volumeAt("/dev/sdf"))).State).toBe("available");
    expect(await codeOf(volumeOf(bench.client, volumeAt("/dev/sdg")))).toBe("InvalidVolume.NotFound");
    expect(await codeOf(volumeOf(bench.client, volumeAt("/dev/xvda")))).toBe("InvalidVolume.NotFound");
  });

  it("is no error when repeated", async () => {
    const id = await launchRunning(bench);
    const terminate = () => bench.client.send(new TerminateInstancesCommand({ InstanceIds: [id] }));
    await terminate();
    bench.pass();
    expect((await terminate()).TerminatingInstances?.[0]?.CurrentState?.Name).toBe("terminated");
  });
});
