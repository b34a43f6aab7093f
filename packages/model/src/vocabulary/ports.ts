import { InvalidValue, shown } from "../fault.js";
import type { Notation } from "./notation.js";

/** Ports from one to another, both included. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

export interface PortLimits {
  /** The most ports of one range; 1: no ranges. */
  readonly widest?: number;
}

const PORT = /^\d{1,5}$/;
const isPort = (text: string): boolean => PORT.test(text) && Number(text) <= 65_535;

/** A port, or several from one to another. */
export const portRange: Notation<PortRange, PortLimits> = {
  form: "a port such as 443, or ports such as 8000-8080",
  read(text) {
    const [first, last = first, more] = text.trim().split("-");
    if (more !== undefined || !isPort(first!) || !isPort(last!) || Number(first) > Number(last))
      throw new InvalidValue(`expected a port from 0 to 65535, or ports such as 8000-8080, got ${shown(text)}`);
    return { first: Number(first), last: Number(last) };
  },
  write: ({ first, last }) => (first === last ? String(first) : `${first}-${last}`),
  beyond: ({ first, last }, { widest = Number.POSITIVE_INFINITY }) =>
    last - first + 1 > widest
      ? [`${first}-${last} is wider than this cloud takes, ${widest === 1 ? "one port" : `${widest} ports`}`]
      : [],
};

/** RFC 792, RFC 4443: a type of message, and a code where one is meant only. */
export interface Message {
  readonly type: number;
  readonly code?: number;
}

export interface MessageLimits {
  /** Whether a cloud takes codes. */
  readonly codes: boolean;
}

const MESSAGE = /^(\d{1,3})(?:\/(\d{1,3}))?$/;

export const message: Notation<Message, MessageLimits> = {
  form: "a type of message such as 8, or type and code such as 3/4",
  read(text) {
    const [, type, code] = MESSAGE.exec(text.trim()) ?? [];
    if (type === undefined || Number(type) > 255 || Number(code ?? 0) > 255)
      throw new InvalidValue(`expected a type of message from 0 to 255, or type and code such as 3/4, got ${shown(text)}`);
    return { type: Number(type), ...(code !== undefined && { code: Number(code) }) };
  },
  write: ({ type, code }) => (code === undefined ? String(type) : `${type}/${code}`),
  beyond: ({ code }, { codes }) => (code !== undefined && !codes ? [`the code of a message is not supported by this cloud`] : []),
};
