import { describe, expect, it } from "@jest/globals";
import { encodeForm, filtersOf, groups, numbered, parseForm, withFilters, withNumbered } from "./form.js";
import { refuseMalformedIds } from "./identifiers.js";

describe("a form", () => {
  it("gives the values of a list in the order of their numbers", () => {
    const form = parseForm("A.10=j&A.2=b&A.1=a&AB.1=x&A.1.B=deep");
    expect(numbered(form, "A")).toEqual(["a", "b", "j"]);
  });

  it("gives the members of a list of structures", () => {
    const form = parseForm("D.1.Name=x&D.1.Ebs.Size=5&D.2.Name=y");
    expect(groups(form, "D").map((member) => Object.fromEntries(member))).toEqual([
      { Name: "x", "Ebs.Size": "5" },
      { Name: "y" },
    ]);
  });

  it("has its filters read and replaced, numbered from 1", () => {
    const form = parseForm("Action=X&Filter.1.Name=a&Filter.1.Value.1=1&Filter.2.Name=b&Filter.2.Value.1=2&Filter.2.Value.2=3");
    const [, second] = filtersOf(form);
    expect(second).toEqual({ name: "b", values: ["2", "3"] });
    const kept = withFilters(form, second ? [second] : []);
    expect(Object.fromEntries(kept)).toEqual({
      Action: "X",
      "Filter.1.Name": "b",
      "Filter.1.Value.1": "2",
      "Filter.1.Value.2": "3",
    });
  });

  it("has a list replaced, and is encoded for the wire", () => {
    expect(encodeForm(withNumbered(parseForm("Id.1=a&Id.2=b&C=%26"), "Id", ["z"]))).toBe("C=%26&Id.1=z");
  });
});

describe("ids", () => {
  it.each([
    ["InstanceId.1=i-12345678"],
    ["InstanceId=i-0123456789abcdef0"],
    ["BlockDeviceMapping.1.Ebs.SnapshotId=snap-0123456789abcdef0"],
    ["Filter.1.Value.1=anything&KeyPairId.1=whatever"],
  ])("that can be are accepted: %s", (body) => {
    expect(() => refuseMalformedIds(parseForm(body))).not.toThrow();
  });

  it.each([
    ["InstanceId.1=i-1234", "InvalidInstanceID.Malformed"],
    ["VolumeId=vol-0123456789abcdefg", "InvalidVolumeID.Malformed"],
    ["BlockDeviceMapping.2.Ebs.SnapshotId=x", "InvalidSnapshotID.Malformed"],
    ["SourceImageId=i-12345678", "InvalidAMIID.Malformed"],
  ])("that cannot be are refused: %s", (body, code) => {
    expect(() => refuseMalformedIds(parseForm(body))).toThrow(expect.objectContaining({ code }));
  });
});
