/** Sentences on networks, which are being built: a test may hold them, and need not yet. */
export const PENDING = `
  5.11.1-38..52
  5.14.3-1
  5.16.*
`;
