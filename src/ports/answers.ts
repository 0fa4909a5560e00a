// Answers to POSTs that came with an Idempotency-Key: who comes with the key again gets the answer again, and of many who
// come at once one alone does the work (contract §7.1). Keys and requests are known here by their hashes only.

/** As it went out. */
export interface KeptAnswer {
  status: number;
  /** By name in lower case. */
  headers: Readonly<Record<string, string>>;
  body: string;
}

export interface AnswerClaim {
  /** Hash of caller, route and key: 64 hexadecimal digits. */
  id: string;
  /** Hash of what was asked. */
  fingerprint: string;
  /** How long the work may take; whoever was killed at it keeps the key from others for that long. */
  holdMs: number;
}

/** The right to do the work and to keep its answer. */
export interface AnswerHold {
  readonly id: string;
  readonly fingerprint: string;
  /** Tells this hold from every other one. */
  readonly holder: string;
}

export type ClaimedAnswer =
  | { kind: 'granted'; hold: AnswerHold }
  /** The work of an earlier request is under way. */
  | { kind: 'held'; fingerprint: string }
  | { kind: 'kept'; fingerprint: string; answer: KeptAnswer };

/** Every call throws StoreUnavailable where the store cannot be reached, read or written. */
export interface AnswerStore {
  /** Of all who ask for an id that nobody holds, exactly one is granted it. */
  claimAnswer(claim: AnswerClaim): Promise<ClaimedAnswer>;
  /** @returns false where the hold had run out and went to another; then nothing is kept */
  keepAnswer(hold: AnswerHold, answer: KeptAnswer, keptMs: number): Promise<boolean>;
  /** Gives the id back without an answer; says nothing where it is another's by now. */
  freeAnswer(hold: AnswerHold): Promise<void>;
}
