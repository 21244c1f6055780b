/** What the agreements watch: from it one chooses whose stream it is. */
import { useEffect, useState } from 'react';
import type { SubcontractDetail, SubcontractShown } from '../../../src/views/shown.ts';
import { getJson } from '../api/get.ts';
import { phrase } from '../messages/phrase.ts';

export type SubjectShown = { readonly subject: string; readonly subcontract: string; readonly title: string; readonly events: readonly string[] };

/** Of each agreement: what its terms name, with what it listens to of it. */
export function subjectsOf({ id, title, terms, manifest }: Pick<SubcontractDetail, 'id' | 'title' | 'terms' | 'manifest'>): SubjectShown[] {
  const events = new Map<string, string[]>();
  for (const [event, { subject: term }] of Object.entries(manifest.observations ?? {})) {
    const named = terms[term];
    const subjects = typeof named === 'string' ? [named] : typeof named === 'object' && named !== null && !Array.isArray(named) ? Object.keys(named) : [];
    for (const subject of subjects) events.set(subject, [...(events.get(subject) ?? []), event]);
  }
  return [...events].map(([subject, heard]) => ({ subject, subcontract: id, title: phrase(title), events: heard }));
}

/** Empty until the agreements have answered. */
export function useSubjects(subcontracts: readonly SubcontractShown[]): readonly SubjectShown[] {
  const [subjects, setSubjects] = useState<readonly SubjectShown[]>([]);
  const versions = subcontracts.map(({ id, adopted }) => `${id} ${adopted}`).join('\n');
  useEffect(() => {
    const asking = new AbortController();
    const ids = versions.split('\n').map((each) => each.split(' ', 1)[0] ?? '').filter((id) => id !== '');
    void Promise.all(ids.map((id) => getJson<SubcontractDetail>(`/api/subcontracts/${id}`, asking.signal))).then((answers) => {
      if (!asking.signal.aborted) setSubjects(answers.flatMap((got) => (got.ok ? subjectsOf(got.value) : [])));
    });
    return () => asking.abort();
  }, [versions]);
  return subjects;
}
