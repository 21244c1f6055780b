/** `frankpledge amend PROPOSAL --set … --reason TEXT --as MEMBER`: a difference to what is proposed, on which all who are asked vote. */
import type { Connection } from '../host/connection.ts';
import { editsTo, type Wanted } from '../host/editing.ts';
import type { Kit } from '../host/kits.ts';
import { readSetValues } from '../host/set-terms.ts';
import { memberSigner } from '../host/signers.ts';
import { fieldsAsked } from '../views/asking-words.ts';
import { editsShown } from '../views/differences.ts';
import { shortProposal } from '../views/say.ts';
import type { Change } from '../vocabulary/changes.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import type { KitManifest } from '../vocabulary/kit.ts';
import { acting, actingAs, actOptions, type ActValues } from './acting.ts';
import { defineCommand, readPairs } from './arguments.ts';
import { differenceLines } from './difference-lines.ts';
import type { UsageError } from './errors.ts';
import { findKit } from './find-kit.ts';
import { agreedTerms, changedTerms, partiesOf } from './propose-agreements.ts';
import { charterSet } from './propose-others.ts';
import { textIn } from './proposing.ts';
import { openProposal } from './questions.ts';
import { readTime } from './when.ts';

type Given = ActValues & { readonly [name in 'title' | 'text' | 'effective' | 'terms' | 'kit']?: string | undefined } & { readonly [name in 'set' | 'party' | 'kits']?: readonly string[] | undefined } & {
  readonly wrong: (message: string) => UsageError;
};

export const amend = defineCommand({
  name: 'amend',
  usage: 'PROPOSAL [--set TERM=VALUE|NAME=VALUE]… [--terms FILE.yaml] [--party NAME=MEMBER]… [--kit KIT] [--kits DIR]… [--set CHARTER.yaml] [--text FILE] [--title TEXT] [--effective DATE|none] --reason TEXT --as MEMBER [--key FILE] [--data DIR] [--json]',
  says: 'proposes a difference to what is proposed: shows it, and puts it to the vote of those who are asked; when it is taken in, whoever had said yes is asked again',
  options: {
    ...actOptions, reason: { type: 'string' }, title: { type: 'string' }, text: { type: 'string' }, effective: { type: 'string' }, terms: { type: 'string' },
    set: { type: 'string', multiple: true }, party: { type: 'string', multiple: true }, kit: { type: 'string' }, kits: { type: 'string', multiple: true },
  },
  names: ['PROPOSAL'],
  run: ({ values, wrong, positionals: [given = ''] }) => {
    const { reason } = values;
    if (reason === undefined || reason.trim() === '') throw wrong('--reason is missing: everyone who votes will read it');
    return acting(values, async (connection) => {
      const { id, revision } = openProposal(connection, given);
      const kit = values.kit === undefined ? undefined : findKit(values.kit, values.kits);
      const edits = editsTo(connection.state, revision, wantedOf(connection, revision.change, { ...values, wrong }, kit));
      if (edits.length === 0) throw wrong('that is what it says already: name what is to be otherwise, with --set, --terms, --party, --kit, --text, --title or --effective');
      const signer = memberSigner(values.data, connection.state, actingAs(values));
      if (values.json !== true) for (const line of differenceLines(editsShown(edits), connection.view.zone)) console.log(`  ${line}`);
      if (kit !== undefined) await connection.keepCode(kit);
      const done = await connection.act(signer, { kind: 'amend', body: { proposal: id, revision: revision.digest, edits, reason } });
      return { done, said: `${signer.grant.owner} proposes this difference to revision ${revision.number} of ${shortProposal(id)}` };
    });
  },
});

function wantedOf(connection: Connection, change: Change, given: Given, kit: Kit | undefined): Wanted {
  const { title, text, effective, wrong } = given;
  return {
    ...(title === undefined ? {} : { title }), ...(text === undefined ? {} : { text: textIn(text) }),
    ...(effective === undefined ? {} : { effective: effective === 'none' ? null : readTime(connection, effective, '--effective', 'start', wrong) }),
    ...changeWanted(connection, change, given), ...(kit === undefined ? {} : { code: { hash: kit.codeHash, manifest: kit.manifest } }),
  };
}

function changeWanted(connection: Connection, change: Change, given: Given): Wanted {
  const { set = [], terms, party = [], wrong } = given;
  if (set.length + party.length === 0 && terms === undefined) return {};
  if (change.change === 'act') return { values: valuesWanted(connection, change, given) };
  if (change.change === 'charter') return { parts: charterSet(connection, given) };
  const manifest = manifestOf(connection, change);
  if (manifest === undefined) throw wrong(`a proposal of kind ${change.change} has no terms: amend its text or its title`);
  const agreed = 'terms' in change ? { ...inForce(connection, change.subcontract), ...change.terms } : {};
  return { terms: changedTerms(connection, given, manifest, agreed), parties: partiesOf(connection, manifest, party, wrong) };
}

function valuesWanted({ view }: Connection, asking: Change & { change: 'act' }, { set = [], terms, party = [], wrong }: Given): JsonObject {
  if (terms !== undefined || party.length > 0) throw wrong('what is asked of an agreement has values, and neither terms nor parties: --set NAME=VALUE');
  return readSetValues(asking.action, fieldsAsked(view, asking)?.fields ?? {}, readPairs(set, wrong));
}

function manifestOf({ view }: Connection, change: Change): KitManifest | undefined {
  if (change.change === 'adopt' || change.change === 'pilot') return change.manifest;
  return change.change === 'terms' ? view.subcontracts.get(change.subcontract)?.manifest : undefined;
}

function inForce(connection: Connection, id: string): ReturnType<typeof agreedTerms> {
  const subcontract = connection.view.subcontracts.get(id);
  return subcontract === undefined ? {} : agreedTerms(connection, subcontract);
}
