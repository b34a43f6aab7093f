import { InvalidValue, inside, shown } from "../fault.js";
import { addressFamily } from "../network/address.js";
import { address, hostName, wildcardName } from "../vocabulary/addresses.js";
import { list } from "../vocabulary/list.js";
import type { Notation } from "../vocabulary/notation.js";
import { clause, needed, place, sentence } from "../vocabulary/sentence.js";
import { anyText, oneOf, seconds, whole } from "../vocabulary/values.js";
import { family, key, vocabulary } from "../vocabulary/vocabulary.js";
import { network } from "./peers.js";

const TYPES = [
  "A",
  "AAAA",
  "CAA",
  "CNAME",
  "DS",
  "MX",
  "NAPTR",
  "NS",
  "PTR",
  "SOA",
  "SPF",
  "SRV",
  "SSHFP",
  "SVCB",
  "HTTPS",
  "TLSA",
  "TXT",
] as const;

/** RFC 1035, RFC 3596: what the data of a record must be, where it is one thing; other types keep their text. */
const DATA: { readonly [T in (typeof TYPES)[number]]?: Notation<string> } = {
  A: address,
  AAAA: address,
  CNAME: hostName,
  NS: hostName,
  PTR: hostName,
};
const FAMILY: { readonly [T in (typeof TYPES)[number]]?: number } = { A: 4, AAAA: 6 };

interface RecordData {
  readonly type: (typeof TYPES)[number];
  readonly data: readonly string[];
}

/** The first data that the type does not take. */
function unfit({ type, data }: RecordData): string | undefined {
  try {
    for (const each of data) checkData(type, each);
    return undefined;
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    return error.message;
  }
}

function checkData(type: RecordData["type"], data: string): void {
  const canonical = inside(type, () => DATA[type]?.read(data) ?? data);
  if (canonical !== data) throw new InvalidValue(`${type}: expected ${canonical} for ${shown(data)}`);
  if (FAMILY[type] !== undefined && addressFamily(data) !== FAMILY[type])
    throw new InvalidValue(`${type}: expected an address of IPv${FAMILY[type]}`);
}

/** RFC 1035, 5.1: `@` is the zone. */
export const ownerName: Notation<string> = {
  ...wildcardName,
  form: "a host name, or @ for the zone itself",
  read: (text) => (text.trim() === "@" || text.trim() === "*" ? text.trim() : wildcardName.read(text)),
};

const record = sentence(
  {
    name: place(ownerName, "The name below the zone; with a final dot, the whole name; @: the zone itself."),
    type: place(oneOf(...TYPES), "The type of the record."),
    data: needed(
      list(anyText("the data of a record, in quotes where it has blanks")),
      "What the name has; several where it has several.",
    ),
    ttl: clause(seconds, "How long answers may be kept."),
    weight: clause(whole(0, 65_535), "Its share of the answers, beside other records of the same name."),
  },
  { check: unfit },
);

/** What names of a zone mean. */
export const dns = vocabulary("What the names of a zone mean.", {
  zone: key(hostName, { help: "The domain that is answered for.", examples: ["example.com"] }),
  record: family(record, {
    help: "What a name has.",
    examples: ["www A data 192.0.2.1, 192.0.2.2 ttl 300s", "@ MX data '10 mail.example.com.'", "@ TXT data 'v=spf1 -all'"],
  }),
  scope: key(oneOf("internet", "internal"), { help: "Who gets answers: anyone, or the networks named.", examples: ["internal"] }),
  networks: key(list(network), { help: "The networks that get answers of an internal zone.", examples: ["networks/2"] }),
  email: key(anyText("a mail address"), {
    help: "Whom to write to about the zone (RFC 1035, 3.3.13).",
    examples: ["hostmaster@example.com"],
  }),
  ttl: key(seconds, { help: "How long answers may be kept where the record does not say.", examples: ["3600s"] }),
  forwarders: key(list(address), { help: "The DNS servers that are asked instead of a record.", examples: ["192.0.2.53"] }),
  nameServers: key(list(hostName), {
    help: "The servers that answer for the zone; the cloud chooses them.",
    examples: ["ns1.example.net."],
  }),
});
