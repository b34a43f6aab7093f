import { z } from "zod";

const NUMBER = /^-?\d+(\.\d+)?$/;

/** A number that came out of an environment variable is a text until here. */
const fromText = (value: unknown): unknown => (typeof value === "string" && NUMBER.test(value) ? Number(value) : value);

const WORDS: ReadonlyMap<unknown, boolean> = new Map([
  ["true", true],
  ["false", false],
]);

export const integer = (minimum = 0) => z.preprocess(fromText, z.int({ error: wholeNumber }).min(minimum));

export const number = () => z.preprocess(fromText, z.number());

export const boolean = () => z.preprocess((value) => WORDS.get(value) ?? value, z.boolean());

export const text = () => z.string().min(1);

/** Leaves what is missing, and what is no number at all, to the sentences that all types share. */
const wholeNumber = ({ input }: { readonly input?: unknown }): string | undefined =>
  typeof input === "number" ? "must be a whole number" : undefined;
