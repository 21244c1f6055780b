/** `frankpledge sensing check`: whether what sensing said can be come to again. */
import { checkSensing, type SensingChecked } from '../host/sensing-check.ts';
import { dataFolder } from './acting.ts';
import { defineCommand } from './arguments.ts';
import { exitNo } from './errors.ts';
import { createProgress } from './progress.ts';
import { reading } from './reading.ts';

/** Observations that differ and are shown to people; `--json` has all. */
const differShownMax = 20;

export const check = defineCommand({
  name: 'sensing check',
  usage: '[--data DIR] [--json]',
  says: 'recomputes from the readings that are kept what each observation commits to, and from the log\'s decided cases how sure it says to be; exit status 1 if one differs',
  options: { data: { type: 'string', default: dataFolder }, json: { type: 'boolean' } },
  names: [],
  run: ({ values }) => reading(values, (connection) => {
    const progress = createProgress('checking');
    const checked = checkSensing({ journal: connection.journal, records: connection.state.seq, hasher: connection.hasher, folder: connection.folder }, progress.at);
    progress.end();
    return { shown: { ok: checked.differ.length === 0, ...checked }, lines: linesOf(checked), status: checked.differ.length === 0 ? 0 : exitNo };
  }),
});

function linesOf({ observations, kept, erased, calibrated, differ }: SensingChecked): string[] {
  return [
    `${observations} ${observations === 1 ? 'observation was' : 'observations were'} made from readings.`,
    `  ${kept} rest on readings that are kept, and are those that the record commits to`,
    `  ${erased} rest on readings that are erased, or lie elsewhere: their commitments can't be recomputed any more`,
    `  ${calibrated} are as sure as follows from what the log had decided by then`,
    ...(differ.length === 0 ? ['Nothing differs.'] : [`${differ.length} DIFFER:`, ...differ.slice(0, differShownMax).map(({ observation, record, says }) => `  ${observation} (record ${record}): ${says}`)]),
  ];
}
