/** `frankpledge kit list | show | check | test | diff | compare | upgrade` */
import { existsSync, globSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { createCodeSandbox } from '../host/codes.ts';
import { sayDefault, sayEnvelope, sayType, sayWakes, textWithDefaults } from '../host/kit-words.ts';
import { checkKit, kitFolder, loadKit, ownKits } from '../host/kits.ts';
import { sayItem } from '../host/survey-words.ts';
import type { AskedBy, Field, Fields, KitManifest } from '../vocabulary/kit.ts';
import { didYouMean } from '../vocabulary/nearest.ts';
import { actOptions } from './acting.ts';
import { defineCommand } from './arguments.ts';
import { exitNo, exitUnable, UsageError } from './errors.ts';
import { findKit, kitsAtHand } from './find-kit.ts';
import { compare } from './kit-compare.ts';
import { diffInForce, diffKits } from './kit-diff.ts';
import { upgrade } from './kit-upgrade.ts';
import { runFile } from './run.ts';

const verbs = ['list', 'show', 'check', 'test', 'diff', 'compare', 'upgrade'];

export const kit = defineCommand({
  name: 'kit',
  usage: 'list | show KIT | check DIR | test DIR | diff KIT KIT | diff SUBCONTRACT | compare KIT|SOURCE#SUBCONTRACT KIT|SOURCE#SUBCONTRACT | upgrade SUBCONTRACT [--without TERM]… [--party NAME=MEMBER]… [--reason TEXT] --as MEMBER [--key FILE] [--data DIR]  [--kits DIR]… [--json]',
  says: 'lists kits, shows one in plain words, checks a kit\'s folder, or checks it and plays its scenarios; shows in what two kits differ, or what is in force and its kit; holds two kits or agreements, of any collectives, side by side, term by term; or proposes another version for a subcontract, which keeps what was set for it',
  options: {
    ...actOptions, kits: { type: 'string', multiple: true }, reason: { type: 'string' }, party: { type: 'string', multiple: true }, without: { type: 'string', multiple: true },
  },
  run: ({ values, wrong, positionals: [verb, given, ...rest] }) => {
    const json = values.json === true;
    const [other, ...tooMany] = rest;
    if (verb === 'diff' && given !== undefined && tooMany.length === 0) return other === undefined ? diffInForce(values, given) : diffKits(values, given, other);
    if (verb === 'compare') {
      if (given === undefined || other === undefined) throw wrong('KIT or SOURCE#SUBCONTRACT is missing: two are compared');
      if (tooMany[0] !== undefined) throw wrong(`"${tooMany[0]}" is one argument too many`);
      return compare(values, given, other);
    }
    if (rest.length > 0) throw wrong(`"${String(rest[0])}" is one argument too many`);
    if (verb === 'list' && given === undefined) return list(values.kits, json);
    if (verb === undefined || !verbs.includes(verb)) throw wrong(verb === undefined ? `say ${verbs.join(', ')}` : `there is no \`kit ${verb}\`${didYouMean(verb, verbs)}`);
    if (given === undefined) throw wrong(`${{ show: 'KIT', diff: 'KIT or SUBCONTRACT', upgrade: 'SUBCONTRACT' }[verb] ?? 'DIR'} is missing`);
    if (verb === 'show') return show(given, values.kits, json);
    if (verb === 'check') return check(given, json);
    if (verb === 'test') return test(given, values.kits, json);
    if (verb === 'upgrade') return upgrade(values, given, wrong);
    throw wrong(`"${given}" is one argument too many`);
  },
});

function list(more: readonly string[] | undefined, json: boolean): number {
  const kits = [...kitsAtHand(more).values()].map(({ manifest: { name, version, title }, folder }) => ({ name, version, title, folder }));
  if (json) console.log(JSON.stringify(kits));
  else for (const { name, version, title } of kits) console.log(`${name} ${version}  ${title}`);
  return 0;
}

function show(given: string, more: readonly string[] | undefined, json: boolean): number {
  const { manifest, codeHash } = findKit(given, more);
  if (json) {
    console.log(JSON.stringify({ ...manifest, text_with_defaults: textWithDefaults(manifest), code: codeHash }));
    return 0;
  }
  console.log(`${manifest.title}\n(${manifest.name} ${manifest.version}, code ${codeHash.slice(0, 16)}…)\n\n${textWithDefaults(manifest)}`);
  section('Parties', Object.entries(manifest.parties).map(([name, { says }]) => [name, says]));
  section('Parts that one takes up by personal consent', Object.entries(manifest.parts ?? {}).map(([name, { says }]) => [name, says]));
  section('Terms', Object.entries(manifest.terms).map(([name, field]) => [name, termLines(field).join('\n')]));
  section('Observations that it listens to', Object.entries(manifest.observations ?? {}).map(([name, rule]) => [name, `${rule.says ?? ''} (subject: ${subjectOf(manifest, rule.subject)})\n${fieldsOf(rule.fields)}`]));
  section('What else it hears of', sayWakes(manifest.wakes ?? {}).map(({ name, says }) => [name, says]));
  section('Actions that one may ask for', Object.entries(manifest.actions ?? {}).map(([name, rule]) => [name, `${[rule.says, askedByWords[rule.by ?? 'members']].filter((each) => each !== undefined && each !== '').join('; ')}\n${fieldsOf(rule.fields)}`]));
  section('Questions that it answers', Object.entries(manifest.questions ?? {}).map(([name, rule]) => [name, `${rule.says ?? ''}${Object.keys(rule.fields).length === 0 ? '' : `\n${fieldsOf(rule.fields)}`}`]));
  section('What it asks members, so that their answers propose terms', (manifest.survey ?? []).map((item) => [item.id, [item.question, ...sayItem(item)].join('\n')]));
  console.log(manifest.envelope.length === 0 ? '\nIt may debit nobody.' : `\nAt the very most it\n${manifest.envelope.flatMap((rule) => sayEnvelope(manifest, rule)).map((line) => `  ${line}`).join('\n')}`);
  return 0;
}

/** Each member is what goes without saying. */
const askedByWords: { readonly [by in AskedBy]: string } = { members: '', decision: 'by decision of the members alone', both: 'also by decision of the members' };

function termLines(field: Field): string[] {
  const { label, unit, says } = field;
  const meant = [label, says].filter((each) => each !== undefined).join(': ');
  return [`${sayType(field)}${unit === undefined ? '' : `, in ${unit}`}; default: ${sayDefault(field)}`, ...(meant === '' ? [] : [meant])];
}

function subjectOf(manifest: KitManifest, term: string): string {
  const field = manifest.terms[term];
  return field?.type === 'map' ? `those in the term ${term}` : `the term ${term}, ${field === undefined ? '' : sayDefault(field)}`;
}

function fieldsOf(fields: Fields): string {
  return Object.entries(fields).map(([name, field]) => `${name}: ${sayType(field)}${field.optional === true ? ', may be left out' : ''}${field.says === undefined ? '' : ` (${field.says})`}`).join('\n');
}

function section(title: string, rows: readonly (readonly [string, string])[]): void {
  if (rows.length === 0) return;
  console.log(`\n${title}:`);
  for (const [name, says] of rows) {
    const [first = '', ...others] = says.split('\n').filter((line) => line !== '');
    console.log(`  ${name}: ${first}`);
    for (const line of others) console.log(`      ${line}`);
  }
}

function check(given: string, json: boolean): number {
  const folder = requireFolder(given);
  const { problems } = checkKit(folder);
  if (json) console.log(JSON.stringify({ kit: basename(resolve(folder)), ok: problems.length === 0, problems: problems.map((problem) => join(folder, problem)) }));
  else if (problems.length === 0) console.log(`ok   ${folder}: the manifest and the code are in order`);
  for (const problem of problems) console.error(join(folder, problem));
  return problems.length === 0 ? 0 : exitUnable;
}

/** A kit's scenarios are played with this kit at hand, wherever it lies. */
async function test(given: string, more: readonly string[] | undefined, json: boolean): Promise<number> {
  const folder = requireFolder(given);
  const checked = check(folder, false);
  if (checked !== 0) {
    if (json) console.log(JSON.stringify({ kit: basename(resolve(folder)), ok: false, error: 'the kit can\'t be used' }));
    return checked;
  }
  const files = globSync(join(folder, 'scenarios', '*.yaml')).sort();
  if (files.length === 0) {
    console.error(`${folder}: a kit without scenarios isn't a kit: they are its examples and its tests. Put at least one into ${join(folder, 'scenarios')}/`);
    return exitNo;
  }
  const own = loadKit(folder);
  const kits = new Map([...kitsAtHand(more), [own.manifest.name, own] as const]);
  const sandbox = await createCodeSandbox();
  return files.reduce((status, file) => Math.max(status, runFile(file, kits, sandbox, json)), 0);
}

function requireFolder(given: string): string {
  const folder = kitFolder(given);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new UsageError(`there is no folder ${given}`, `Give a kit's folder, or the name of one in ${ownKits}`);
  return folder;
}
