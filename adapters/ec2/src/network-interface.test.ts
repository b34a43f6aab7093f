import { gather } from "@cimi-gateway/adapter";
import { describe, expect, it } from "@jest/globals";
import { answered, context, refused, request, scripted, shown, writing } from "./testing.js";

/** DescribeNetworkInterfaces as the provider prints it (API reference, DescribeNetworkInterfaces, Example). */
const interfaces = (...items: readonly string[]): string =>
  answered(
    "DescribeNetworkInterfaces",
    `<networkInterfaceSet>${items.map((item) => `<item>${item}</item>`).join("")}</networkInterfaceSet>`,
  );
const attached = (machine: string, index: number, goes: boolean, status = "attached"): string =>
  `<attachment><attachmentId>eni-attach-1</attachmentId><instanceId>${machine}</instanceId><deviceIndex>${index}</deviceIndex>
   <status>${status}</status><deleteOnTermination>${goes}</deleteOnTermination></attachment>`;
const tag = (key: string, value: string): string => `<tagSet><item><key>${key}</key><value>${value}</value></item></tagSet>`;
const held = (more = "", status = "available"): string =>
  `<networkInterfaceId>eni-1</networkInterfaceId><subnetId>subnet-1</subnetId><vpcId>vpc-1</vpcId><availabilityZone>eu-west-1a</availabilityZone>
   <status>${status}</status><macAddress>02:00:5E:10:00:01</macAddress><privateIpAddress>10.0.1.5</privateIpAddress>
   <groupSet><item><groupId>sg-0</groupId></item></groupSet>
   <privateIpAddressesSet><item><privateIpAddress>10.0.1.5</privateIpAddress><primary>true</primary></item>
   <item><privateIpAddress>10.0.1.6</privateIpAddress><primary>false</primary></item></privateIpAddressesSet>
   <ipv6AddressesSet><item><ipv6Address>2001:DB8:0:0:0:0:0:5</ipv6Address></item></ipv6AddressesSet>${more}`;
const addresses = (content = ""): string =>
  answered(
    "DescribeAddresses",
    `<addressesSet><item><publicIp>203.0.113.7</publicIp><allocationId>eipalloc-1</allocationId>${content}</item></addressesSet>`,
  );
const segment = { href: "segments/subnet-1" };
const made = (...templates: readonly object[]) => ({
  following: templates.map((template) => ({ type: "ProtocolEndpoint", template })),
});
const empty = (action: string): string => answered(action);

describe("a new interface", () => {
  const CREATED = answered(
    "CreateNetworkInterface",
    "<networkInterface><networkInterfaceId>eni-1</networkInterfaceId></networkInterface>",
  );

  it("is where its first endpoint is, with the address of that one; ClientToken, marker and place in one call", async () => {
    const ec2 = await scripted({ CreateNetworkInterface: CREATED, DeleteNetworkInterface: empty("DeleteNetworkInterface") });
    const course = writing();
    const more = { name: "front", ...made({ segment, origin: "STATIC", address: "10.0.1.5" }) };
    expect(await ec2.of("NetworkInterface").create!(request({}, more), course)).toMatchObject({ id: "eni-1" });
    expect(ec2.forms("CreateNetworkInterface")[0]).toMatchObject({
      SubnetId: "subnet-1",
      PrivateIpAddress: "10.0.1.5",
      ClientToken: "token-create",
      "TagSpecification.1.ResourceType": "network-interface",
      "TagSpecification.1.Tag.1.Value": "id-1",
      "TagSpecification.1.Tag.2.Key": "cimi-primary",
      "TagSpecification.1.Tag.2.Value": "",
    });
    await course.undo();
    expect(ec2.forms("DeleteNetworkInterface")[0]).toMatchObject({ NetworkInterfaceId: "eni-1" });
  });

  it.each([
    ["no segment", {}, {}, /name it by an endpoint to make/],
    ["segments of two subnets", {}, made({ segment }, { segment: { href: "segments/subnet-2" } }), /subnet-1 and subnet-2/],
    ["a speed", { speed: 1000 }, made({ segment }), /speed: is not supported/],
    ["an address of the other protocol", {}, made({ segment, address: "2001:db8::1" }), /expected an address of IPv4/],
  ])("with %s is refused before any call", async (_what, template, more, message) => {
    const ec2 = await scripted({});
    await expect(async () => ec2.of("NetworkInterface").create!(request(template, more), writing())).rejects.toThrow(message);
    expect(ec2.calls).toEqual([]);
  });

  it("for a machine is attached at the first free place, and goes with it", async () => {
    const ec2 = await scripted({
      CreateNetworkInterface: CREATED,
      DescribeInstances: answered(
        "DescribeInstances",
        `<reservationSet><item><instancesSet><item><instanceId>i-1</instanceId><instanceState><name>running</name></instanceState>
         <networkInterfaceSet><item><attachment><deviceIndex>0</deviceIndex></attachment></item><item><attachment><deviceIndex>2</deviceIndex></attachment></item>
         </networkInterfaceSet></item></instancesSet></item></reservationSet>`,
      ),
      AttachNetworkInterface: empty("AttachNetworkInterface"),
      DescribeNetworkInterfaces: interfaces(held(attached("i-1", 1, false), "in-use")),
      ModifyNetworkInterfaceAttribute: empty("ModifyNetworkInterfaceAttribute"),
    });
    const course = writing();
    await ec2.of("NetworkInterface").create!(request({ machine: { href: "machines/i-1" } }, made({ segment })), course);
    expect(ec2.forms("AttachNetworkInterface")[0]).toMatchObject({ InstanceId: "i-1", DeviceIndex: "1" });
    expect(ec2.forms("ModifyNetworkInterfaceAttribute")[0]).toMatchObject({
      "Attachment.AttachmentId": "eni-attach-1",
      "Attachment.DeleteOnTermination": "true",
    });
    expect(course.course).toEqual(["create", "attach eni-1", "NetworkInterface eni-1 ENABLED", "keep eni-1"]);
  });
});

describe("interfaces", () => {
  it.each([
    ["attached", "in-use", "ENABLED"],
    ["attaching", "in-use", "CREATING"],
    ["detaching", "in-use", "DISABLED"],
  ])("that are %s are %s (PROVIDERS.md, section 6)", async (status, native, state) => {
    const ec2 = await scripted({ DescribeNetworkInterfaces: interfaces(held(attached("i-1", 1, false, status), native)) });
    const networkInterface = ec2.of("NetworkInterface");
    const [found] = await gather(networkInterface.list({}, context()));
    expect(shown(networkInterface, found)).toMatchObject({ state, machine: { href: "machines/i-1" }, nativeId: "eni-1" });
  });

  it.each([
    ["the first of a machine, with which it goes", attached("i-1", 0, true), false, true],
    ["the first of a machine, before which it was there", attached("i-1", 0, false), true, true],
    ["one of a service of EC2", "<requesterManaged>true</requesterManaged>", false, false],
    ["a free one", "", true, true],
  ])("%s: what is offered", async (_what, more, deletable, editable) => {
    const ec2 = await scripted({ DescribeNetworkInterfaces: interfaces(held(more)) });
    const networkInterface = ec2.of("NetworkInterface");
    const [found] = await gather(networkInterface.list({}, context()));
    expect([networkInterface.deletable!(found), networkInterface.editable!(found)]).toEqual([deletable, editable]);
  });

  it("that connect a machine are not deleted, and it is named", async () => {
    const ec2 = await scripted({ DescribeNetworkInterfaces: interfaces(held(attached("i-1", 1, false), "in-use")) });
    await expect(ec2.of("NetworkInterface").delete!("eni-1", writing())).rejects.toMatchObject({
      kind: "conflict",
      message: expect.stringContaining("connects the machine i-1"),
    });
  });

  it("of another machine are not inserted, the first one is not removed", async () => {
    const ec2 = await scripted({ DescribeNetworkInterfaces: interfaces(held(attached("i-1", 0, false), "in-use")) });
    const { insert, remove } = ec2.of("Machine").collections!.interfaces!;
    await expect(insert!("i-2", "eni-1", writing())).rejects.toThrow(/connects the machine i-1/);
    await expect(remove!("i-1", "eni-1", writing())).rejects.toThrow(/first of the machine i-1, which EC2 never detaches/);
    expect(ec2.calls.map(({ action }) => action)).toEqual(["DescribeNetworkInterfaces", "DescribeNetworkInterfaces"]);
  });

  it("are looked for when their attachment was interrupted", async () => {
    const ec2 = await scripted({ DescribeNetworkInterfaces: interfaces(held(attached("i-1", 1, false), "in-use")) });
    await ec2.of("Machine").collections!.interfaces!.insert!("i-1", "eni-1", writing(["attach eni-1"]));
    expect(ec2.forms("AttachNetworkInterface")).toEqual([]);
  });
});

describe("endpoints", () => {
  it("are the addresses of interfaces and Elastic IP addresses: two calls for all", async () => {
    const ec2 = await scripted({
      DescribeNetworkInterfaces: interfaces(held(tag("cimi-primary", "id-9"))),
      DescribeAddresses: addresses(),
    });
    const endpoint = ec2.of("ProtocolEndpoint");
    const all = await gather(endpoint.list({}, context()));
    expect(all.map((native) => endpoint.identify(native))).toEqual([
      { id: "subnet-1.10.0.1.5", marker: "id-9" },
      { id: "subnet-1.10.0.1.6" },
      { id: "subnet-1.2001:db8::5" },
      { id: "eni-1.ethernet" },
      { id: "eipalloc-1" },
    ]);
    expect(all.map((native) => [shown(endpoint, native).protocol, shown(endpoint, native).address])).toEqual([
      ["IPv4", "10.0.1.5"],
      ["IPv4", "10.0.1.6"],
      ["IPv6", "2001:db8::5"],
      ["Ethernet", "02:00:5e:10:00:01"],
      ["IPv4", "203.0.113.7"],
    ]);
    expect(all.map((native) => shown(endpoint, native).segment)).toEqual([
      { href: "segments/subnet-1" },
      { href: "segments/subnet-1" },
      { href: "segments/subnet-1.ipv6" },
      undefined,
      { href: "segments/internet.ipv4" },
    ]);
    expect(all.map((native) => endpoint.deletable!(native))).toEqual([false, true, true, false, true]);
    expect(ec2.calls).toHaveLength(2);
  });

  it("are read by their subnets and addresses, one call for each kind", async () => {
    const ec2 = await scripted({ DescribeNetworkInterfaces: interfaces(held()), DescribeAddresses: addresses() });
    const ids = ["subnet-1.10.0.1.6", "subnet-1.2001:db8::5", "eni-1.ethernet", "eipalloc-1", "subnet-2.10.0.1.6"];
    expect([...(await ec2.of("ProtocolEndpoint").read(ids, context())).keys()].sort()).toEqual(ids.slice(0, 4).sort());
    expect(ec2.calls).toHaveLength(4);
    expect(
      ec2
        .forms("DescribeNetworkInterfaces")
        .map((form) => form["Filter.2.Name"] ?? form["Filter.1.Name"])
        .sort(),
    ).toEqual(["addresses.private-ip-address", "ipv6-addresses.ipv6-address", "network-interface-id"]);
  });

  const template = { segment, interface: { href: "interfaces/eni-1" } };

  it("of a new interface claim the address that it was made with", async () => {
    const ec2 = await scripted({
      DescribeNetworkInterfaces: interfaces(held(tag("cimi-primary", ""))),
      CreateTags: empty("CreateTags"),
    });
    const course = writing();
    expect(await ec2.of("ProtocolEndpoint").create!(request(template), course)).toEqual({
      id: "subnet-1.10.0.1.5",
      overlay: { origin: "DYNAMIC" },
    });
    await course.undo();
    expect(ec2.forms("CreateTags").map((form) => form["Tag.1.Value"])).toEqual(["id-1", ""]);
  });

  it("are assigned to an interface that has its first one, and found when that was interrupted", async () => {
    const answers = {
      DescribeNetworkInterfaces: interfaces(held()),
      AssignPrivateIpAddresses: answered(
        "AssignPrivateIpAddresses",
        "<assignedPrivateIpAddressesSet><item><privateIpAddress>10.0.1.9</privateIpAddress></item></assignedPrivateIpAddressesSet>",
      ),
      UnassignPrivateIpAddresses: empty("UnassignPrivateIpAddresses"),
    };
    const ec2 = await scripted(answers);
    const course = writing();
    const static9 = { ...template, origin: "STATIC", address: "10.0.1.9" };
    expect(await ec2.of("ProtocolEndpoint").create!(request(static9, { name: "second" }), course)).toEqual({
      id: "subnet-1.10.0.1.9",
      overlay: { name: "second", origin: "STATIC" },
    });
    expect(ec2.forms("AssignPrivateIpAddresses")[0]).toMatchObject({ "PrivateIpAddress.1": "10.0.1.9" });
    await course.undo();
    expect(ec2.forms("UnassignPrivateIpAddresses")[0]).toMatchObject({ "PrivateIpAddress.1": "10.0.1.9" });
    await ec2.of("ProtocolEndpoint").create!(request(template), writing());
    expect(ec2.forms("AssignPrivateIpAddresses")[1]).toMatchObject({ SecondaryPrivateIpAddressCount: "1" });
  });

  it("of the external network are allocated with their marker, and connected", async () => {
    const ec2 = await scripted({
      AllocateAddress: answered("AllocateAddress", "<allocationId>eipalloc-1</allocationId>"),
      AssociateAddress: empty("AssociateAddress"),
      DescribeAddresses: addresses("<associationId>eipassoc-1</associationId>"),
      DisassociateAddress: empty("DisassociateAddress"),
      ReleaseAddress: empty("ReleaseAddress"),
    });
    const course = writing();
    const outside = { segment: { href: "segments/internet.ipv4" }, interface: { href: "interfaces/eni-1" } };
    expect(await ec2.of("ProtocolEndpoint").create!(request(outside), course)).toMatchObject({ id: "eipalloc-1" });
    expect(ec2.forms("AllocateAddress")[0]).toMatchObject({ Domain: "vpc", "TagSpecification.1.Tag.1.Value": "id-1" });
    expect(ec2.forms("AssociateAddress")[0]).toMatchObject({ NetworkInterfaceId: "eni-1", AllowReassociation: "false" });
    await course.undo();
    expect(ec2.calls.slice(-2).map(({ action }) => action)).toEqual(["DisassociateAddress", "ReleaseAddress"]);
  });

  it.each([
    ["no segment", { protocol: "IPv4" }, /segment: is missing/],
    ["no interface", { segment }, /interface: is missing/],
    ["another protocol than its segment", { ...template, protocol: "IPv6" }, /accepted: IPv4/],
    ["a MAC address", { ...template, protocol: "Ethernet" }, /its MAC address itself/],
    ["an address beside DYNAMIC", { ...template, origin: "DYNAMIC", address: "10.0.1.7" }, /must be absent/],
    ["no address beside STATIC", { ...template, origin: "STATIC" }, /address: is missing/],
    ["parameters", { ...template, parameters: { hostname: "a.example" } }, /parameters.hostname/],
  ])("with %s are refused before any call (Table 41)", async (_what, wished, message) => {
    const ec2 = await scripted({});
    await expect(async () => ec2.of("ProtocolEndpoint").create!(request(wished), writing())).rejects.toThrow(message);
    expect(ec2.calls).toEqual([]);
  });

  it("that are connected are inserted nowhere else and not released, and the holder is named", async () => {
    const ec2 = await scripted({ DescribeAddresses: addresses("<networkInterfaceId>eni-1</networkInterfaceId>") });
    const { insert } = ec2.of("NetworkInterface").collections!.endpoints!;
    await expect(insert!("eni-2", "eipalloc-1", writing())).rejects.toThrow(/connected to the interface eni-1/);
    await expect(ec2.of("ProtocolEndpoint").delete!("eipalloc-1", writing())).rejects.toThrow(/connected to the interface eni-1/);
  });

  it("of the external network move by update, private ones within their segment, first ones never", async () => {
    const ec2 = await scripted({
      DescribeAddresses: addresses("<associationId>eipassoc-1</associationId>"),
      AssociateAddress: empty("AssociateAddress"),
      DescribeNetworkInterfaces: ({ form }) =>
        form["Filter.1.Value.1"] === "eni-2" ? interfaces(held().replace("eni-1", "eni-2")) : interfaces(held()),
      AssignPrivateIpAddresses: empty("AssignPrivateIpAddresses"),
    });
    const { update } = ec2.of("ProtocolEndpoint");
    const changes = { interface: { href: "interfaces/eni-2" } };
    await update!("eipalloc-1", changes, writing());
    expect(ec2.forms("AssociateAddress")[0]).toMatchObject({ NetworkInterfaceId: "eni-2", AllowReassociation: "true" });
    await update!("subnet-1.10.0.1.6", changes, writing());
    expect(ec2.forms("AssignPrivateIpAddresses")[0]).toMatchObject({ NetworkInterfaceId: "eni-2", AllowReassignment: "true" });
    await expect(update!("subnet-1.10.0.1.5", changes, writing())).rejects.toThrow(/came with the interface eni-1/);
    await expect(update!("subnet-1.10.0.1.6", { interface: null }, writing())).rejects.toThrow(/on interfaces only/);
  });

  it("that are taken already are a conflict", async () => {
    const ec2 = await scripted({
      DescribeNetworkInterfaces: interfaces(held()),
      AssignPrivateIpAddresses: refused("InvalidIPAddress.InUse"),
    });
    const static9 = { ...template, origin: "STATIC", address: "10.0.1.9" };
    await expect(ec2.of("ProtocolEndpoint").create!(request(static9), writing())).rejects.toMatchObject({ kind: "conflict" });
  });
});

describe("machines with interfaces", () => {
  it("get them at launch; what was made for the machine goes with it (Contract)", async () => {
    const ec2 = await scripted({
      DescribeInstanceTypes: answered("DescribeInstanceTypes"),
      DescribeNetworkInterfaces: interfaces(held(attached("i-1", 0, false), "in-use"), held().replaceAll("eni-1", "eni-2")),
      RunInstances: answered("RunInstances", "<instancesSet><item><instanceId>i-1</instanceId></item></instancesSet>"),
      ModifyNetworkInterfaceAttribute: empty("ModifyNetworkInterfaceAttribute"),
    });
    const template = {
      machineConfig: { href: "machineConfigs/t3.micro" },
      machineImage: { href: "machineImages/ami-1" },
      interfaces: [{ href: "interfaces/eni-1" }, { href: "interfaces/eni-2" }],
    };
    await ec2.of("Machine").create!(request(template, { made: [{ href: "interfaces/eni-1" }] }), writing());
    const [form] = ec2.forms("RunInstances");
    expect(form).toMatchObject({
      "NetworkInterface.1.DeviceIndex": "0",
      "NetworkInterface.1.NetworkInterfaceId": "eni-1",
      "NetworkInterface.2.NetworkInterfaceId": "eni-2",
    });
    expect(form).not.toHaveProperty("NetworkInterface.1.DeleteOnTermination");
    expect(ec2.forms("ModifyNetworkInterfaceAttribute").map((each) => each.NetworkInterfaceId)).toEqual(["eni-1"]);
  });
});
