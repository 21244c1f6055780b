/** What the routes of agreements, and of a member's handful, need from whoever runs them. */
import type { Result } from '../../vocabulary/result.ts';
import type { AgreementsWire, FiguresWire, HandfulWire, TermsAsked, TermsDraftWire, TermsWire } from './agreement-schemas.ts';

export type AgreementPorts = {
  /** @param member who looks, where that was said */
  readonly list: (member: string | undefined) => Result<AgreementsWire>;
  readonly terms: (subcontract: string) => Result<TermsWire>;
  /** What other terms would be. Touches nothing; refused when they couldn't be agreed on so. */
  readonly draft: (subcontract: string, asked: TermsAsked) => Result<TermsDraftWire>;
  readonly figures: (subcontract: string, member: string | undefined) => Result<FiguresWire>;
  readonly handful: (member: string) => Result<HandfulWire>;
};
