/** Holds what a scenario expects of deciding together against what came to be. */
import type { Charter, CharterPart } from '../vocabulary/charter.ts';
import type { PilotMeasure } from '../vocabulary/changes.ts';
import { formatDecimal } from '../vocabulary/decimals.ts';
import { isObject, type Json, type JsonObject } from '../vocabulary/json.ts';
import { compareLists, same, type Fail } from './comparing.ts';
import type { CommentShown, Decision, Expected, Standing } from './scenario.ts';

/** How what was decided on stands now; a proposal or an amendment goes by its name in the file. */
export type DecidingActual = {
  /** Null: it could not be made, or hasn't been yet. */
  decision(proposal: string): Decision | null;
  /** Null: there never was one of this name. */
  standing(subcontract: string): Standing | null;
  /** Members whom it binds, in order of id. */
  bound(subcontract: string): readonly string[];
  /** Those who belong, in order of id. */
  readonly members: readonly string[];
  readonly founded: boolean;
  readonly charter: Charter | null;
  /** Null: it could not be made. */
  revision(proposal: string): number | null;
  unconfirmed(proposal: string): readonly string[];
  winner(proposal: string): string | null;
  tied(proposal: string): readonly string[];
  count(proposal: string): JsonObject | null;
  comments(proposal: string): readonly CommentShown[];
  /** Null: there was no pilot of this name. */
  measured(subcontract: string): { readonly [measure in PilotMeasure]: number } | null;
  /** In order. */
  readonly ratified: readonly string[];
  /** Of the unit that a subcontract is in. */
  decimalsIn(subcontract: string): number;
};

export function checkDeciding(expected: Expected, actual: DecidingActual, fail: Fail): void {
  const each = <T>(path: string, wanted: T, found: T): void => {
    if (!same([wanted], [found])) fail(path, wanted as Json, found as Json);
  };
  for (const { proposal, how } of expected.decision ?? []) each(`decision.${proposal}`, how, actual.decision(proposal));
  for (const { subcontract, how } of expected.standing ?? []) each(`standing.${subcontract}`, how, actual.standing(subcontract));
  for (const { subcontract, members } of expected.bound ?? []) each(`bound.${subcontract}`, members, actual.bound(subcontract));
  if (expected.members !== undefined) each('members', expected.members, actual.members);
  if (expected.founded !== undefined) each('founded', expected.founded, actual.founded);
  for (const [part, value] of Object.entries(expected.charter ?? {})) each(`charter.${part}`, value as Json, (actual.charter?.[part as CharterPart] ?? null) as Json);
  for (const { proposal, number } of expected.revision ?? []) each(`revision.${proposal}`, number, actual.revision(proposal));
  for (const { proposal, members } of expected.unconfirmed ?? []) {
    const found = actual.unconfirmed(proposal);
    each(`unconfirmed.${proposal}`, members, typeof members === 'number' ? found.length : found);
  }
  for (const { proposal, option } of expected.winner ?? []) each(`winner.${proposal}`, option, actual.winner(proposal));
  for (const { proposal, options } of expected.tied ?? []) each(`tied.${proposal}`, options, actual.tied(proposal));
  for (const { proposal, figures } of expected.count ?? []) compareFigures(`count.${proposal}`, figures, actual.count(proposal), fail);
  for (const { proposal, comments } of expected.comments ?? []) compareLists(`comments.${proposal}`, comments, actual.comments(proposal), (one) => one as Json, fail);
  for (const { subcontract, figures } of expected.measured ?? []) compareMeasured(subcontract, figures, actual, fail);
  if (expected.ratified !== undefined) each('ratified', expected.ratified, actual.ratified);
}

/** Only those that are named, at any depth. */
function compareFigures(path: string, wanted: JsonObject, found: JsonObject | null, fail: Fail): void {
  if (found === null) return fail(path, wanted, found);
  for (const [name, figure] of Object.entries(wanted)) {
    const there = found[name] ?? null;
    if (isObject(figure) && isObject(there)) compareFigures(`${path}.${name}`, figure as JsonObject, there as JsonObject, fail);
    else if (!same([figure], [there])) fail(`${path}.${name}`, figure, there);
  }
}

function compareMeasured(subcontract: string, wanted: { readonly [measure in PilotMeasure]?: number }, actual: DecidingActual, fail: Fail): void {
  const found = actual.measured(subcontract);
  const show = (measure: string, figure: number): Json => (measure === 'paid' || measure === 'owed' ? formatDecimal(figure, actual.decimalsIn(subcontract)) : figure);
  for (const [measure, figure] of Object.entries(wanted)) {
    const there = found?.[measure as PilotMeasure];
    if (figure !== there) fail(`measured.${subcontract}.${measure}`, show(measure, figure), there === undefined ? null : show(measure, there));
  }
}
