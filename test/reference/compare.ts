// Holds the product against the model:
//   npx node test/reference/compare.ts [--kit K] [--seeds 1..50] [--steps 20..300] [--every 5] [--doubtful] [--leave-out LABEL,…] [--command "…"] [FILE…]
// Without files it generates them, puts what the model expects into them every few steps, and runs them through the
// product's command. At the first difference of a file it prints the smallest scenario that still differs, the doubts
// that the model had, and the one command that repeats it. With files it holds each against the model and the product.
// --model-only leaves out the product. Exit status 0 if nothing differs, else 1.

import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { differences, sorted } from './expectations.ts'
import { type Choice, generate, kits } from './generate.ts'
import { play } from './model.ts'
import { type Answer, runFiles, runScenarios } from './product.ts'
import { Random } from './random.ts'
import { type Scenario, type Step, readScenario, writeScenario } from './scenario.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    kit: { type: 'string' },
    seeds: { type: 'string', default: '1..50' },
    steps: { type: 'string', default: '20..300' },
    every: { type: 'string', default: '5' },
    command: { type: 'string', default: 'npm run -s frankpledge --' },
    doubtful: { type: 'boolean', default: false },
    'leave-out': { type: 'string', default: '' },
    'model-only': { type: 'boolean', default: false },
  },
})

const command = values.command.split(' ')
const batchMax = 20
/** Shrinking one takes many runs of the command. */
const reportsMax = 5
const shrinkMs = 120_000

process.exitCode = positionals.length > 0 ? compareFiles(positionals) : compareGenerated()

function compareGenerated(): number {
  const chosen = kits.filter(k => values.kit === undefined || values.kit === k)
  if (chosen.length === 0) throw new Error(`unknown kit: ${kits.join(', ')}`)
  const jobs = range(values.seeds).flatMap(seed => chosen.map(kit => ({ kit, seed, steps: stepsOf(seed) })))
  let different = 0
  let played = 0
  for (let i = 0; i < jobs.length; i += batchMax) {
    const batch = jobs.slice(i, i + batchMax).map(job => ({ ...job, scenario: generate({ ...job, doubtful: values.doubtful, leaveOut: values['leave-out'].split(',') }) }))
    played += batch.reduce((total, job) => total + job.scenario.timeline.length, 0)
    if (values['model-only']) {
      for (const job of batch) play(job.scenario)
      continue
    }
    const asked = batch.map(job => expecting(job.scenario, Number(values.every)))
    for (const [n, answer] of runScenarios(asked, command).entries()) {
      const job = batch[n]
      if (!job || agrees(job.scenario, answer)) continue
      different += 1
      if (different > reportsMax) console.log(`${job.kit}, seed ${job.seed}, ${job.steps} steps: differs at step ${originalStep(answer)}`)
      else report(job.kit, job.seed, job.steps, job.scenario)
    }
  }
  console.log(`${jobs.length} scenarios, ${played} steps, ${different} differ`)
  return different > 0 ? 1 : 0
}

function originalStep(answer: Answer): string {
  const step = answer.failures[0]?.step
  if (step === undefined) return 'the end'
  const every = Number(values.every)
  return `${step - Math.ceil(step / (every + 1))} or up to ${every - 1} before`
}

/** A whole range is drawn from by the seed, small ones more often. */
function stepsOf(seed: number): number {
  const all = range(values.steps)
  const from = all[0] ?? 20
  const to = all.at(-1) ?? from
  const x = new Random(seed).next()
  return Math.round(from * (to / from) ** x)
}

function range(text: string): number[] {
  const [from = 1, to = from] = text.split('..').map(Number)
  return Array.from({ length: to - from + 1 }, (_, i) => from + i)
}

/** The scenario with what the model says in it, after every so many steps and at the end. */
function expecting(scenario: Scenario, every: number): Scenario {
  const timeline: Step[] = []
  play(scenario, (step, number, world) => {
    timeline.push(step)
    if (number % every === 0 || number === scenario.timeline.length) timeline.push({ at: step.recorded_at ?? step.at, expect: world.state() })
  })
  return { ...scenario, timeline }
}

function agrees(scenario: Scenario, answer: Answer | undefined): boolean {
  if (!answer || answer.failures.length > 0 || !answer.ok) return false
  const model = play(scenario)
  for (const [member, units] of Object.entries(model.balances)) {
    for (const [unit, amount] of Object.entries(units)) {
      if (Number(answer.balances[member]?.[unit] ?? 0) !== Number(amount)) return false
    }
  }
  return sorted(answer.owed) === sorted(model.owed)
}

// The smallest scenario that differs

function differs(scenarios: Scenario[]): boolean[] {
  const asked = scenarios.map(s => expecting(s, s.timeline.length))
  return runScenarios(asked, command).map((answer, i) => !agrees(scenarios[i] ?? asked[0]!, answer))
}

function report(kit: Choice, seed: number, steps: number, scenario: Scenario): void {
  const smallest = shrink(shortestPrefix(scenario))
  const asked = expecting(smallest, smallest.timeline.length)
  console.log(`\n──── ${kit}, seed ${seed}, ${steps} steps: differs, at the smallest in ${smallest.timeline.length} of ${scenario.timeline.length} steps`)
  console.log(writeScenario(asked))
  for (const f of runScenarios([asked], command)[0]?.failures ?? []) console.log(`step ${f.step} ${f.path}\n  model   ${text(f.expected)}\n  product ${text(f.actual)}`)
  const doubts = labels(smallest)
  if (doubts.size > 0) console.log(`doubts: ${[...doubts].join(', ')}`)
  console.log(`again: npx node test/reference/compare.ts --kit ${kit} --seeds ${seed} --steps ${steps} --every ${values.every}${values.doubtful ? ' --doubtful' : ''}${values['leave-out'] ? ` --leave-out ${values['leave-out']}` : ''}`)
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** By halves: the first step after which the two differ. */
function shortestPrefix(scenario: Scenario): Scenario {
  const prefix = (n: number): Scenario => ({ ...scenario, timeline: scenario.timeline.slice(0, n) })
  let same = 0
  let different = scenario.timeline.length
  if (!differs([prefix(different)])[0]) {
    // Different only on the way: look at every step.
    const all = Array.from({ length: different }, (_, i) => prefix(i + 1))
    for (let i = 0; i < all.length; i += batchMax) {
      const part = all.slice(i, i + batchMax)
      const first = part[differs(part).indexOf(true)]
      if (first) return first
    }
    return scenario
  }
  while (different - same > 1) {
    const middle = (same + different) >> 1
    if (differs([prefix(middle)])[0]) different = middle
    else same = middle
  }
  return prefix(different)
}

/** Leaves out steps, ever fewer at a time, as long as the rest still differs and raises no new doubt. */
function shrink(scenario: Scenario): Scenario {
  let smallest = scenario
  const until = Date.now() + shrinkMs
  for (let size = scenario.timeline.length >> 1; size >= 1; size = size >> 1) {
    for (let again = true; again;) {
      again = false
      const tries: Scenario[] = []
      for (let from = 0; from < smallest.timeline.length; from += size) {
        const timeline = smallest.timeline.filter((_, i) => i < from || i >= from + size)
        const less = { ...smallest, timeline }
        if (timeline.length > 0 && (values.doubtful || noNewDoubt(less, smallest))) tries.push(less)
      }
      for (let i = 0; i < tries.length && !again && Date.now() < until; i += batchMax) {
        const part = tries.slice(i, i + batchMax)
        const found = part[differs(part).indexOf(true)]
        if (found) {
          smallest = found
          again = true
        }
      }
    }
  }
  return smallest
}

function noNewDoubt(less: Scenario, than: Scenario): boolean {
  const known = labels(than)
  return [...labels(less)].every(label => known.has(label))
}

function labels(scenario: Scenario): Set<string> {
  return new Set(play(scenario).doubts.map(d => d.label))
}

// Files written by hand

function compareFiles(files: string[]): number {
  let wrong = 0
  const say = (file: string, who: string, list: { step: number, path: string, expected: unknown, actual: unknown }[]): void => {
    if (list.length > 0) wrong += 1
    for (const f of list) console.log(`${file}: ${who}: step ${f.step} ${f.path}: expected ${text(f.expected)}, actual ${text(f.actual)}`)
  }
  for (const file of files) {
    const scenario = readScenario(readFileSync(file, 'utf8'))
    say(file, 'model', differences(scenario))
    for (const d of play(scenario).doubts) console.log(`${file}: doubt: step ${d.step} ${d.label}`)
  }
  if (!values['model-only']) for (const answer of runFiles(files, command)) say(answer.file, 'product', answer.failures)
  console.log(`${files.length} files, ${wrong} wrong`)
  return wrong > 0 ? 1 : 0
}
