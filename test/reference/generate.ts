// Random scenarios from a seed, in exactly the format of a scenario file:
//   npx node test/reference/generate.ts KIT SEED [STEPS] [--doubtful]   KIT: firewood, cash-box, both
// Where the description can be read in two ways the model says so, and the step is left out unless --doubtful.

import { pathToFileURL } from 'node:url'
import { addDays, isoLocal, localDay, startOfDay } from './civil.ts'
import { play } from './model.ts'
import { Random } from './random.ts'
import { type Member, type Observation, type Request, type Scenario, type Step, type Subcontract, type Terms, playedAt, scaled, shown, writeScenario } from './scenario.ts'

export const kits = ['firewood', 'cash-box', 'both'] as const
export type Choice = typeof kits[number]

export interface Wanted {
  kit: Choice
  seed: number
  steps: number
  /** Keeps the steps that raise doubts. */
  doubtful: boolean
  /** Labels that are tolerated otherwise, left out as well. */
  leaveOut?: string[]
}

/** Readings that the description states well enough to be held to, although they are easily missed. */
export const tolerated = ['net-before-paying', 'duplicate-after-a-month']

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** Zones with the days on which something happens to their clocks, and a leap day. */
const zones: Record<string, string[]> = {
  'America/New_York': ['2026-03-08', '2026-11-01', '2028-02-29'],
  'Europe/Paris': ['2026-03-29', '2026-10-25', '2028-02-29'],
  'Pacific/Auckland': ['2026-04-05', '2026-09-27', '2028-02-29'],
  'Asia/Kolkata': ['2026-03-08', '2028-02-29'],
}

export function generate(wanted: Wanted): Scenario {
  const scenario = new Generator(wanted).scenario()
  if (wanted.doubtful) return scenario
  for (let round = 0; round < 500; round++) {
    const doubtful = new Set(play(scenario).doubts.filter(d => !tolerated.includes(d.label) || wanted.leaveOut?.includes(d.label)).map(d => d.step))
    if (doubtful.size === 0) return scenario
    scenario.timeline = scenario.timeline.filter((_, index) => !doubtful.has(index + 1))
  }
  throw new Error(`seed ${wanted.seed}: doubts without end`)
}

class Generator {
  readonly #random: Random
  readonly #wanted: Wanted
  readonly #zone: string
  readonly #start: number
  readonly #end: number
  readonly #units: Record<string, { decimals: number }>
  readonly #unit: string
  readonly #decimals: number
  readonly #ids: string[]
  readonly #provider: string
  readonly #owner: string
  readonly #reviewer: string | undefined
  readonly #wood: Terms
  readonly #cash: Terms
  readonly #steps: Step[] = []
  #count = 0

  constructor(wanted: Wanted) {
    this.#wanted = wanted
    const r = this.#random = new Random(wanted.seed * 3 + kits.indexOf(wanted.kit))
    this.#zone = r.pick(Object.keys(zones))
    this.#start = startOfDay(addDays(r.pick(zones[this.#zone] ?? []), -r.int(0, 12)), this.#zone) + r.int(0, 20) * hour
    // Loans fall due one a day: a cash box alone needs more days than a woodpile.
    const perDay = { firewood: [2, 6, 15, 40], 'cash-box': [1, 2, 4], both: [2, 5, 12] }[wanted.kit]
    const days = Math.min(1500, Math.max(2, Math.ceil(wanted.steps / r.pick(perDay))))
    this.#end = this.#start + days * day
    this.#decimals = r.pick([2, 2, 2, 0, 3])
    this.#units = r.chance(0.3) ? { hour: { decimals: 1 }, crown: { decimals: this.#decimals } } : { crown: { decimals: this.#decimals } }
    this.#unit = 'crown'
    this.#ids = r.shuffled(['ana', 'bo', 'cyd', 'dee', 'eli', 'fay', 'gus', 'hal', 'm2', 'm10', 'm11', 'zoe']).slice(0, r.int(3, 12))
    this.#provider = r.pick(this.#ids)
    this.#owner = r.chance(0.3) ? this.#provider : r.pick(this.#ids)
    const neutral = this.#ids.filter(id => id !== this.#provider && id !== this.#owner)
    this.#reviewer = r.chance(0.25) && neutral.length > 0 ? r.pick(neutral) : undefined
    this.#wood = this.#woodTerms()
    this.#cash = this.#cashTerms()
  }

  scenario(): Scenario {
    const { kit, steps, seed } = this.#wanted
    this.#steps.push({ at: isoLocal(this.#start, this.#zone) })
    if (kit !== 'firewood') this.#loans()
    while (this.#steps.length < steps) this.#anything()
    this.#steps.sort((a, b) => playedAt(a) - playedAt(b))
    const reviewer = this.#reviewer === undefined ? {} : { reviewer: this.#reviewer }
    const subcontracts = [...kit === 'cash-box' ? [] : [this.#firewood()], ...kit === 'firewood' ? [] : [this.#cashBox()]]
    return {
      title: `${kit}, seed ${seed}`,
      collective: { name: 'Tombsboro', zone: this.#zone, ...reviewer, units: this.#units },
      members: this.#members(subcontracts),
      subcontracts,
      timeline: this.#steps.slice(0, steps),
    }
  }

  // The collective

  #members(subcontracts: Subcontract[]): Member[] {
    const r = this.#random
    // Little enough for debts, enough for a long timeline not to end with everybody broke.
    const { steps } = this.#wanted
    const rich = r.pick(steps < 200 ? [10, 40, 200] : [steps >> 3, steps, steps * 5])
    const consents = subcontracts.find(s => s.kit === 'cash-box')?.consents ?? []
    return this.#ids.map(id => {
      const opening: Record<string, string> = {}
      for (const [unit, { decimals }] of Object.entries(this.#units)) {
        if (!r.chance(0.15)) opening[unit] = shown(BigInt(r.int(0, rich * 10 ** decimals)), decimals)
      }
      const member: Member = { id, opening }
      if (r.chance(0.6)) member.means = { [this.#unit]: this.#money(r.pick([0, 800, 999, 1000, 3000, 4999, 5000, 9000])) }
      if (r.chance(0.25) && consents !== 'all' && !consents.includes(id)) member.floor = { [this.#unit]: `-${this.#money(r.pick([5, 20, 50]))}` }
      return member
    })
  }

  #firewood(): Subcontract {
    return { id: 'wood', kit: 'firewood', parties: { provider: this.#provider }, terms: this.#wood, consents: 'all' }
  }

  #cashBox(): Subcontract {
    const r = this.#random
    const consents = r.chance(0.5) ? 'all' : r.some(this.#ids, 0.7)
    return { id: 'cash', kit: 'cash-box', parties: { owner: this.#owner }, terms: this.#cash, consents }
  }

  #woodTerms(): Terms {
    const r = this.#random
    const spelledOut = this.#decimals !== 2
    const terms: Terms = { unit: this.#unit }
    if (spelledOut || r.chance(0.7)) terms.base_price = this.#part(1, 300)
    if (spelledOut || r.chance(0.5)) {
      const from = [0, ...r.some([800, 1000, 3000, 5000], 0.7)]
      let times = 0
      terms.brackets = from.map(f => ({ from: this.#money(f), times: times += r.int(1, 3) }))
    }
    if (r.chance(0.3)) terms.event_cutoff = r.pick([0.8, 0.95, 1])
    if (r.chance(0.3)) terms.person_cutoff = r.pick([0.5, 0.99])
    if (r.chance(0.4)) terms.return_window_minutes = r.pick([0, 1, 30, 1500])
    if (r.chance(0.4)) terms.review_days = r.pick([1, 3, 7])
    if (r.chance(0.4)) terms.stock_below = r.pick([0, 5, 40])
    if (r.chance(0.4)) terms.house_below_celsius = r.pick(['12.5', '18.0'])
    if (spelledOut || r.chance(0.5)) terms.compensation = this.#part(1, 1500)
    if (r.chance(0.2)) terms.pile = 'shed'
    terms.houses = {}
    const others = this.#ids.filter(id => id !== this.#provider)
    for (const house of r.some(['house-a', 'house-b', 'house-c', 'house-d'], 0.6)) terms.houses[house] = r.pick(others)
    return terms
  }

  #cashTerms(): Terms {
    const r = this.#random
    const spelledOut = this.#decimals !== 2
    const terms: Terms = { unit: this.#unit }
    if (r.chance(0.2)) terms.box = 'tin'
    if (r.chance(0.7)) terms.loan_days = r.pick([1, 2, 5, 7, 14, 31])
    if (r.chance(0.3)) terms.event_cutoff = r.pick([0.5, 0.99])
    if (r.chance(0.3)) terms.person_cutoff = r.pick([0.8, 1])
    if (spelledOut || r.chance(0.5)) terms.guarantee_max = this.#part(1, 2500)
    return terms
  }

  // The timeline

  #anything(): void {
    const r = this.#random
    const t = this.#some(this.#start, this.#end)
    const wood = this.#wanted.kit === 'firewood' || (this.#wanted.kit === 'both' && r.chance(0.8))
    const dice = r.next()
    if (dice < 0.05) return this.#duplicate(t)
    if (dice < 0.07) return this.#add(t, {})
    if (dice < 0.09) return this.#nonsense(t, wood)
    if (!wood && dice < 0.3) return this.#cashReturned(t, r.pick(this.#ids), r.int(1, 6000), r.chance(0.1))
    if (!wood) return this.#loan(t)
    if (dice < 0.45) return this.#taken(t)
    if (dice < 0.62) return void this.#observe(t, { subject: this.#pile, event: 'level', count: this.#near(this.#wood.stock_below ?? 20) }, true)
    if (dice < 0.93) return this.#temperature(t)
    this.#observe(t, { subject: r.chance(0.5) ? 'elsewhere' : this.#pile, event: 'returned', by: r.pick(this.#ids.filter(id => id !== this.#provider)), count: r.int(1, 4) }, true)
  }

  get #pile(): string {
    return this.#wood.pile ?? 'woodpile'
  }

  get #box(): string {
    return this.#cash.box ?? 'cashbox'
  }

  #taken(t: number): void {
    const r = this.#random
    const by = r.chance(0.04) ? r.pick(['stranger', null]) : r.pick(this.#ids)
    const count = r.chance(0.05) ? r.int(20, 400) : r.int(1, 8)
    const p = by === this.#provider ? {} : this.#probability(this.#wood)
    const observation: Omit<Observation, 'id'> = { subject: this.#pile, event: 'taken', by, count, mass_g: count * r.int(1500, 2500), ...p }
    const lag = this.#lag()
    const id = this.#observe(t, observation, false, lag)
    const review = (this.#wood.review_days ?? 14) * day
    const known = t + lag
    if (r.chance(0.45)) {
      const window = (this.#wood.return_window_minutes ?? 10) * minute
      const back = t + r.pick([window, window + 1000, window - 1000, this.#some(0, window), this.#some(0, 2 * window)])
      const who = r.chance(0.9) ? by : r.pick(this.#ids)
      if (back > t && who !== this.#provider) this.#observe(back, { subject: this.#pile, event: 'returned', by: who, count: r.int(1, count + (r.chance(0.2) ? 2 : 0)) }, false, r.chance(0.1) ? this.#lag(1) : Math.max(0, known - back))
    }
    if (r.chance(0.12)) {
      const at = known + this.#some(1000, review * 1.1)
      this.#request(at, { by: r.chance(0.85) && by !== null && by !== 'stranger' ? by : r.pick(this.#ids), subcontract: 'wood', action: 'contest', with: { observation: id, reason: 'it was fewer' } })
      if (r.chance(0.7)) this.#decision(at, 'wood', id, by, review)
    } else if (observation.p && r.chance(0.8)) this.#decision(known, 'wood', id, by, review)
  }

  #decision(after: number, subcontract: string, observation: string, by: string | null | undefined, within: number): void {
    const r = this.#random
    const unknown = by === null || by === undefined || by === 'stranger'
    const actions = unknown && !this.#wanted.doubtful ? ['drop'] : ['confirm', 'drop']
    const party = subcontract === 'wood' ? this.#provider : this.#owner
    const third = this.#ids.filter(id => id !== by && id !== party)
    let at = after
    for (let tries = r.int(1, 2); tries > 0; tries--) {
      at += this.#some(1000, within * 0.6)
      const who = r.chance(0.75) && third.length > 0 ? this.#reviewer ?? r.pick(third) : r.pick(this.#ids)
      this.#request(at, { by: who, subcontract, action: r.pick(actions), with: { observation } })
    }
  }

  #temperature(t: number): void {
    const r = this.#random
    const celsius = (Math.round(Number(this.#wood.house_below_celsius ?? 16) * 10) + r.pick([-40, -8, -1, 0, 1, 12, 50])) / 10
    const subject = r.pick([...Object.keys(this.#wood.houses ?? {}), r.chance(0.1) ? 'greenhouse' : 'house-a'])
    this.#observe(t, { subject, event: 'temperature', celsius: r.chance(0.5) ? celsius : celsius.toFixed(1) }, true)
  }

  /** At most one loan falls due on a day, so that no order among loans is asked for. */
  #loans(): void {
    const r = this.#random
    const days = (this.#end - this.#start) / day
    const most = this.#wanted.steps * (this.#wanted.kit === 'both' ? 0.1 : 0.25)
    const chance = Math.min(0.9, most / days)
    let date = localDay(this.#start, this.#zone)
    while (startOfDay(addDays(date, 1), this.#zone) < this.#end) {
      date = addDays(date, 1)
      for (let n = this.#wanted.doubtful ? r.int(1, 2) : 1; n > 0; n--) {
        if (r.chance(chance)) this.#loan(startOfDay(date, this.#zone) + (r.chance(0.05) ? 0 : this.#some(0, 22.9 * hour)))
      }
    }
  }

  #loan(t: number): void {
    const r = this.#random
    const by = r.chance(0.04) ? r.pick(['stranger', null]) : r.pick(this.#ids)
    const amount = r.int(1, r.pick([100, 3000, 12000]))
    const p = by === this.#owner ? {} : this.#probability(this.#cash)
    const lag = this.#lag()
    const id = this.#observe(t, { subject: this.#box, event: 'cash_taken', by, amount: this.#part(amount, amount), ...p }, false, lag)
    const term = (this.#cash.loan_days ?? 30) * day
    if (p.p || by === null || by === 'stranger') this.#decision(t + lag, 'cash', id, by, Math.min(term, 12 * day))
    if (by === null || by === 'stranger' || by === this.#owner) return
    for (let n = r.int(0, 3); n > 0; n--) {
      const back = t + lag + this.#some(1000, term * 1.3)
      const part = r.chance(0.3) ? amount : r.int(1, amount)
      if (r.chance(0.7)) this.#cashReturned(back, by, part, r.chance(0.15))
      else this.#request(back, { by, subcontract: 'cash', action: 'repay', with: { amount: this.#part(part, part) } })
    }
  }

  #cashReturned(t: number, by: string, amount: number, stranger: boolean): void {
    if (by === this.#owner && !this.#wanted.doubtful) return
    const id = this.#observe(t, { subject: this.#box, event: 'cash_returned', by: stranger ? 'stranger' : by, amount: this.#part(amount, amount) }, true)
    this.#request(t + 8 * day, { by: this.#reviewer ?? this.#random.pick(this.#ids.filter(x => x !== by && x !== this.#owner)), subcontract: 'cash', action: 'drop', with: { observation: id } })
  }

  /** The same observation id again, as it was or changed: nothing may follow from it. */
  #duplicate(t: number): void {
    const earlier = this.#steps.filter(s => s.observe && playedAt(s) < t)
    if (earlier.length === 0) return
    const first = this.#random.pick(earlier).observe
    if (!first) return
    const changed = this.#random.chance(0.5) && first.count !== undefined ? { count: first.count + 1 } : {}
    if (this.#random.chance(0.5)) return this.#add(t, { observe: { ...first, ...changed } })
    const step = earlier.find(s => s.observe === first)
    if (step) this.#steps.push({ ...step, recorded_at: isoLocal(Math.floor(t / 1000) * 1000, this.#zone) })
  }

  #nonsense(t: number, wood: boolean): void {
    const r = this.#random
    const action = wood ? r.pick(['contest', 'confirm', 'drop']) : r.pick(['confirm', 'drop'])
    this.#request(t, { by: r.pick(this.#ids), subcontract: wood ? 'wood' : 'cash', action, with: { observation: r.chance(0.5) ? 'e999999' : `e${r.int(1, this.#count + 1)}` } })
  }

  #observe(at: number, observation: Omit<Observation, 'id'>, mayBeLate: boolean, lag = mayBeLate ? this.#lag() : 0): string {
    const id = `e${++this.#count}`
    this.#add(at, { observe: { id, ...observation } }, lag)
    return id
  }

  #request(at: number, request: Request): void {
    this.#add(at, { request })
  }

  #add(at: number, what: Omit<Step, 'at'>, lag = 0): void {
    const zone = this.#random.chance(0.9) ? this.#zone : 'UTC'
    const second = (ms: number): string => isoLocal(Math.floor(ms / 1000) * 1000, zone)
    const late = Math.floor(at / 1000) * 1000 + Math.floor(lag / 1000) * 1000
    this.#steps.push({ at: second(at), ...lag >= 1000 ? { recorded_at: second(late) } : {}, ...what })
  }

  #lag(chance = 0.08): number {
    const r = this.#random
    if (!r.chance(chance)) return 0
    return r.chance(0.7) ? this.#some(minute, 30 * hour) : this.#some(day, 15 * day)
  }

  #probability(terms: Terms): { p?: { event: number, person: number } } {
    const r = this.#random
    if (!r.chance(0.3)) return {}
    const near = (cutoff: number): number => r.pick([cutoff, 1, Math.min(1, cutoff + 0.0001), Math.max(0, Math.round((cutoff - 0.0001) * 10000) / 10000), 0.99, 0.4].map(p => Math.round(p * 10000) / 10000))
    const standard = terms === this.#wood ? 0.9 : 0.95
    return { p: { event: near(Number(terms.event_cutoff ?? standard)), person: near(Number(terms.person_cutoff ?? standard)) } }
  }

  #near(threshold: number): number {
    return Math.max(0, threshold + this.#random.pick([-10, -1, -1, 0, 1, 30]))
  }

  #some(from: number, to: number): number {
    return from + Math.floor(this.#random.next() * Math.max(0, to - from))
  }

  /** So many whole units. */
  #money(whole: number): string {
    return shown(scaled(String(whole), this.#decimals), this.#decimals)
  }

  /** Between so many hundredths, as far as the unit has decimals; at least the smallest part. */
  #part(from: number, to: number): string {
    const hundredths = BigInt(this.#random.int(from, to))
    const minor = hundredths * 10n ** BigInt(this.#decimals) / 100n
    return shown(minor > 0n ? minor : 1n, this.#decimals)
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [kit = 'both', seed = '1', steps = '60'] = process.argv.slice(2).filter(a => !a.startsWith('--'))
  const choice = kits.find(k => k === kit)
  if (!choice) throw new Error(`unknown kit ${kit}: ${kits.join(', ')}`)
  process.stdout.write(writeScenario(generate({ kit: choice, seed: Number(seed), steps: Number(steps), doubtful: process.argv.includes('--doubtful') })))
}
