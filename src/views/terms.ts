/** The terms of an agreement one by one: what each is, what it may be, who proposed it and since when, and what is proposed now. */
import type { Field, ValueType } from '../vocabulary/kit.ts';
import { compareIds } from '../vocabulary/ids.ts';
import type { VersionShown } from './charter-shown.ts';
import { clausesOf } from './clauses.ts';
import { labelsOf } from './labels.ts';
import { subcontractOf } from './queries.ts';
import type { TermShown, TermSinceShown, TermsShownInFull } from './terms-shown.ts';
import { versionsKeptMax, type View } from './view.ts';
import { sayValue } from './words.ts';

/** Undefined when no such agreement is in force. */
export function termsOf(view: View, id: string): TermsShownInFull | undefined {
  const subcontract = view.subcontracts.get(id);
  const values = subcontractOf(view, id)?.terms;
  if (subcontract === undefined || values === undefined) return undefined;
  const { manifest, unit } = subcontract;
  const clauses = clausesOf(view, subcontract);
  const labels = labelsOf(manifest, unit);
  const versions = view.versions.get(id) ?? [];
  const spokenOf = clauses.flat().flatMap(({ term }) => (term === null || !Object.hasOwn(manifest.terms, term) ? [] : [term]));
  const inOrder = [...new Set([...spokenOf, ...Object.keys(manifest.terms).sort(compareIds)])].filter((term) => Object.hasOwn(values, term));
  const terms = inOrder.map((term): TermShown => {
    const field = manifest.terms[term] as Field;
    const value = values[term] ?? null;
    return { term, label: labels[term]?.label ?? term, unit: labels[term]?.unit ?? null, says: field.says ?? null, type: field.type, value, words: sayValue(value), ...rangeOf(field), since: sinceOf(versions, term), proposed: proposedFor(view, id, term) };
  });
  return { subcontract: id, clauses, terms };
}

/** What the kit allows; a probability lies between 0 and 1. */
function rangeOf(type: ValueType): Pick<TermShown, 'least' | 'most' | 'choices'> {
  const none = { least: null, most: null, choices: null };
  switch (type.type) {
    case 'integer': case 'decimal': case 'amount': return { ...none, least: type.min === undefined ? null : String(type.min), most: type.max === undefined ? null : String(type.max) };
    case 'probability': return { ...none, least: '0', most: '1' };
    case 'choice': return { ...none, choices: type.of };
    default: return none;
  }
}

/** Versions that changed it, the latest first; and how it began, unless so many came since that the first isn't kept. */
function sinceOf(versions: readonly VersionShown[], term: string): TermSinceShown[] {
  const isWhole = versions.length < versionsKeptMax;
  return versions.flatMap(({ version, record, recordedAt, proposal, terms }, place): TermSinceShown[] => {
    const began = place === 0 && isWhole;
    const change = terms.find((each) => each.term === term);
    if (!began && change === undefined) return [];
    return [{ version, record, recordedAt, proposal, before: began ? null : (change?.before ?? null), after: began ? null : (change?.after ?? null) }];
  }).reverse();
}

function proposedFor(view: View, id: string, term: string): TermShown['proposed'] {
  return [...view.proposals.values()].flatMap(({ proposal, said }) => {
    const { change, title } = proposal.revision;
    const other = change.change === 'terms' && change.subcontract === id ? said.terms.find((each) => each.term === term) : undefined;
    return other === undefined ? [] : [{ id: proposal.id, title, by: proposal.by, after: other.after }];
  });
}
