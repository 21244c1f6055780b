/** What the routes of deciding together need from whoever runs them. */
import type { CommentWords } from '../../log/comment-words.ts';
import type { SealedEntry } from '../../vocabulary/entries.ts';
import type { Result } from '../../vocabulary/result.ts';
import type { AgreementPorts } from './agreement-ports.ts';
import type { BoundChangeWire, BoundWire } from './bound-schemas.ts';
import type { CharterWire, FoundingWire, HistoryWire, InvitationWire } from './charter-schemas.ts';
import type { DelegationsWire, ForeseenAsked, ForeseenWire, ProposalDetailWire, ProposalsWire } from './deciding-schemas.ts';
import type { HttpError } from './errors.ts';
import type { Submitted } from './ports.ts';
import type { SessionProof } from './session.ts';

export type DecidingPorts = {
  /** @param member who looks, where that was said */
  readonly proposals: (member: string | undefined) => Result<ProposalsWire>;
  readonly proposal: (id: string, member: string | undefined) => Result<ProposalDetailWire>;
  /** What an open proposal would let be taken from a member. */
  readonly boundUnder: (proposal: string, member: string) => Result<BoundChangeWire>;
  /** What an open proposal, or one that could be made, would do if it were asked now. */
  readonly foresee: (asked: ForeseenAsked) => Result<ForeseenWire>;
  readonly bound: (member: string) => Result<BoundWire>;
  readonly delegations: (member: string) => Result<DelegationsWire>;
  readonly agreements: AgreementPorts;
  readonly charter: () => Result<CharterWire>;
  readonly founding: () => FoundingWire;
  readonly history: (subcontract: string) => Result<HistoryWire>;
  /** Puts a comment to the kernel and keeps its words, which its commitment must fit. */
  readonly comment: (sealed: SealedEntry, words: Omit<CommentWords, 'by'>) => Promise<Submitted>;
  /**
   * Takes the words of the comment in a record away for good; tells whether there were any.
   * @param secret of the author's session, or of this machine's own commands
   */
  readonly eraseComment: (record: number, secret: string | undefined) => Result<boolean>;
  /** What whoever proves to hold an invitation sees before they join. */
  readonly invitation: (proof: SessionProof) => { readonly ok: true; readonly value: InvitationWire } | { readonly ok: false; readonly refusal: HttpError };
};
