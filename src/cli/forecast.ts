/** `frankpledge forecast SOURCE`: the months ahead, by the agreements in force and what is assumed. */
import { TermsFileError } from '../host/backtest.ts';
import { forecastMonthsMax, runForecast, type ForecastTask } from '../host/forecast.ts';
import { readTextFile } from '../host/text-file.ts';
import { defineCommand, readPairs } from './arguments.ts';
import { forecastText } from './forecast-text.ts';
import { FileError } from './problems.ts';
import { createSteps } from './progress.ts';

export const forecast = defineCommand({
  name: 'forecast',
  usage: 'SOURCE [--member ID] [--months N] [--behind N] [--income FILE.yaml | --income none] [--subcontract ID --set TERM=VALUE…] [--json]',
  says: 'says what the agreements in force will do in the months ahead: what will be paid, to whom, under which agreement, what stays owed, what is covered how long. Assumes that what brought income lately comes again, unless a file says what to assume (incomes, payouts, payments, requests, consents; page 21 of the manual shows one), or none; with --set, as if other terms were in force. Touches nothing',
  options: { member: { type: 'string' }, months: { type: 'string' }, behind: { type: 'string' }, income: { type: 'string' }, subcontract: { type: 'string' }, set: { type: 'string', multiple: true }, json: { type: 'boolean' } },
  names: ['SOURCE'],
  run: async ({ values: { member = null, months: given = '3', behind: back = '', income, subcontract, set = [], json }, wrong, positionals: [source = ''] }) => {
    const months = Number(given);
    if (!Number.isInteger(months) || months < 1 || months > forecastMonthsMax) throw wrong(`--months is a whole number from 1 to ${forecastMonthsMax}, not "${given}"`);
    if (!/^\d{0,3}$/.test(back)) throw wrong(`--behind is a number of months, not "${back}"`);
    if ((subcontract === undefined) !== (set.length === 0)) throw wrong('other terms are tried with both: --subcontract ID and --set TERM=VALUE');
    const change = subcontract === undefined ? {} : { change: { label: set.join(', '), subcontract, set: readPairs(set, wrong) } };
    const progress = createSteps();
    try {
      const shown = await runForecast({ source, months, member, assume: assumed(income), ...(back === '' ? {} : { behind: Number(back) }), ...change }, ({ part, what }) => progress.at(part, what === 'reading' ? 'reading the log' : what));
      progress.end();
      console.log(json === true ? JSON.stringify(shown) : forecastText(shown));
      return 0;
    } catch (error) {
      progress.end();
      if (error instanceof TermsFileError) throw new FileError(error.found.file, error.found.problems);
      throw error;
    }
  },
});

function assumed(file: string | undefined): ForecastTask['assume'] {
  if (file === undefined) return 'as_lately';
  if (file === 'none') return 'nothing';
  const read = readTextFile(file);
  if ('problem' in read) throw new FileError(file, [read.problem]);
  return { file, text: read.text };
}
