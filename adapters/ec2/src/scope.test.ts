import { gather, reference } from "@cimi-gateway/adapter";
import type { ResourceName } from "@cimi-gateway/model";
import { describe, expect, it } from "@jest/globals";
import { readSettings } from "./read-settings.js";
import { isInside } from "./scope.js";
import { answered, context, request, type Scripted, scripted, writing } from "./testing.js";

const SCOPE = { "scope.tags": { team: "blue", cost: 7 } };
const INSIDE = { team: "blue", cost: "7" };

const tagSet = (tags: Readonly<Record<string, string>>): string =>
  `<tagSet>${Object.entries(tags)
    .map(([key, value]) => `<item><key>${key}</key><value>${value}</value></item>`)
    .join("")}</tagSet>`;

type Item = (id: string, tags: string) => string;
const LISTS: Readonly<Record<string, readonly [action: string, set: string, item: Item]>> = {
  Machine: [
    "DescribeInstances",
    "reservationSet",
    (id, tags) =>
      `<instancesSet><item><instanceId>${id}</instanceId><instanceState><name>running</name></instanceState>${tags}</item></instancesSet>`,
  ],
  Volume: ["DescribeVolumes", "volumeSet", (id, tags) => `<volumeId>${id}</volumeId><status>available</status>${tags}`],
  VolumeImage: [
    "DescribeSnapshots",
    "snapshotSet",
    (id, tags) => `<snapshotId>${id}</snapshotId><status>completed</status>${tags}`,
  ],
  MachineImage: [
    "DescribeImages",
    "imagesSet",
    (id, tags) => `<imageId>${id}</imageId><imageState>available</imageState>${tags}`,
  ],
  Credential: ["DescribeKeyPairs", "keySet", (id, tags) => `<keyName>${id}</keyName>${tags}`],
};

/** What EC2 would answer if it knew no filters: one thing inside, three outside. */
function listed(type: string): string {
  const [action, set, item] = LISTS[type]!;
  const bearers = { in: INSIDE, none: {}, half: { team: "blue" }, other: { team: "red", cost: "7" } };
  const items = Object.entries(bearers).map(([id, tags]) => `<item>${item(id, tagSet(tags))}</item>`);
  return answered(action, `<${set}>${items.join("")}</${set}>`);
}

/** The filters of a form, by name. */
function filters(form: Readonly<Record<string, string>>): Record<string, string | undefined> {
  const names = Object.entries(form).filter(([key]) => /^Filter\.\d+\.Name$/.test(key));
  return Object.fromEntries(names.map(([key, name]) => [name, form[key.replace("Name", "Value.1")]]));
}

/** The tags in a form, by the type of what is tagged. */
function tagged(form: Readonly<Record<string, string>>): Record<string, Record<string, string | undefined>> {
  const types = Object.entries(form).filter(([key]) => /^TagSpecification\.\d+\.ResourceType$/.test(key));
  return Object.fromEntries(
    types.map(([key, type]) => {
      const prefix = key.replace("ResourceType", "Tag.");
      const keys = Object.entries(form).filter(([name]) => name.startsWith(prefix) && name.endsWith(".Key"));
      return [type, Object.fromEntries(keys.map(([name, tag]) => [tag, form[name.replace(/Key$/, "Value")]]))];
    }),
  );
}

describe("what is outside the scope is invisible (Contract, Safety per cloud)", () => {
  it.each(Object.keys(LISTS) as ResourceName[])(
    "in lists and reads of %s, by filters and by a look at the answer",
    async (type) => {
      const [action] = LISTS[type]!;
      const ec2 = await scripted({ [action]: listed(type) }, SCOPE);
      const adapter = ec2.of(type);
      const all = await gather(adapter.list({}, context()));
      expect(all.map((native) => adapter.identify(native).id)).toEqual(["in"]);
      expect([...(await adapter.read(["in", "none", "half", "other"], context())).keys()]).toEqual(["in"]);
      expect(filters(ec2.forms(action)[0]!)).toEqual({ "tag:team": "blue", "tag:cost": "7" });
      expect(filters(ec2.forms(action)[1]!)).toMatchObject({ "tag:team": "blue", "tag:cost": "7" });
    },
  );

  it("but images of other owners, which the configuration names, stay", async () => {
    const catalogue = { "images.owners": ["self", "amazon"], "images.names": ["al2023-*"] };
    const ec2 = await scripted({ DescribeImages: listed("MachineImage") }, { ...SCOPE, ...catalogue });
    const images = ec2.of("MachineImage");
    const all = await gather(images.list({}, context()));
    expect(all.map((native) => [images.identify(native).id, images.deletable!(native)])).toEqual([
      ["in", true],
      ["in", false],
      ["none", false],
      ["half", false],
      ["other", false],
    ]);
    expect(filters(ec2.forms("DescribeImages")[1]!)).toEqual({ name: "al2023-*" });
  });

  it("and a volume outside is not seen through a machine inside", async () => {
    const mapping = (id: string) =>
      `<item><deviceName>/dev/sdf</deviceName><ebs><volumeId>${id}</volumeId><status>attached</status><deleteOnTermination>false</deleteOnTermination></ebs></item>`;
    const machine = `<item><instancesSet><item><instanceId>i-1</instanceId><instanceState><name>running</name></instanceState>${tagSet(INSIDE)}
      <blockDeviceMapping>${mapping("in")}${mapping("none")}</blockDeviceMapping></item></instancesSet></item>`;
    const DescribeInstances = answered("DescribeInstances", `<reservationSet>${machine}</reservationSet>`);
    const seen = async (settings: object) => {
      const ec2 = await scripted({ DescribeInstances, DescribeVolumes: listed("Volume") }, { ...settings });
      const located = ec2.of("locatedVolume");
      const all = await gather(located.list({ parent: "i-1" }, context()));
      return [all.map((native) => located.identify(native).id), ec2.forms("DescribeVolumes").length];
    };
    expect(await seen(SCOPE)).toEqual([["in"], 1]);
    expect(await seen({})).toEqual([["in", "none"], 0]);
  });

  it("a root of a machine outside is no Volume, although its machine cannot be asked", async () => {
    const root = `<item><volumeId>vol-r</volumeId><status>in-use</status>${tagSet(INSIDE)}<attachmentSet><item><instanceId>i-out</instanceId><device>/dev/xvda</device>
      <status>attached</status><deleteOnTermination>false</deleteOnTermination></item></attachmentSet></item>`;
    const answers = {
      DescribeVolumes: answered("DescribeVolumes", `<volumeSet>${root}</volumeSet>`),
      DescribeInstances: answered("DescribeInstances", "<reservationSet/>"),
    };
    expect(await gather((await scripted(answers, SCOPE)).of("Volume").list({}, context()))).toEqual([]);
  });
});

describe("what is made gets the tags of the scope in the same call", () => {
  const made = async (act: (ec2: Scripted) => Promise<unknown>, action: string, answer: string) => {
    const ec2 = await scripted(
      {
        [action]: answered(action, answer),
        DescribeInstances: listed("Machine"),
        DescribeInstanceTypes: answered("DescribeInstanceTypes"),
      },
      { ...SCOPE, zone: "eu-west-1a" },
    );
    await act(ec2);
    return tagged(ec2.forms(action)[0]!);
  };

  it("a machine with its volumes and interfaces", async () => {
    const template = {
      machineConfig: reference("MachineConfiguration", "t3.micro"),
      machineImage: reference("MachineImage", "ami-1"),
    };
    const run = (ec2: Scripted) => ec2.of("Machine").create!(request(template, { name: "web" }), writing());
    expect(await made(run, "RunInstances", "<instancesSet><item><instanceId>i-1</instanceId></item></instancesSet>")).toEqual({
      instance: { "cimi-op": "id-1", Name: "web", ...INSIDE },
      volume: INSIDE,
      "network-interface": INSIDE,
    });
  });

  it("a volume", async () => {
    const create = (ec2: Scripted) => ec2.of("Volume").create!(request({ volumeConfig: { value: { capacity: 1 } } }), writing());
    expect(await made(create, "CreateVolume", "<volumeId>vol-1</volumeId>")).toEqual({
      volume: { "cimi-op": "id-1", ...INSIDE },
    });
  });

  it("an image with its snapshots", async () => {
    const capture = (ec2: Scripted) => ec2.of("Machine").operations!.capture!.run("in", { creates: request({}) }, writing());
    expect(await made(capture, "CreateImage", "<imageId>ami-1</imageId>")).toMatchObject({ image: INSIDE, snapshot: INSIDE });
  });

  it("a snapshot, and a key pair", async () => {
    const snapshot = (ec2: Scripted) => ec2.of("Volume").operations!.snapshot!.run("in", { creates: request({}) }, writing());
    expect(await made(snapshot, "CreateSnapshot", "<snapshotId>snap-1</snapshotId>")).toMatchObject({ snapshot: INSIDE });
    const key = (ec2: Scripted) => ec2.of("Credential").create!(request({ parameters: { key: "ssh-rsa A" } }), writing());
    expect(await made(key, "ImportKeyPair", "<keyName>cimi-id-1</keyName>")).toMatchObject({ "key-pair": INSIDE });
  });

  it("and its properties cannot name them: the refusal names the key", async () => {
    const ec2 = await scripted({ DescribeVolumes: listed("Volume") }, SCOPE);
    const refusal = { kind: "invalid", message: expect.stringContaining('"team"') };
    const properties = { team: "red" };
    const volume = ec2.of("Volume");
    await expect(
      volume.create!(request({ volumeConfig: { value: { capacity: 1 } } }, { properties, location: "eu-west-1a" }), writing()),
    ).rejects.toMatchObject(refusal);
    await expect(volume.update!("in", { properties }, writing())).rejects.toMatchObject(refusal);
    expect(ec2.calls.map(({ action }) => action)).toEqual(["DescribeVolumes"]);
  });

  it("which are no properties, also where somebody wrote them as such before, and stay when properties go", async () => {
    const tags = { ...INSIDE, a: "1", "cimi-properties": '["team","a"]' };
    const item = `<item><volumeId>in</volumeId><status>available</status>${tagSet(tags)}</item>`;
    const answers = {
      DescribeVolumes: answered("DescribeVolumes", `<volumeSet>${item}</volumeSet>`),
      DeleteTags: answered("DeleteTags"),
    };
    const ec2 = await scripted(answers, { ...SCOPE, tagPrefixes: ["cost"] });
    const volume = ec2.of("Volume");
    const native = (await volume.read(["in"], context())).get("in");
    expect(volume.attributes.properties!(native)).toEqual({ a: "1" });
    await volume.update!("in", { properties: null }, writing());
    expect(ec2.forms("DeleteTags")).toEqual([expect.objectContaining({ "Tag.1.Key": "a", "Tag.2.Key": "cimi-properties" })]);
    expect(ec2.forms("DeleteTags")[0]).not.toHaveProperty("Tag.3.Key");
  });
});

describe("an ARN of something outside names nothing", () => {
  const open = () =>
    scripted(
      {
        DescribeSnapshots: listed("VolumeImage"),
        DescribeImages: listed("MachineImage"),
        CopySnapshot: answered("CopySnapshot", "<snapshotId>snap-2</snapshotId>"),
      },
      SCOPE,
    );
  const NOTHING = answered("DescribeSnapshots", "<snapshotSet/>");

  it.each([
    ["VolumeImage", "arn:aws:ec2:eu-west-1::snapshot/snap-0f"],
    ["VolumeImage", "arn:aws:ec2:us-east-1::snapshot/snap-0f"],
    ["MachineImage", "arn:aws:ec2:eu-west-1::image/ami-0f"],
    ["MachineImage", "arn:aws:ec2:eu-west-1::snapshot/snap-0f"],
  ] as const)("%s of %s is refused before anything is made", async (type, imageLocation) => {
    const ec2 = await open();
    const refused = ec2.of(type).create!(request({ imageLocation }), writing());
    await expect(refused).rejects.toMatchObject({
      kind: "invalid",
      message: expect.stringMatching(/there is no (image|snapshot)/),
    });
    expect(ec2.calls.filter(({ action }) => !action.startsWith("Describe"))).toEqual([]);
  });

  it("without a scope it is EC2 that knows what may be read", async () => {
    const ec2 = await scripted({
      DescribeSnapshots: NOTHING,
      CopySnapshot: answered("CopySnapshot", "<snapshotId>snap-2</snapshotId>"),
    });
    const location = "arn:aws:ec2:us-east-1::snapshot/snap-0f";
    await ec2.of("VolumeImage").create!(request({ imageLocation: location }), writing());
    expect(ec2.calls.map(({ action }) => action)).toEqual(["CopySnapshot"]);
  });
});

describe("the setting scope.tags", () => {
  const read = (tags: object) => readSettings({ region: "eu-west-1", "scope.tags": tags }).scope;

  it.each([
    [{ "aws:x": "1" }],
    [{ "cimi-op": "1" }],
    [{ Name: "web" }],
    [{ "": "1" }],
    [{ k: "v".repeat(257) }],
    [{ ["k".repeat(129)]: "" }],
  ])("refuses %j when the cloud is opened", (tags) => expect(() => read(tags)).toThrow(/^scope\.tags must/));

  it("is the whole account where it is absent", () => {
    expect(readSettings({ region: "eu-west-1" }).scope).toEqual({});
    expect(isInside({}, undefined)).toBe(true);
  });

  it("takes * and ? in values for what they are, and asks for an empty value by its key", async () => {
    const ec2 = await scripted({ DescribeVolumes: listed("Volume") }, { "scope.tags": { any: "a*?\\", none: "" } });
    await gather(ec2.of("Volume").list({}, context()));
    expect(filters(ec2.forms("DescribeVolumes")[0]!)).toEqual({ "tag:any": "a\\*\\?\\\\", "tag-key": "none" });
  });
});
