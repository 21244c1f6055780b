// A scenario file as the model sees it: read, written, and its decimals made exact.

import { parse } from 'yaml'

export type Decimal = string | number

export interface Scenario {
  title: string
  collective: { name: string, zone: string, reviewer?: string, units: Record<string, { decimals: number }> }
  members: Member[]
  subcontracts: Subcontract[]
  timeline: Step[]
}

export interface Member {
  id: string
  opening?: Record<string, string>
  means?: Record<string, string>
  floor?: Record<string, string>
}

export interface Subcontract {
  id: string
  kit: 'firewood' | 'cash-box'
  parties: Record<string, string>
  terms?: Terms
  consents?: 'all' | string[]
}

export interface Terms {
  unit?: string
  pile?: string
  base_price?: string
  brackets?: { from: string, times: number }[]
  pieces_at_once?: number
  event_cutoff?: Decimal
  person_cutoff?: Decimal
  return_window_minutes?: number
  review_days?: number
  stock_below?: number
  house_below_celsius?: Decimal
  compensation?: string
  houses?: Record<string, string>
  box?: string
  loan_days?: number
  loan_max?: string
  guarantee_max?: string
}

export interface Observation {
  id: string
  subject: string
  event: string
  by?: string | null
  count?: number
  mass_g?: number
  celsius?: Decimal
  amount?: string
  p?: { event: Decimal, person: Decimal }
}

export interface Request {
  by: string
  subcontract: string
  action: string
  with: { observation?: string, amount?: string, reason?: string }
}

export interface Owed { from: string, to: string, unit: string, amount: string }

export interface Expect {
  balances?: Record<string, Record<string, string>>
  owed?: Owed[]
  review?: string[]
  postings?: (Owed & { because?: string })[]
  notices?: unknown[]
  refused?: unknown[]
}

export interface Step {
  at: string
  recorded_at?: string
  observe?: Observation
  request?: Request
  expect?: Expect
}

export function readScenario(text: string): Scenario {
  return parse(text) as Scenario
}

/** Flow style is JSON, which YAML contains; one step's keys lie on lines of their own. */
export function writeScenario(scenario: Scenario): string {
  const lines = [`title: ${JSON.stringify(scenario.title)}`, `collective: ${JSON.stringify(scenario.collective)}`, 'members:']
  for (const member of scenario.members) lines.push(`  - ${JSON.stringify(member)}`)
  lines.push('subcontracts:')
  for (const subcontract of scenario.subcontracts) lines.push(`  - ${JSON.stringify(subcontract)}`)
  lines.push('timeline:')
  for (const step of scenario.timeline) {
    lines.push(`  - at: ${step.at}`)
    if (step.recorded_at !== undefined) lines.push(`    recorded_at: ${step.recorded_at}`)
    if (step.observe) lines.push(`    observe: ${JSON.stringify(step.observe)}`)
    if (step.request) lines.push(`    request: ${JSON.stringify(step.request)}`)
    if (step.expect) lines.push(`    expect: ${JSON.stringify(step.expect)}`)
  }
  return lines.join('\n') + '\n'
}

/** When a step reaches the collective, in ms since 1970. */
export function playedAt(step: Step): number {
  return instant(step.recorded_at ?? step.at)
}

export function instant(text: string): number {
  const ms = Date.parse(text)
  if (Number.isNaN(ms)) throw new Error(`not an instant: ${text}`)
  return ms
}

/** "15.2" with 4 decimals is 152000n; more decimals than that throw. */
export function scaled(value: Decimal, decimals: number): bigint {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(value))
  if (!match) throw new Error(`not a decimal: ${value}`)
  const [, sign, whole, part = ''] = match
  const kept = part.slice(0, decimals)
  if (/[1-9]/.test(part.slice(decimals))) throw new Error(`more than ${decimals} decimals: ${value}`)
  const digits = BigInt(`${whole}${kept.padEnd(decimals, '0')}`)
  return sign ? -digits : digits
}

export function shown(minor: bigint, decimals: number): string {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(decimals + 1, '0')
  const cut = digits.length - decimals
  return (minor < 0n ? '-' : '') + digits.slice(0, cut) + (decimals ? '.' + digits.slice(cut) : '')
}

/** Enough for ratios, degrees: compared, never computed with. */
export function exact(value: Decimal): bigint {
  return scaled(value, 12)
}
