import type { Values } from "@cimi-gateway/model";

/** Edition 1 has the time and the value of a Sample in an element of their own (DSP8009, SampleValue). */
export const sampleView = ({ timestamp, value, ...rest }: Values): Values => ({ ...rest, sample: { timestamp, value } });
