/** Sensing's past as a running collective says it, to whoever has a link that lets read. */
import type { BindingShown, IncidentsShown } from '../views/sensing-shown.ts';
import type { MemberShown, SubcontractDetail, SubcontractShown } from '../views/shown.ts';
import type { PastCaseShown, PastCasesShown, SensingShown } from '../views/things-shown.ts';
import { createLogClient, LogClientError } from './log-client.ts';
import { cutoffsIn, type SensingPast } from './sensing-past.ts';

/**
 * @param link the address, with `?link=SECRET` where reading needs one
 * @throws LogClientError, each of them, when it can't be read there
 */
export function pastAt(link: string): SensingPast {
  const client = createLogClient(link);
  const ask = async <T>(path: string): Promise<T> => {
    const bytes = await client.get(path);
    if (bytes === undefined) throw new LogClientError('missing', `${client.url} has no ${path}`, 'Check the address; an older version may not know it.');
    try {
      return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as T;
    } catch {
      throw new LogClientError('nonsense', `${client.url}${path} answers with something else than Frankpledge does`, 'Check the address.');
    }
  };
  const bindings = async (): Promise<readonly BindingShown[]> => (await ask<SensingShown>('/api/sensing')).bindings;
  return {
    place: { url: client.url },
    names: async () => ({ subcontracts: (await ask<readonly SubcontractShown[]>('/api/subcontracts')).map(({ id }) => id), bindings: (await bindings()).map(({ id }) => id) }),
    async cases({ subcontract, binding }) {
      let cases: readonly PastCaseShown[] = [];
      for (;;) {
        const query = new URLSearchParams({ ...(subcontract === undefined ? {} : { subcontract }), ...(binding === undefined ? {} : { binding }), skip: String(cases.length) });
        const before = (await ask<PastCasesShown>(`/api/cases?${query}`)).cases;
        cases = [...before, ...cases];
        if (before.length === 0) return cases;
      }
    },
    cutoffs: async (subcontract) => {
      const { manifest, exactTerms } = await ask<SubcontractDetail>(`/api/subcontracts/${subcontract}`);
      return cutoffsIn(manifest, exactTerms);
    },
    harm: async () => ({
      places: (await ask<IncidentsShown>('/api/incidents')).places, bindings: (await bindings()).flatMap(({ binding }) => binding ?? []),
      people: (await ask<readonly MemberShown[]>('/api/members')).filter(({ left, commons }) => left === null && !commons).map(({ id }) => id),
    }),
  };
}
