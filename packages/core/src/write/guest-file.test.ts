import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "@jest/globals";
import { GUEST_FILE, injecting } from "./guest-file.js";

interface Part {
  readonly type: string;
  readonly body: string;
}

const BOUNDARY = /boundary="([^"]+)"/;

/** The parts that cloud-init handles, in its order: it walks through nested messages. */
function partsOf(message: string): readonly Part[] {
  const cut = message.indexOf("\n\n");
  const [head, body] = [message.slice(0, cut), message.slice(cut + 2)];
  const boundary = BOUNDARY.exec(head)?.[1];
  if (boundary !== undefined) {
    const inner = message.slice(message.indexOf(`--${boundary}\n`), message.indexOf(`\n--${boundary}--`));
    return inner
      .split(`--${boundary}\n`)
      .slice(1)
      .flatMap((part) => partsOf(part.replace(/\n$/, "")));
  }
  const isEncoded = /content-transfer-encoding: base64/i.test(head);
  const text = isEncoded ? Buffer.from(body, "base64").toString("latin1") : body;
  return [{ type: /content-type: ([^;\n]+)/i.exec(head)?.[1] ?? "", body: text }];
}

/** The cloud-config, which is JSON behind its first line. */
const parse = (config: string) => {
  expect(config.startsWith("#cloud-config\n")).toBe(true);
  return JSON.parse(config.replace(/^.*\n/, "")) as { merge_how: string; write_files: Written[] };
};

interface Written {
  readonly path: string;
  readonly permissions: string;
  readonly encoding: string;
  readonly content: string;
}

/** What the file in the guest holds, according to the cloud-config. */
function fileOf(config: string): Buffer {
  const [file, ...others] = parse(config).write_files;
  expect([others, file!.path, file!.permissions]).toEqual([[], GUEST_FILE, "0600"]);
  const bytes = Buffer.from(file!.content, "base64");
  return file!.encoding === "gz+b64" ? gunzipSync(bytes) : bytes;
}

const everyByte = Buffer.from(Array.from({ length: 256 }, (_, index) => index));

describe("data for the guest becomes /var/lib/cimi/user-data (5.14.3)", () => {
  it.each([
    ["text", Buffer.from("hello")],
    ["every byte that there is", everyByte],
    ["digits, which are no number", Buffer.from("\x00\x10\x83")],
    ["what looks like the end of the document", Buffer.from('"\n---\n...\n')],
    ["a comment that cloud-init does not know", Buffer.from("# settings\na = 1\n")],
    ["16 KiB of one letter", Buffer.alloc(16_384, "a")],
  ])("%s: as a cloud-config that writes these bytes", (_, data) => {
    expect(fileOf(injecting(data).toString()).equals(data)).toBe(true);
  });

  it.each([
    "#!/bin/sh\necho hi\n",
    "#cloud-config\nwrite_files:\n- path: /etc/mine\n  content: x\n",
    "#include\nhttps://example.test/more\n",
    "#cloud-boothook\n#!/bin/sh\n",
    "#cloud-config-archive\n- content: x\n",
    "#part-handler\n",
    "## template: jinja\n#cloud-config\n",
  ])("%j goes to cloud-init as well, before the file", (text) => {
    const [own, file, ...more] = partsOf(injecting(Buffer.from(text)).toString("latin1"));
    expect([own, more]).toEqual([{ type: "text/plain", body: text }, []]);
    expect(file!.type).toBe("text/cloud-config");
    expect(fileOf(file!.body).toString()).toBe(text);
  });

  it("a MIME message keeps its parts, and the file holds all of it", () => {
    const message =
      'Content-Type: multipart/mixed; boundary="mine"\nMIME-Version: 1.0\n\n--mine\nContent-Type: text/x-shellscript\n\n#!/bin/sh\n--mine\nContent-Type: text/cloud-config\n\n#cloud-config\n--mine--\n';
    const parts = partsOf(injecting(Buffer.from(message)).toString("latin1"));
    expect(parts.slice(0, 2)).toEqual([
      { type: "text/x-shellscript", body: "#!/bin/sh" },
      { type: "text/cloud-config", body: "#cloud-config" },
    ]);
    expect(fileOf(parts[2]!.body).toString()).toBe(message);
  });

  it("what is compressed goes to cloud-init compressed", () => {
    const data = gzipSync("#!/bin/sh\n");
    const [own, file] = partsOf(injecting(data).toString("latin1"));
    expect([own!.type, gunzipSync(Buffer.from(own!.body, "latin1")).toString()]).toEqual(["application/x-gzip", "#!/bin/sh\n"]);
    expect(fileOf(file!.body).equals(data)).toBe(true);
  });

  it("the same data gives the same bytes, so that a repeated call is the same call (RELIABILITY, A1)", () => {
    for (const data of [everyByte, Buffer.from("#!/bin/sh\n")]) expect(injecting(data).equals(injecting(data))).toBe(true);
  });

  it("the file joins those that the consumer's own cloud-config writes", () => {
    const [, file] = partsOf(injecting(Buffer.from("#cloud-config\nwrite_files: []\n")).toString("latin1"));
    expect(parse(file!.body).merge_how).toBe("list(append)+dict(no_replace,recurse_list)+str()");
  });
});
