import { describe, expect, it } from "@jest/globals";
import {
  adapters,
  filesUnder,
  importsOf,
  isForTests,
  packageIn,
  packages,
  productSources,
  textOf,
  workspaces,
} from "./sources.js";

/** Words by which a provider, or an API of one, is known. Whole words: "supernova" is none. */
const PROVIDERS = /\b(ec2|ebs|ami|aws|amazon|azure|gce|google|gcp|openstack|nova|cinder|glance|keystone|neutron|moto)\b/gi;
const NEUTRAL: ReadonlySet<string> = new Set(["model", "adapter", "store", "core"]);

const neutralSources = packages
  .filter(({ folder }) => NEUTRAL.has(folder.replace("packages/", "")))
  .flatMap(({ sources }) => sources);
const productFiles = workspaces.flatMap(productSources);

/** `file: what was found there`. */
const findings = (paths: readonly string[], pattern: RegExp): readonly string[] =>
  paths.flatMap((path) => [...textOf(path).matchAll(pattern)].map(([found]) => `${path}: ${found}`));

const importers = (name: string): readonly string[] =>
  productFiles.filter((path) => importsOf(textOf(path)).some((specifier) => packageIn(specifier) === name));

describe("what knows what", () => {
  it("no provider is named in model, adapter, store and core", () => {
    expect(neutralSources.length).toBeGreaterThan(100);
    expect(findings(neutralSources, PROVIDERS)).toEqual([]);
  });

  it("Express is in one file, of the server", () => {
    expect(importers("express")).toHaveLength(1);
    expect(importers("express")[0]).toMatch(/^packages\/server\/src\//);
  });

  it("sockets are opened and listened on by the server and by adapters only", () => {
    const netting = productFiles.filter((path) =>
      importsOf(textOf(path)).some((specifier) => /^node:(http|https|http2|net|tls|dgram)$/.test(specifier)),
    );
    expect(netting.filter((path) => !/^(packages\/server|adapters)\//.test(path))).toEqual([]);
  });

  it("the environment is read by the server only", () => {
    const outside = productFiles.filter((path) => !path.startsWith("packages/server/"));
    expect(findings(outside, /\bprocess\.env\b/g)).toEqual([]);
  });

  it("time comes from the injected clock", () => {
    const timed = productFiles.filter((path) => !path.startsWith("packages/server/") && path !== "packages/adapter/src/clock.ts");
    expect(findings(timed, /\bDate\.now\(|new Date\(\)|\bset(?:Timeout|Interval)\(/g)).toEqual([]);
  });

  it("no module keeps a variable between calls", () => {
    expect(findings(productFiles, /^(?:export )?(?:let|var) \w+/gm)).toEqual([]);
  });

  it("SDKs are loaded when a cloud is opened: in adapters they are imported as types, else by import()", () => {
    const files = adapters.flatMap(productSources);
    expect(files.length).toBeGreaterThan(0);
    expect(findings(files, /^import (?!type )[^;]*? from "(?:@aws-sdk|@azure|@google-cloud|axios)[^"]*"/gm)).toEqual([]);
  });

  it("none of our modules is replaced in a test, no lint rule and no type check is switched off", () => {
    const all = workspaces.flatMap(({ sources }) => sources);
    expect(
      findings(all, /\bjest\.(?:unstable_)?(?:mock|mockModule|doMock)\(|biome-ignore|@ts-(?:ignore|expect-error|nocheck)/g),
    ).toEqual([]);
    expect(all.some(isForTests)).toBe(true);
  });

  it("no value is said to have a type that has nothing to do with its own", () => {
    const all = ["packages", "adapters", "test"].flatMap(filesUnder).filter((path) => /\.m?ts$/.test(path));
    expect(all.length).toBeGreaterThan(500);
    expect(findings(all, /\bas\s+(?:unknown|any)\s+as\b/g)).toEqual([]);
  });
});
