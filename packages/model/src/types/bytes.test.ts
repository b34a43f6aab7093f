import { describe, expect, it } from "@jest/globals";
import { fromJson, fromXml, readingIn, toJson, toXml } from "../testing/codec.js";
import { base64, bytes, publicKey } from "./bytes.js";

const reading = readingIn(2);

describe("5.5.9: byte[]", () => {
  // [5.5.9-2..3]
  it("is a string in JSON and xs:hexBinary in XML", () => {
    expect([toJson(bytes, "AP+A", 2), toXml(bytes, "digest", "AP+A", 2)]).toEqual(['"AP+A"', "<digest>00FF80</digest>"]);
    expect([fromJson(bytes, '"AP+A"', reading), fromXml(bytes, "<digest> 00ff80 </digest>", reading)]).toEqual(["AP+A", "AP+A"]);
  });

  it("no bytes at all are a value (5.5.15)", () => {
    expect(bytes.isEmpty("")).toBe(false);
    expect(fromXml(bytes, "<digest/>", reading)).toBe("");
  });

  it("refuses what is neither", () => {
    expect(() => fromJson(bytes, '"?"', reading)).toThrow("expected Base64");
    expect(() => fromJson(bytes, '"AAA"', reading)).toThrow("expected Base64");
    expect(() => fromXml(bytes, "<digest>ABC</digest>", reading)).toThrow("expected xs:hexBinary");
  });
});

describe("5.14.3: userData is Base64 in both formats", () => {
  // [5.14.3-6]
  it("is kept, without line breaks", () => {
    expect([toJson(base64, "QQ==", 2), toXml(base64, "userData", "QQ==", 2)]).toEqual(['"QQ=="', "<userData>QQ==</userData>"]);
    expect(fromXml(base64, "<userData>QUJD\n RA==\n</userData>", reading)).toBe("QUJDRA==");
    expect(() => fromJson(base64, '"#!/bin/sh"', reading)).toThrow("expected Base64");
  });
});

describe("Table 24: a public key", () => {
  const key = "ssh-ed25519 AAAAC3Nz somebody@example";
  const hexadecimal = Buffer.from(key).toString("hex");
  const packed = Buffer.from(key).toString("base64");

  it("is SSH's text in JSON and its hexadecimal digits in XML, as the schema has it", () => {
    expect([toJson(publicKey, key, 1), toXml(publicKey, "key", key, 1)]).toEqual([
      JSON.stringify(key),
      `<key>${hexadecimal.toUpperCase()}</key>`,
    ]);
  });

  it.each([key, ` ${key}\n`, hexadecimal, hexadecimal.toUpperCase(), packed])("is read from %j in either format", (given) => {
    expect(fromJson(publicKey, JSON.stringify(given), reading)).toBe(key);
    expect(fromXml(publicKey, `<key>${given}</key>`, reading)).toBe(key);
  });

  it("digits that are no text are refused, for they would not survive", () => {
    expect(() => fromXml(publicKey, "<key>00FF80</key>", reading)).toThrow("expected a public key as SSH writes it");
    expect(() => fromXml(publicKey, "<key>410042</key>", reading)).toThrow("holds a character that XML cannot carry");
  });
});
