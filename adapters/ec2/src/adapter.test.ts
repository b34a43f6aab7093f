import { type AdapterPackage, gather, ProviderFault, reference } from "@cimi-gateway/adapter";
import { describe, expect, it } from "@jest/globals";
import { limiter } from "./body-limit.js";
import * as ec2Package from "./index.js";
import { readSettings } from "./read-settings.js";
import { settings } from "./settings.js";
import { answered, context, refused, request, scripted, shown, stillClock, writing } from "./testing.js";

const TYPE = `<instanceTypeSet><item><instanceType>i3.large</instanceType><vCpuInfo><defaultVCpus>2</defaultVCpus></vCpuInfo><memoryInfo><sizeInMiB>15616</sizeInMiB></memoryInfo>
  <processorInfo><supportedArchitectures><item>i386</item><item>x86_64</item></supportedArchitectures><sustainedClockSpeedInGhz>2.3</sustainedClockSpeedInGhz></processorInfo>
  <instanceStorageInfo><disks><item><sizeInGB>475</sizeInGB><count>2</count></item></disks></instanceStorageInfo></item></instanceTypeSet>`;

describe("machine configurations", () => {
  it("are the instance types, with their local disks", async () => {
    const ec2 = await scripted({ DescribeInstanceTypes: answered("DescribeInstanceTypes", TYPE) });
    const configuration = ec2.of("MachineConfiguration");
    const [native] = await gather(configuration.list({}, context()));
    expect(shown(configuration, native)).toEqual({
      name: "i3.large",
      cpu: 2,
      memory: 15990784,
      disks: [{ capacity: 475000000 }, { capacity: 475000000 }],
      cpuArch: "x86_64",
      cpuSpeed: 2300,
      nativeId: "i3.large",
      location: "eu-west-1",
    });
    expect(ec2.forms("DescribeInstanceTypes")[0]).toMatchObject({ MaxResults: "100" });
  });

  it("are read once a day, and once for all who ask at the same time", async () => {
    const clock = stillClock();
    const ec2 = await scripted({ DescribeInstanceTypes: answered("DescribeInstanceTypes", TYPE) }, {}, clock);
    const list = () => gather(ec2.of("MachineConfiguration").list({}, context()));
    await Promise.all([list(), list(), ec2.of("MachineConfiguration").read(["i3.large"], context())]);
    await list();
    const before = ec2.calls.length;
    await clock.sleep(24 * 60 * 60 * 1000);
    await list();
    expect([before, ec2.calls.length]).toEqual([2, 3]);
  });

  it("are asked for again after a failure", async () => {
    let answer = refused("UnauthorizedOperation");
    const ec2 = await scripted({ DescribeInstanceTypes: () => answer });
    const list = () => gather(ec2.of("MachineConfiguration").list({}, context()));
    await expect(list()).rejects.toMatchObject({ kind: "denied" });
    answer = answered("DescribeInstanceTypes", TYPE);
    expect(await list()).toHaveLength(1);
  });
});

describe("credentials", () => {
  const KEY = "ssh-ed25519 AAAA me@home";
  const IMPORT = answered("ImportKeyPair", "<keyName>cimi-id-1</keyName>");

  it("are imported under a name that carries the CIMI id", async () => {
    const ec2 = await scripted({ ImportKeyPair: IMPORT });
    expect(await ec2.of("Credential").create!(request({ parameters: { key: KEY } }), writing())).toEqual({
      id: "cimi-id-1",
      requestId: "req-1",
    });
    expect(ec2.forms("ImportKeyPair")[0]).toMatchObject({
      KeyName: "cimi-id-1",
      PublicKeyMaterial: Buffer.from(KEY).toString("base64"),
    });
  });

  it("a second import of the same one finds the first (RELIABILITY.md, A2)", async () => {
    const ec2 = await scripted({ ImportKeyPair: refused("InvalidKeyPair.Duplicate") });
    expect(await ec2.of("Credential").create!(request({ parameters: { key: KEY } }), writing())).toEqual({ id: "cimi-id-1" });
  });

  it("keep a userName with the key, whole in the overlay", async () => {
    const ec2 = await scripted({ ImportKeyPair: IMPORT });
    const parameters = { userName: "me", key: KEY };
    expect(await ec2.of("Credential").create!(request({ parameters }), writing())).toMatchObject({ overlay: { parameters } });
  });

  it.each([
    [{ userName: "me", password: "secret" }, /takes no passwords/],
    [{ userName: "me" }, /lacks parameters.key/],
  ])("refuse %j before any call", async (parameters, message) => {
    const ec2 = await scripted({});
    const refusal = await ec2.of("Credential").create!(request({ parameters }), writing()).catch((error: Error) => error.message);
    expect(refusal).toMatch(message);
    expect(refusal).not.toContain("secret");
  });

  it("are the key pairs, read with their public keys", async () => {
    const pair =
      "<keySet><item><keyName>mine</keyName><keyPairId>key-1</keyPairId><publicKey>ssh-rsa AAAA\n</publicKey></item></keySet>";
    const ec2 = await scripted({ DescribeKeyPairs: answered("DescribeKeyPairs", pair) });
    const credential = ec2.of("Credential");
    const native = (await credential.read(["mine", "m*"], context())).get("mine");
    expect(shown(credential, native)).toEqual({
      name: "mine",
      parameters: { key: "ssh-rsa AAAA" },
      nativeId: "mine",
      location: "eu-west-1",
    });
  });
});

describe("attachments", () => {
  const machine = (...devices: readonly (readonly [device: string, volume: string, status: string, goes: boolean])[]): string =>
    answered(
      "DescribeInstances",
      `<reservationSet><item><instancesSet><item><instanceId>i-1</instanceId><instanceState><name>running</name></instanceState><rootDeviceName>/dev/xvda</rootDeviceName><blockDeviceMapping>${devices
        .map(
          ([device, volume, status, goes]) =>
            `<item><deviceName>${device}</deviceName><ebs><volumeId>${volume}</volumeId><status>${status}</status><deleteOnTermination>${goes}</deleteOnTermination></ebs></item>`,
        )
        .join("")}</blockDeviceMapping></item></instancesSet></item></reservationSet>`,
    );
  const root = ["/dev/xvda", "vol-root", "attached", true] as const;
  const connect = (more: object = {}) =>
    request<"locatedVolume">({ volume: reference("Volume", "vol-1"), ...more }, { parent: "i-1" });

  it("are shown from attached to detached, without Disks", async () => {
    const ec2 = await scripted({
      DescribeInstances: machine(
        root,
        ["/dev/sdf", "vol-1", "attached", false],
        ["/dev/sdg", "vol-2", "attaching", false],
        ["/dev/sdh", "vol-3", "detaching", false],
      ),
    });
    const located = ec2.of("locatedVolume");
    const all = await gather(located.list({ parent: "i-1" }, context()));
    expect(all.map((native) => shown(located, native))).toEqual([
      { initialLocation: "/dev/sdf", volume: { href: "volumes/vol-1" }, nativeId: "vol-1" },
      { initialLocation: "/dev/sdh", volume: { href: "volumes/vol-3" }, nativeId: "vol-3" },
    ]);
  });

  it("of many machines are one call", async () => {
    const ec2 = await scripted({ DescribeInstances: machine(root, ["/dev/sdf", "vol-1", "attached", false]) });
    const located = ec2.of("locatedVolume");
    const within = await located.listWithin!(["i-1", "i-2"], context(), new Map());
    expect([...within].map(([id, all]) => [id, all.map((native) => located.identify(native).id)])).toEqual([["i-1", ["vol-1"]]]);
    expect(ec2.forms("DescribeInstances")).toHaveLength(1);
    expect(ec2.forms("DescribeInstances")[0]).toMatchObject({ "Filter.1.Name": "instance-id", "Filter.1.Value.2": "i-2" });
  });

  it("of machines that were read just before cost no call", async () => {
    const ec2 = await scripted({ DescribeInstances: machine(root, ["/dev/sdf", "vol-1", "attached", false]) });
    const [located, machines] = [ec2.of("locatedVolume"), await ec2.of("Machine").read(["i-1"], context())];
    const within = await located.listWithin!(["i-1"], context(), machines);
    const alone = await gather(located.list({ parent: "i-1", holder: machines.get("i-1") }, context()));
    expect([...within.get("i-1")!, ...alone].map((native) => located.identify(native).id)).toEqual(["vol-1", "vol-1"]);
    expect(ec2.calls.map(({ action }) => action)).toEqual(["DescribeInstances"]);
  });

  it("take the first free device, or the wished one", async () => {
    const ec2 = await scripted({
      DescribeInstances: machine(root, ["/dev/xvdf", "vol-2", "attached", false]),
      AttachVolume: answered("AttachVolume"),
    });
    await ec2.of("locatedVolume").create!(connect(), writing());
    await ec2.of("locatedVolume").create!(connect({ initialLocation: "/dev/sdz" }), writing());
    expect(ec2.forms("AttachVolume").map((form) => form.Device)).toEqual(["/dev/sdg", "/dev/sdz"]);
  });

  it("are tried again when another was quicker to take the device, unless that one was wished for", async () => {
    const answers = {
      DescribeInstances: machine(root),
      AttachVolume: refused("InvalidParameterValue", "Attachment point /dev/sdf is already in use"),
    };
    const ec2 = await scripted(answers);
    await expect(ec2.of("locatedVolume").create!(connect(), writing())).rejects.toMatchObject({
      kind: "unavailable",
      retryAfter: 1,
    });
    await expect(ec2.of("locatedVolume").create!(connect({ initialLocation: "/dev/sdf" }), writing())).rejects.toMatchObject({
      kind: "invalid",
    });
  });

  it("that were interrupted are found at the volume", async () => {
    const volume =
      "<volumeSet><item><volumeId>vol-1</volumeId><status>in-use</status><attachmentSet><item><instanceId>i-1</instanceId><status>attaching</status></item></attachmentSet></item></volumeSet>";
    const ec2 = await scripted({ DescribeVolumes: answered("DescribeVolumes", volume) });
    expect(await ec2.of("locatedVolume").create!(connect(), writing(["create"]))).toEqual({ id: "vol-1" });
  });

  it("end with DetachVolume", async () => {
    const ec2 = await scripted({ DetachVolume: answered("DetachVolume") });
    expect(await ec2.of("locatedVolume").delete!("vol-1", writing(), "i-1")).toEqual({ id: "vol-1", requestId: "req-1" });
    expect(ec2.forms("DetachVolume")[0]).toMatchObject({ VolumeId: "vol-1", InstanceId: "i-1" });
  });

  it("make a Disk by delete-on-termination, once they are there", async () => {
    const ec2 = await scripted({
      DescribeInstances: machine(root, ["/dev/sdf", "vol-9", "attaching", false]),
      CreateVolume: answered("CreateVolume", "<volumeId>vol-9</volumeId>"),
      AttachVolume: answered("AttachVolume"),
      ModifyInstanceAttribute: answered("ModifyInstanceAttribute"),
    });
    const course = writing();
    await ec2.of("Disk").create!(request({ capacity: 5_000_000 }, { parent: "i-1" }), course);
    expect(course.course).toEqual(["create", "Volume vol-9 AVAILABLE", "attach", "keep"]);
    expect(ec2.forms("CreateVolume")[0]).toMatchObject({ Size: "5", ClientToken: "token-create" });
    expect(ec2.forms("ModifyInstanceAttribute")[0]).toMatchObject({
      "BlockDeviceMapping.1.DeviceName": "/dev/sdf",
      "BlockDeviceMapping.1.Ebs.DeleteOnTermination": "true",
    });
  });

  it("of a root are not removed", async () => {
    const ec2 = await scripted({ DescribeInstances: machine(root) });
    await expect(ec2.of("Disk").delete!("vol-root", writing(), "i-1")).rejects.toMatchObject({ kind: "conflict" });
    expect(ec2.forms("DetachVolume")).toEqual([]);
  });
});

describe("settings", () => {
  const given = { region: "eu-west-1" };

  it("have defaults", () =>
    expect(readSettings(given)).toEqual({
      region: "eu-west-1",
      owners: ["self"],
      names: [],
      networkPrefix: "10.0.0.0/16",
      firewallRules: 60,
      volumeType: "gp3",
      hibernation: false,
      cpuSpeeds: {},
      tagPrefixes: [],
      scope: {},
      attempts: 3,
      maxConnections: 32,
    }));

  it.each([
    [{}, "region is missing"],
    [{ ...given, "images.owners": ["self", "amazon"] }, "images.names is missing"],
    [{ ...given, "credentials.accessKeyId": "a" }, "both accessKeyId and secretAccessKey"],
    [{ ...given, networkPrefix: "10.0.0.0/8" }, "networkPrefix must be an IPv4 prefix of /16 to /28"],
    [{ ...given, networkPrefix: "10.0.0.7/16" }, "not 10.0.0.7/16"],
    [{ ...given, networkPrefix: "2001:db8::/64" }, "networkPrefix must be an IPv4 prefix"],
  ])("%j are refused: %s", (settings, message) => expect(() => readSettings(settings)).toThrow(message));

  it("mark every secret", () =>
    expect(settings.filter(({ secret }) => secret).map(({ name }) => name)).toEqual([
      "credentials.secretAccessKey",
      "credentials.sessionToken",
    ]));

  it("open an adapter without a call", async () => {
    const log = { debug() {}, info() {}, warn() {}, error() {} };
    const { open }: AdapterPackage = ec2Package;
    const adapter = await open({
      cloud: "aws",
      settings: { ...given, endpoint: "http://127.0.0.1:9" },
      folder: "",
      clock: stillClock(),
      log,
    });
    expect([adapter.name, Object.keys(adapter.resources).sort()]).toEqual([
      "ec2",
      [
        "Credential",
        "Disk",
        "Machine",
        "MachineConfiguration",
        "MachineImage",
        "Network",
        "NetworkInterface",
        "NetworkService",
        "ProtocolEndpoint",
        "ProtocolSegment",
        "Volume",
        "VolumeImage",
        "locatedVolume",
      ],
    ]);
    await adapter.close!();
  });
});

describe("an answer", () => {
  it("ends at its limit", async () => {
    const limit = limiter(10);
    const ended = new Promise((resolve) => limit.on("error", resolve));
    limit.resume();
    limit.write(Buffer.alloc(10));
    limit.write(Buffer.alloc(1));
    expect(await ended).toBeInstanceOf(ProviderFault);
  });
});
