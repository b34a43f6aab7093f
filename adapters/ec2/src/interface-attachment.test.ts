import { describe, expect, it } from "@jest/globals";
import { answered, refused, request, scripted, writing } from "./testing.js";

/** An interface as DescribeNetworkInterfaces prints it. */
const shownAs = (more: string, address = "<privateIpAddress>10.0.1.5</privateIpAddress>"): string =>
  answered(
    "DescribeNetworkInterfaces",
    `<networkInterfaceSet><item><networkInterfaceId>eni-1</networkInterfaceId><subnetId>subnet-1</subnetId><status>available</status>
     ${address}${more}</item></networkInterfaceSet>`,
  );

describe("what EC2 does not show yet of an interface is waited for, as the step is sent again (RELIABILITY, A3)", () => {
  const running = answered(
    "DescribeInstances",
    "<reservationSet><item><instancesSet><item><instanceId>i-1</instanceId><instanceState><name>running</name></instanceState></item></instancesSet></item></reservationSet>",
  );

  it("where another was quicker to take its place in the machine", async () => {
    const ec2 = await scripted({
      DescribeNetworkInterfaces: shownAs(""),
      DescribeInstances: running,
      AttachNetworkInterface: refused(
        "InvalidParameterValue",
        "Instance 'i-1' already has an interface attached at device index '1'.",
      ),
    });
    const { insert } = ec2.of("Machine").collections!.interfaces!;
    await expect(insert!("i-1", "eni-1", writing())).rejects.toMatchObject({ kind: "unavailable", retryAfter: 1 });
  });

  it("where its attachment has no id yet by which it could be detached", async () => {
    const attachment =
      "<attachment><attachmentId></attachmentId><instanceId>i-1</instanceId><deviceIndex>1</deviceIndex><status>attaching</status></attachment>";
    const ec2 = await scripted({ DescribeNetworkInterfaces: shownAs(attachment) });
    const { remove } = ec2.of("Machine").collections!.interfaces!;
    await expect(remove!("i-1", "eni-1", writing())).rejects.toMatchObject({ kind: "unavailable" });
    expect(ec2.forms("DetachNetworkInterface")).toEqual([]);
  });

  it("where the address that an endpoint is to claim is not there at the second look", async () => {
    const unclaimed = "<tagSet><item><key>cimi-primary</key><value></value></item></tagSet>";
    let looks = 0;
    const ec2 = await scripted({
      DescribeNetworkInterfaces: () => (looks++ === 0 ? shownAs(unclaimed) : shownAs(unclaimed, "")),
    });
    const template = { segment: { href: "segments/subnet-1" }, interface: { href: "interfaces/eni-1" } };
    await expect(ec2.of("ProtocolEndpoint").create!(request(template), writing())).rejects.toMatchObject({
      kind: "unavailable",
      message: expect.stringContaining("shows no address yet"),
    });
  });
});
