import { known } from '../messages/t.ts';

/** What kind of entry it is, as people call it; a kind that this release doesn't know keeps its own name. */
export function kindName(kind: string): string {
  return known(`ledger.kind.${kind}`) ?? kind;
}
