/** Who listens to an observation. What nobody listens to is data, and yet often a word that was written wrongly: a note says so. */
import { isObject } from '../vocabulary/json.ts';
import type { Field, KitManifest, ObservationRule } from '../vocabulary/kit.ts';
import type { Names } from './names.ts';
import type { ScenarioSubcontract } from './scenario.ts';
import type { Place } from './yaml-place.ts';

type Listener = { readonly subcontract: ScenarioSubcontract; readonly manifest: KitManifest; readonly event: string; readonly rule: ObservationRule };

/** The fields of an event, over all adopted kits that know it; undefined when none does: then it is data that nobody listens to. */
export function fieldsOf(event: string, names: Names): ReadonlyMap<string, { readonly rule: Field; readonly subcontract: ScenarioSubcontract }> | undefined {
  const listeners = listenersOf(names).filter((each) => each.event === event);
  if (listeners.length === 0) return undefined;
  return new Map(listeners.flatMap(({ subcontract, rule }) => Object.entries(rule.fields).map(([name, field]) => [name, { rule: field, subcontract }] as const)));
}

export function noteUnheard(observe: Place, event: string, subject: string, names: Names): void {
  const all = listenersOf(names);
  if (all.length === 0 || event === '' || subject === '') return;
  const listening = all.filter((each) => each.event === event);
  if (listening.length === 0) {
    return observe.need('event').note(`nobody listens to event "${event}"`, event, [...new Set(all.map((each) => each.event))]);
  }
  const subjects = [...new Set(listening.flatMap(subjectsOf))];
  if (subjects.length > 0 && !subjects.includes(subject)) observe.need('subject').note(`nobody listens to ${event} of subject "${subject}"`, subject, subjects);
}

function listenersOf(names: Names): Listener[] {
  return names.subcontracts.flatMap((subcontract) => {
    const manifest = names.kits.get(subcontract.kit);
    if (manifest === undefined) return [];
    return Object.entries(manifest.observations ?? {}).map(([event, rule]) => ({ subcontract, manifest, event, rule }));
  });
}

/** The subjects in the term that the rule names: as agreed here, or the kit's default. */
function subjectsOf({ subcontract, manifest, rule }: Listener): string[] {
  const agreed = Object.hasOwn(subcontract.terms, rule.subject) ? subcontract.terms[rule.subject] : manifest.terms[rule.subject]?.default;
  return isObject(agreed) ? Object.keys(agreed) : [String(agreed)];
}
