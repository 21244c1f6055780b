/** What can be asked of sensing: what is bound, what measures a member, who looked, what is disputed, where harm was. */
import { compareIds } from '../vocabulary/ids.ts';
import type { StreamName } from '../vocabulary/sensing.ts';
import { sayDispute } from './sensing-words.ts';
import type { BindingShown, DisputeShown, HarmShown, IncidentsShown, LookShown, MeasuringShown } from './sensing-shown.ts';
import type { BindingView, DisputeView, View } from './view.ts';

/** Those in force, by name; then those that have ended, the latest first. */
export function bindingsOf(view: View): BindingShown[] {
  const all = [...view.bindings.values()];
  const inForce = all.filter(({ binding }) => binding !== null).sort((a, b) => compareIds(a.id, b.id));
  return [...inForce, ...all.filter(({ binding }) => binding === null).reverse()].map(bindingShown);
}

/** Undefined: there never was one of this name, or it ended too long ago. */
export function bindingOf(view: View, id: string): BindingShown | undefined {
  const known = view.bindings.get(id);
  return known === undefined ? undefined : bindingShown(known);
}

/** Members whom the stream measures, ascending. */
export function measuredBy(view: View, stream: StreamName): string[] {
  const of = [...view.bindings.values()].flatMap(({ binding }) => (binding?.streams ?? []).filter((each) => each.stream === stream).flatMap((each) => each.of ?? []));
  return [...new Set(of)].sort(compareIds);
}

export function measuringOf(view: View, member: string): MeasuringShown {
  const uses = [...view.bindings.values()].flatMap(({ binding }) => (binding === null ? [] : binding.streams.map((each) => ({ binding, each }))));
  const permitted = [...view.permits.values()].filter((each) => each.member === member);
  const measuring = uses.filter(({ each }) => each.of?.includes(member) === true).map(({ each }) => each.stream);
  // What is permitted stands also where the binding has ended: it holds again with the next one.
  const streams = [...new Set([...measuring, ...permitted.map(({ permit }) => permit.stream)])].sort(compareIds);
  return {
    streams: streams.map((stream) => ({
      stream,
      bindings: uses.filter(({ each }) => each.stream === stream).map(({ binding: { id, subject, method }, each: { as } }) => ({ id, subject, method, as })),
      others: measuredBy(view, stream).filter((other) => other !== member),
      permits: permitted.filter(({ permit }) => permit.stream === stream),
    })),
    ended: view.permitsEnded.filter((each) => each.member === member).reverse(),
    looks: looksOf(view, member),
  };
}

/** At readings of a member, or of any; the latest first. */
export function looksOf(view: View, member?: string): LookShown[] {
  return view.looks.filter(({ of }) => member === undefined || of.includes(member)).reverse();
}

/** Open ones, then those that have ended; the latest first. */
export function disputesOf(view: View): DisputeShown[] {
  return [...[...view.disputes.values()].reverse(), ...[...view.judged].reverse()].map((each) => disputeShown(view, each));
}

export function incidentsOf(view: View): IncidentsShown {
  const places = [...view.harm].map(([place, severities]): HarmShown => ({ place, severities, count: Object.values(severities).reduce((sum, count) => sum + count, 0) }));
  return { incidents: [...view.incidents].reverse(), places: places.sort(byHarm) };
}

/** The most of the worst kind first. */
function byHarm(a: HarmShown, b: HarmShown): number {
  const worst = ([5, 4, 3, 2, 1] as const).map((severity) => b.severities[severity] - a.severities[severity]).find((difference) => difference !== 0);
  return worst ?? compareIds(a.place, b.place);
}

function bindingShown({ id, binding, versions }: BindingView): BindingShown {
  return { id, binding, words: versions.at(-1)?.words ?? id, versions: [...versions].reverse() };
}

function disputeShown(view: View, known: DisputeView): DisputeShown {
  const named = known.disputed?.values['by'];
  const deciders = (view.charter?.rights.review ?? []).filter((member) => member !== known.by && member !== named && view.members.get(member)?.left === null);
  return { ...known, deciders: deciders.length === 0 ? null : deciders, words: sayDispute(view, known, known.end) };
}
