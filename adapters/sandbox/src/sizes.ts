import { fromKilobytes, kilobytes } from "@cimi-gateway/adapter";

/** This cloud counts storage in megabytes of 1,000,000 bytes. */
const MEGABYTE = 1_000_000;

export const capacityOf = (size: number): number => kilobytes(size, MEGABYTE);

/** The smallest size that holds so many kilobytes. */
export const sizeFor = (capacity: number): number => fromKilobytes(capacity, MEGABYTE);
