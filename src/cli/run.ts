/** `frankpledge run FILE… [--json]`: plays scenario files. */
import { createCodeSandbox } from '../host/codes.ts';
import type { CodeSandbox } from '../vocabulary/runner.ts';
import { FoundingRefused } from '../host/founding.ts';
import type { Kit } from '../host/kits.ts';
import { playScenario, StepFailed, type Played } from '../host/play.ts';
import { readScenario, zoneNames, type Problem, type Scenario } from '../host/scenarios.ts';
import { readTextFile } from '../host/text-file.ts';
import { defineCommand } from './arguments.ts';
import { exitNo, exitUnable, UsageError } from './errors.ts';
import { kitsAtHand } from './find-kit.ts';
import { printNotes, printProblems } from './problems.ts';
import { commandLine } from '../vocabulary/command-line.ts';

export const run = defineCommand({
  name: 'run',
  usage: 'FILE… [--json] [--kits DIR]',
  says: 'plays scenario files: exit status 0 if all expectations hold, 1 if one doesn\'t, 2 if a file can\'t be read',
  options: { json: { type: 'boolean' }, kits: { type: 'string', multiple: true } },
  run: async ({ values, positionals }) => {
    if (positionals.length === 0) throw new UsageError('no scenario file was given', `Give one or more: ${commandLine('run kits/firewood/scenarios/*.yaml')}`);
    const kits = kitsAtHand(values.kits);
    const sandbox = await createCodeSandbox();
    let status = 0;
    for (const file of positionals) status = Math.max(status, runFile(file, kits, sandbox, values.json === true));
    return status;
  },
});

export function runFile(file: string, kits: ReadonlyMap<string, Kit>, sandbox: CodeSandbox, json: boolean): number {
  const read = readTextFile(file);
  if ('problem' in read) return unreadable(file, json, [read.problem]);
  const scenario = readScenario(read.text, { kits: new Map([...kits].map(([name, kit]) => [name, kit.manifest])), zones: zoneNames() });
  if (!scenario.ok) return unreadable(file, json, scenario.problems);
  printNotes(file, scenario.notes);
  try {
    const played = playScenario(scenario.value, read.text, kits, sandbox);
    return json ? printJson(file, scenario.value, played) : printLines(file, scenario.value, played);
  } catch (error) {
    return unreadable(file, json, [playProblem(error)]);
  }
}

/** What only playing brings to light. */
function playProblem(error: unknown): Problem {
  if (error instanceof FoundingRefused) return { line: error.line ?? 1, path: error.path, message: `${error.message} [${error.refusal.code}]` };
  if (!(error instanceof StepFailed)) throw error;
  return { line: error.line, path: `timeline[${error.step - 1}]`, message: `${error.message} (a fault of the program or of the kit: please report it)` };
}

function printJson(file: string, scenario: Scenario, { failures, balances, owed, postings, records, root }: Played): number {
  const ok = failures.length === 0;
  console.log(JSON.stringify({ file, title: scenario.title, ok, failures, balances, owed, postings, records, root }));
  return ok ? 0 : exitNo;
}

function printLines(file: string, scenario: Scenario, played: Played): number {
  const { failures, records, postings } = played;
  console.log(`${failures.length === 0 ? 'ok  ' : 'FAIL'} ${file}: ${scenario.title} (${scenario.timeline.length} steps, ${records} records, ${postings} postings)`);
  if (failures.length > 0) for (const { step, code, detail } of played.refused) console.log(`  note: step ${step} was refused: ${detail} [${code}]`);
  for (const { step, path, expected, actual } of failures) {
    const line = scenario.timeline.find((each) => each.number === step)?.line ?? 0;
    console.log(`  step ${step} (line ${line}) ${path}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`);
  }
  return failures.length === 0 ? 0 : exitNo;
}

/** With --json, standard output still has one object for the file; the lines for people go to standard error. */
function unreadable(file: string, json: boolean, problems: readonly Problem[]): number {
  printProblems(file, problems);
  if (json) console.log(JSON.stringify({ file, ok: false, error: problems }));
  return exitUnable;
}
