// The product as a user meets it: its command, its one line of JSON for each file.

import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Difference } from './expectations.ts'
import { type Owed, type Scenario, writeScenario } from './scenario.ts'

export interface Answer {
  file: string
  ok: boolean
  failures: Difference[]
  balances: Record<string, Record<string, string>>
  owed: Owed[]
}

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Runs files; throws what the command says when it can't read one. */
export function runFiles(files: string[], command: string[]): Answer[] {
  const [name = '', ...rest] = command
  const done = spawnSync(name, [...rest, 'run', ...files, '--json'], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 30 })
  if (done.error) throw done.error
  const answers = done.stdout.split('\n').filter(line => line.startsWith('{')).map(line => JSON.parse(line) as Answer)
  if ((done.status ?? 2) > 1 || answers.length !== files.length) {
    throw new Error(`exit status ${done.status}, ${answers.length} answers to ${files.length} files\n${done.stderr}\n${done.stdout.slice(0, 2000)}`)
  }
  return answers
}

/** Runs scenarios, in their order; one that can't be run answers with the error as its one failure. */
export function runScenarios(scenarios: Scenario[], command: string[]): Answer[] {
  const folder = mkdtempSync(join(tmpdir(), 'reference-'))
  mkdirSync(folder, { recursive: true })
  try {
    const files = scenarios.map((scenario, i) => {
      const file = join(folder, `${i}.yaml`)
      writeFileSync(file, writeScenario(scenario))
      return file
    })
    try {
      return runFiles(files, command)
    } catch (error) {
      if (files.length > 1) return files.flatMap(file => runOne(file, command))
      return [failed(files[0] ?? '', error)]
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function runOne(file: string, command: string[]): Answer[] {
  try {
    return runFiles([file], command)
  } catch (error) {
    return [failed(file, error)]
  }
}

function failed(file: string, error: unknown): Answer {
  return { file, ok: false, failures: [{ step: 1, path: 'the command', expected: 'an answer', actual: String(error) }], balances: {}, owed: [] }
}
