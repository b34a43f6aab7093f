import { InvalidValue, shown } from "../fault.js";
import { type ListLimits, list } from "./list.js";
import { type Notation, notTaken, type Phrase } from "./notation.js";
import { type Message, type MessageLimits, message, type PortLimits, type PortRange, portRange } from "./ports.js";
import { phraseOf, readPhrase, type Words } from "./words.js";

/** Protocols by their numbers at IANA, under the names that people use. */
export const PROTOCOLS = {
  icmp: 1,
  igmp: 2,
  ipip: 4,
  tcp: 6,
  udp: 17,
  dccp: 33,
  ipv6: 41,
  gre: 47,
  esp: 50,
  ah: 51,
  icmpv6: 58,
  ospf: 89,
  pgm: 113,
  vrrp: 112,
  sctp: 132,
  udplite: 136,
} as const;
const NAMES: ReadonlyMap<number, string> = new Map(Object.entries(PROTOCOLS).map(([name, number]) => [number, name]));
/** `any` with ports: those of all protocols that have some. */
const WITH_PORTS: ReadonlySet<string> = new Set(["any", "tcp", "udp", "dccp", "sctp", "udplite"]);
const WITH_MESSAGES: ReadonlySet<string> = new Set(["icmp", "icmpv6"]);
const NUMBER = /^\d{1,3}$/;

export interface ProtocolLimits {
  /** The protocols that a cloud takes: names, numbers, `any`. Absent: all. */
  readonly protocols?: readonly string[];
}

/** A protocol above the Internet Protocol: its name, else its number; `any` is all of them. */
export const protocol: Notation<string, ProtocolLimits> = {
  form: `any, a protocol of ${Object.keys(PROTOCOLS).join(", ")}, or its number`,
  read(text) {
    const name = text.trim().toLowerCase();
    if (name === "any" || Object.hasOwn(PROTOCOLS, name)) return name;
    if (!NUMBER.test(name) || Number(name) > 255)
      throw new InvalidValue(`expected ${protocol.form} up to 255, got ${shown(text)}`);
    return NAMES.get(Number(name)) ?? String(Number(name));
  },
  write: (value) => value,
  beyond: (value, { protocols }) => (protocols && !protocols.includes(value) ? [notTaken(value, protocols)] : []),
};

/** Traffic of one protocol: all of it, or that to some ports or of some messages. */
export interface Flow {
  readonly protocol: string;
  readonly ports?: readonly PortRange[];
  readonly messages?: readonly Message[];
}

export interface FlowLimits extends ProtocolLimits {
  /** Absent: a cloud takes all ports of a protocol only. */
  readonly ports?: ListLimits<PortLimits>;
  /** Absent: a cloud takes all messages of a protocol only. */
  readonly messages?: ListLimits<MessageLimits>;
}

const portList = list(portRange);
const messageList = list(message);

function takeFlow(words: Words): Flow {
  const named = phraseOf(protocol).take(words);
  if (!/^\d/.test(words.peek() ?? "")) return { protocol: named };
  if (WITH_PORTS.has(named)) return { protocol: named, ports: portList.take(words) };
  if (WITH_MESSAGES.has(named)) return { protocol: named, messages: messageList.take(words) };
  throw new InvalidValue(
    `${named} has no ports; ports go with ${[...WITH_PORTS].join(", ")}, types of messages with icmp, icmpv6`,
  );
}

function flowBeyond({ protocol: named, ports, messages }: Flow, limits: FlowLimits): readonly string[] {
  const all = (what: string): readonly string[] => [`${what} are not supported by this cloud, which takes all of ${named} only`];
  return [
    ...protocol.beyond(named, limits),
    ...(ports ? (limits.ports ? portList.beyond(ports, limits.ports) : all("ports")) : []),
    ...(messages ? (limits.messages ? messageList.beyond(messages, limits.messages) : all("types of messages")) : []),
  ];
}

/** A protocol and, behind it, ports or types of messages: `tcp 80, 8000-8080`, `icmp 8`, `any`. */
export const flow: Phrase<Flow, FlowLimits> = {
  form: "a protocol, and ports or types of messages where meant: any, tcp 80, 443, udp 8000-8080, icmp 3/4",
  take: takeFlow,
  read: (text) => readPhrase(text, takeFlow),
  write: ({ protocol: named, ports, messages }) =>
    [named, ...(ports ? [portList.write(ports)] : []), ...(messages ? [messageList.write(messages)] : [])].join(" "),
  beyond: flowBeyond,
};
