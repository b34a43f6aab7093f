/** Why no test holds a sentence. */
export interface Reason {
  readonly reason: string;
  /** Ids as `idsIn` reads them. */
  readonly ids: string;
}

export const REASONS: readonly Reason[] = [
  {
    reason: "It binds the consumer.",
    ids: "4.1-2 4.1.1-1..4 4.1.3-1 4.1.6-1 4.2.1.1-1 4.2.1.3-1 4.2.1.3-4 4.2.1.3.1-1 5.3-4 5.11-7 5.16.5.1-2 5.16.9.1-2",
  },
  {
    reason: "It only introduces what follows; the sentences after it are held.",
    ids: "4.1.6.4-4 4.2.1-1 5.5.12.1-3",
  },
  { reason: "It says how to read the standard's own examples.", ids: "4.1.3-2 5.5.14-4" },
  {
    reason: "It binds whoever defines an attribute: limits stand in the tables of the types, which other sentences hold.",
    ids: "5.5.3-1 5.5.4-1 5.5.5-1 5.5.9-1",
  },
  {
    reason:
      "It binds providers that add states, which no adapter can, or operations that lead where one of CIMI does, which none here does.",
    ids: "5.8-5..6",
  },
  {
    reason: "Every type has metadata here, since every type has attributes that the gateway adds (5.1).",
    ids: "5.12-3",
  },
  {
    reason: "It defines a value that no cloud here uses: every Volume is a block device.",
    ids: "5.15.1-2 5.15.5-1",
  },
  {
    reason: "It holds if a capability is offered, which no cloud does: `docs/support.md` says why.",
    ids: "5.11.1-19 5.11.1-21 5.11.1-27 5.11.1-31 5.11.1-34",
  },
  {
    reason: "It is about traffic, which passes through the cloud and not through the gateway.",
    ids: "5.16-1 5.16.5-1",
  },
  { reason: "Documentation: README.md says how consumers prove who they are, and `security` in `/openapi.json`.", ids: "6-1" },
  { reason: "Later work: Systems.", ids: "5.11.1-14 5.13.*" },
  {
    reason: "Later work: Meters.",
    ids: "5.11.1-54..55 5.14.3-2 5.15.3-1 5.16.3-1 5.16.7-3 5.16.15-1 5.16.19-3 5.17.3.* 5.17.4.* 5.17.5.*",
  },
  {
    reason: "Later work: EventLogs.",
    ids: "5.11.1-56 5.14.3-3 5.15.3-2 5.16.3-2 5.16.7-4 5.16.11-5 5.16.15-2 5.16.19-4 5.17.8.* 5.17.9.* 5.17.11.* 5.17.13.*",
  },
  { reason: "Later work: OVF.", ids: "A-1" },
];
