/** Reads the steps that open a proposal, amend it and take it back; what they do is in kernel/proposals.ts and kernel/amendments.ts. */
import type { Paragraph } from '../vocabulary/changes.ts';
import { charterParts } from '../vocabulary/charter.ts';
import type { ActOf, AskedEdit, Proposed } from './acts.ts';
import { readAsked } from './charter-matters.ts';
import { readCharterSet } from './charter-parts.ts';
import type { KnownProposal, Names } from './names.ts';
import { changeKinds, pilotKeys, readPilot, readProposed, subcontractAt, withChange } from './proposed.ts';
import { readSaid, saidKeys } from './saying.ts';
import { readChangedTerms } from './subcontracts.ts';
import type { Place } from './yaml-place.ts';

/** Revisions are counted from 1; far above any that there can be. */
const revisionsMax = 1000;

const besideKeys = ['title', 'text', 'topic', 'asked', 'closes', 'effective'] as const;

export function readPropose(place: Place, number: number, names: Names): ActOf<'propose'> | undefined {
  place.only([...saidKeys, 'id', 'reason', ...besideKeys, ...changeKinds]);
  const id = newId(place, number, names);
  const said = readSaid(place, names);
  const change = readProposed(place, names);
  if (change === undefined) return undefined;
  // What is issued has its reason already: everyone who votes reads it.
  const reason = change.change === 'issue' && place.optional('reason') === undefined ? change.issuing.reason : place.need('reason').text();
  return { kind: 'propose', ...said, id, reason, change, ...readBeside(place, names) };
}

/** `pilot:`, `stop:` and `resume:` as steps of their own are proposals in short. */
export function readProposeAs(kind: 'pilot' | 'stop' | 'resume', place: Place, number: number, names: Names): ActOf<'propose'> {
  place.only([...saidKeys, 'id', 'reason', ...besideKeys, ...(kind === 'pilot' ? pilotKeys : ['subcontract'])]);
  const change: Proposed = kind === 'pilot' ? readPilot(place, names) : { change: kind, subcontract: subcontractAt(place.need('subcontract'), names) };
  return { kind: 'propose', ...readSaid(place, names), id: newId(place, number, names), reason: place.need('reason').text(), change, ...readBeside(place, names) };
}

/** What later steps may name besides; the vote that follows from a pilot is called after it. */
export function withProposed(names: Names, { id, change, text = [] }: ActOf<'propose'>): Names {
  const known: KnownProposal[] = [{ id, change, paragraphs: text.map((paragraph) => paragraph.id) }];
  if (change.change === 'pilot') known.push({ id: voteAfter(id), change: { ...change, change: 'adopt' }, paragraphs: [] });
  const grown = { ...names, proposals: [...names.proposals, ...known] };
  return withChange(grown, change);
}

/** The name of the vote that a pilot opens when it ends. */
export function voteAfter(pilot: string): string {
  return `${pilot}.vote`;
}

export function readAmend(place: Place, number: number, names: Names): ActOf<'amend'> {
  place.only([...saidKeys, 'id', 'proposal', 'reason', 'revision', 'title', 'text', 'terms', 'values', 'parties', 'charter', 'effective']);
  const proposal = proposalAt(place.need('proposal'), names);
  const revision = readRevision(place);
  const edits = editsOf(place, names.proposals.find(({ id }) => id === proposal), names);
  if (edits.length === 0) place.problem('what is to be different is missing: title, text, terms, values, parties, charter or effective');
  return { kind: 'amend', ...readSaid(place, names), id: newId(place, number, names), proposal, reason: place.need('reason').text(), ...revision, edits };
}

/** The amendment's name, and paragraphs that it would add. */
export function withAmended(names: Names, { id, proposal, edits }: ActOf<'amend'>): Names {
  const added = edits.flatMap((edit) => (edit.edit === 'paragraph' ? [edit.id] : []));
  const proposals = names.proposals.map((known) => (known.id === proposal ? { ...known, paragraphs: [...new Set([...known.paragraphs, ...added])] } : known));
  return { ...names, proposals, amendments: [...names.amendments, id] };
}

export function proposalAt(place: Place, names: Names): string {
  return place.oneOf(names.proposals.map(({ id }) => id), 'proposal');
}

export function readRevision(place: Place): { readonly revision?: number } {
  const revision = place.optional('revision');
  return revision === undefined ? {} : { revision: revision.integer(1, revisionsMax) };
}

function newId(place: Place, number: number, names: Names): string {
  const given = place.optional('id');
  const id = given === undefined ? `step-${number}` : given.id();
  if (names.proposals.some((known) => known.id === id)) (given ?? place).problem(`there are two proposals called "${id}"`);
  if (names.amendments.includes(id)) (given ?? place).problem(`there is an amendment called "${id}" already`);
  return id;
}

function readBeside(place: Place, names: Names): Pick<ActOf<'propose'>, (typeof besideKeys)[number]> {
  const [title, text, topic, asked, closes, effective] = besideKeys.map((key) => place.optional(key));
  return {
    ...(title === undefined ? {} : { title: title.text() }), ...(text === undefined ? {} : { text: readText(text) }), ...(topic === undefined ? {} : { topic: topic.id() }),
    ...(asked === undefined ? {} : { asked: readAsked(asked, names, ['all', 'bound', 'parties']) }),
    ...(closes === undefined ? {} : { closes: closes.instant() }), ...(effective === undefined ? {} : { effective: effective.instant() }),
  };
}

/** Paragraphs by their names, in order: a list of `{ id, text }`, or a record. */
function readText(place: Place): readonly Paragraph[] {
  if (!Array.isArray(place.raw())) return place.entries().map(([id, text]) => ({ id, text: text.text() }));
  return place.list().map((each) => {
    each.only(['id', 'text']);
    return { id: each.need('id').id(), text: each.need('text').text() };
  });
}

function editsOf(place: Place, proposal: KnownProposal | undefined, names: Names): AskedEdit[] {
  const [title, text, effective] = [place.optional('title'), place.optional('text'), place.optional('effective')];
  return [
    ...(title === undefined ? [] : [{ edit: 'title', after: title.text() } as const]),
    ...(text?.entries() ?? []).map(([id, paragraph]) => readParagraphEdit(id, paragraph, proposal)),
    ...agreementEdits(place, proposal?.change, names),
    ...(place.optional('values')?.entries() ?? []).map(([value, after]) => ({ edit: 'value', value, after: after.raw() }) as const),
    ...charterEdits(place.optional('charter'), names),
    ...(effective === undefined ? [] : [{ edit: 'effective', after: effective.raw() === null ? null : effective.instant() } as const]),
  ];
}

/** Other words for a paragraph, null for none, or a new one with `after`, the one that it stands behind. */
function readParagraphEdit(id: string, place: Place, proposal: KnownProposal | undefined): AskedEdit {
  const raw = place.raw();
  if (raw === null) {
    if (proposal?.paragraphs.includes(id) === false) place.unknown('paragraph', id, proposal.paragraphs);
    return { edit: 'paragraph', id, after: null };
  }
  if (typeof raw === 'string') return { edit: 'paragraph', id, after: raw };
  place.only(['after', 'text']);
  const behind = place.optional('after');
  return { edit: 'paragraph', id, after: place.need('text').text(), ...(behind === undefined ? {} : { behind: behind.raw() === null ? null : behind.id() }) };
}

/** Of terms and parties; what the proposal has none of is refused when it is played. */
function agreementEdits(place: Place, change: Proposed | undefined, names: Names): AskedEdit[] {
  const [terms, parties] = [place.optional('terms'), place.optional('parties')];
  const about = change !== undefined && 'subcontract' in change ? names.subcontracts.find(({ id }) => id === change.subcontract) : undefined;
  const manifest = names.kits.get(about?.kit ?? '');
  if (terms !== undefined && manifest !== undefined) readChangedTerms(terms, manifest, names, about?.terms ?? {});
  if (manifest !== undefined) parties?.only(Object.keys(manifest.parties));
  return [
    ...(terms?.entries() ?? []).map(([term, value]) => ({ edit: 'term', term, after: value.raw() }) as const),
    ...(parties?.entries() ?? []).map(([party, member]) => ({ edit: 'party', party, after: member.raw() === null ? null : member.oneOf(names.members, 'member') }) as const),
  ];
}

function charterEdits(place: Place | undefined, names: Names): AskedEdit[] {
  const set = place === undefined ? {} : readCharterSet(place, names);
  return charterParts.flatMap((part) => (set[part] === undefined ? [] : [{ edit: 'part', part, after: set[part] } as AskedEdit]));
}
