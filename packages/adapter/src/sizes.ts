/** Native sizes in CIMI's units (Table 4; Contract, Units): what is read is rounded down, what is wished for is rounded up. */
const KILOBYTE = 1000;
const KIBIBYTE = 1024;

export const GIBIBYTE = KIBIBYTE ** 3;
export const MEBIBYTE = KIBIBYTE ** 2;

/** Capacity of a disk or volume, in kilobytes, from a native amount of `unit` bytes. */
export const kilobytes = (amount: number, unit: number): number => Math.floor((amount * unit) / KILOBYTE);

/**
 * The smallest native amount of `unit` bytes that holds so many kilobytes. 8 GiB read as 8589934 kB (rounded down), and a wish
 * for 8589934 kB is again 8 GiB, since a kilobyte is less than any native unit.
 */
export const fromKilobytes = (capacity: number, unit: number): number => Math.ceil((capacity * KILOBYTE) / unit);

/** Memory in kibibytes from a native amount of `unit` bytes. */
export const kibibytes = (amount: number, unit: number): number => Math.floor((amount * unit) / KIBIBYTE);

export const fromKibibytes = (memory: number, unit: number): number => Math.ceil((memory * KIBIBYTE) / unit);
