import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";

/** 5.14.3, image modification: where data for the guest is found. */
export const GUEST_FILE = "/var/lib/cimi/user-data";

/**
 * User data for cloud-init that leaves a file with these bytes in the guest, where it stays. What cloud-init understands by itself is
 * handed to it as well, before the file: MIME parts are handled in their order (cloud-init, "User data formats").
 */
export function injecting(data: Buffer): Buffer {
  const config = configFor(data);
  const own = OWN.find(({ is }) => is(data));
  if (!own) return Buffer.from(config);
  const boundary = `cimi-${createHash("sha256").update(data).digest("hex")}`;
  const parts = [own.part(data), Buffer.from(`Content-Type: text/cloud-config; charset="utf-8"\n\n${config}`)];
  const begun = parts.flatMap((part) => [Buffer.from(`\n--${boundary}\n`), part]);
  const head = `Content-Type: multipart/mixed; boundary="${boundary}"\nMIME-Version: 1.0\n`;
  return Buffer.concat([Buffer.from(head), ...begun, Buffer.from(`\n--${boundary}--\n`)]);
}

/**
 * The file, which root alone reads: the data may be secret. It joins the files that the consumer's own cloud-config writes, which
 * would otherwise be the only ones (cloud-init, "Merging user-data sections").
 */
const configFor = (data: Buffer): string => {
  const file = { path: GUEST_FILE, permissions: "0600", ...contentOf(data) };
  const config = { merge_how: "list(append)+dict(no_replace,recurse_list)+str()", write_files: [file] };
  // YAML takes JSON as it is.
  return `#cloud-config\n${JSON.stringify(config, null, 1)}\n`;
};

/** Whichever is shorter. The gateway may prepare the same request again, so that the same data gives the same bytes. */
function contentOf(data: Buffer): { readonly encoding: string; readonly content: string } {
  const packed = gzipSync(data, { level: 9 });
  const [encoding, bytes] = packed.length < data.length ? ["gz+b64", packed] : ["b64", data];
  return { encoding, content: bytes.toString("base64") };
}

/** How cloud-init tells what is meant for it, and the MIME part by which it gets that beside something else. */
interface Form {
  is(data: Buffer): boolean;
  part(data: Buffer): Buffer;
}

/** RFC 2045, 6.8. */
const LINE = /.{76}/g;

const encoded =
  (type: string) =>
  (data: Buffer): Buffer =>
    Buffer.from(`Content-Type: ${type}\nContent-Transfer-Encoding: base64\n\n${data.toString("base64").replace(LINE, "$&\n")}`);

const beginning = (data: Buffer): string => data.subarray(0, 64).toString("latin1");

const OWN: readonly Form[] = [
  // A MIME message is a part as it is, nested.
  { is: (data) => /^(content-type|mime-version):/i.test(beginning(data)), part: (data) => data },
  { is: (data) => data[0] === 0x1f && data[1] === 0x8b, part: encoded("application/x-gzip") },
  // What text is, cloud-init finds out by its first line.
  {
    is: (data) => /^(#!|#(include|cloud-|part-handler|upstart-job)|## template:)/.test(beginning(data)),
    part: encoded("text/plain"),
  },
];
