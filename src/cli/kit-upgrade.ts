/** `frankpledge kit upgrade SUBCONTRACT`: another version of its kit is proposed, with what was set locally as it is. */
import { carriedOver } from '../host/adoptions.ts';
import { canonical } from '../log/canonical.ts';
import { saidOf } from '../views/proposed.ts';
import type { TermChangeShown } from '../views/shown.ts';
import type { SubcontractView } from '../views/view.ts';
import { sayValue } from '../views/words.ts';
import { commandLine } from '../vocabulary/command-line.ts';
import type { KitManifest, RawTerms } from '../vocabulary/kit.ts';
import { acting, type ActValues } from './acting.ts';
import { readPairs } from './arguments.ts';
import { UsageError } from './errors.ts';
import { findKit } from './find-kit.ts';
import { knownMember, knownSubcontract } from './names.ts';
import { adoptable } from './propose-agreements.ts';
import { put } from './proposing.ts';

export type Upgrading = ActValues & {
  readonly reason?: string | undefined;
  readonly kits?: readonly string[] | undefined;
  readonly party?: readonly string[] | undefined;
  /** Terms set locally that are to be let go. */
  readonly without?: readonly string[] | undefined;
};

export function upgrade(values: Upgrading, given: string, wrong: (message: string) => UsageError): Promise<number> {
  return acting(values, async (connection) => {
    const id = knownSubcontract(connection, given);
    const now = connection.view.subcontracts.get(id) as SubcontractView;
    const kit = findKit(now.manifest.name, values.kits);
    const { manifest } = kit;
    if (now.code === kit.codeHash && canonical(now.manifest) === canonical(manifest)) {
      throw new UsageError(`${id} is of ${manifest.name} ${manifest.version} already, word for word`, 'Say where the other version lies with --kits DIR.');
    }
    const terms = termsFor(id, now, manifest, values.without ?? [], wrong);
    const named = Object.fromEntries(readPairs(values.party ?? [], wrong).map(([party, member]) => [party, knownMember(connection, member)]));
    const parties = Object.fromEntries(Object.entries({ ...now.parties, ...named }).filter(([party]) => Object.hasOwn(manifest.parties, party) || Object.hasOwn(named, party)));
    const change = { change: 'adopt' as const, ...adoptable(connection, kit, { subcontract: id, parties, terms }) };
    const changed = saidOf(connection.view, change).terms;
    const acted = await put(connection, { ...values, wrong, reason: values.reason ?? `version ${manifest.version} of the kit` }, { change, kits: [kit] });
    if (acted.done.status === 'recorded' && values.json !== true) for (const line of differenceLines(terms, changed)) console.log(line);
    return { ...acted, more: { kept: terms, terms: changed } };
  });
}

/** What was set locally, less what is let go. @throws UsageError naming a term that the new version doesn't know */
function termsFor(id: string, { agreed, manifest: before }: SubcontractView, manifest: KitManifest, without: readonly string[], wrong: (message: string) => UsageError): RawTerms {
  const strange = without.find((term) => !Object.hasOwn(agreed, term));
  if (strange !== undefined) throw wrong(`${id} has no term ${strange} that was set for it: ${Object.keys(agreed).join(', ') || 'none was'}`);
  const { kept, gone } = carriedOver(Object.fromEntries(Object.entries(agreed).filter(([term]) => !without.includes(term))), manifest);
  const [first] = gone;
  if (first === undefined) return kept;
  throw new UsageError(
    `${id} was agreed with ${gone.map((term) => `${term} ${sayValue(agreed[term] ?? null)}`).join(' and ')}, and ${manifest.name} ${manifest.version} doesn't know ${gone.length === 1 ? 'this term' : 'these terms'} of ${before.version}`,
    `Let it go with ${gone.map((term) => `--without ${term}`).join(' ')}, or agree on other terms: ${commandLine(`propose adopt ${id} ${manifest.name} --terms FILE.yaml`)}`,
  );
}

function differenceLines(kept: RawTerms, changed: readonly TermChangeShown[]): string[] {
  const line = (label: string, said: readonly string[]): string[] => (said.length === 0 ? [] : [`  ${label}: ${said.join('; ')}`]);
  return [
    ...line('kept as agreed', Object.entries(kept).map(([term, value]) => `${term} ${sayValue(value)}`)),
    ...line('another default', changed.filter(({ before, after }) => before !== null && after !== null).map(({ term, before, after }) => `${term} ${String(before)} → ${String(after)}`)),
    ...line('new', changed.filter(({ before }) => before === null).map(({ term, after }) => `${term} ${String(after)}`)),
    ...line('gone', changed.filter(({ after }) => after === null).map(({ term, before }) => `${term} ${String(before)}`)),
  ];
}
