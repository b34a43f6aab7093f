/** What share of the configured delay a change of state takes. No operation takes more than the whole. */
export const SHARE = {
  create: 1,
  start: 0.6,
  stop: 0.4,
  powerOff: 0.1,
  pause: 0.3,
  suspend: 0.6,
  capture: 1,
  restore: 1,
  delete: 0.5,
  attach: 0.4,
  detach: 0.4,
  /** Networks and what they consist of. */
  network: 0.3,
} as const;
