// A naive second reading of the firewood and cash-box subcontracts, straight from their description.
// Nothing here comes from the product: where the two differ, one of them reads the description wrongly.

import { Ledger, type Posting } from './ledger.ts'
import { CashBox } from './cash-box.ts'
import { Firewood } from './firewood.ts'
import { type Observation, type Owed, type Request, type Scenario, type Step, exact, instant, playedAt, shown } from './scenario.ts'
import { sameTimeLater } from './civil.ts'

export interface State { balances: Record<string, Record<string, string>>, owed: Owed[], review: string[] }

export interface Played extends State {
  /** What moved in all, by "from to unit", in order of the first such posting. */
  totals: Map<string, bigint>
  postings: Posting[]
  refused: number[]
  /** Where the description can be read in more than one way: what it is about, and the step that a clear scenario leaves out. */
  doubts: Doubt[]
}

export interface Doubt { label: string, step: number }

/** An observation on its way in; times in ms. */
export interface Seen extends Observation { step: number, atMs: number }

export interface Review {
  id: string
  by: string | null
  /** The provider or the owner. */
  party: string
  expires: number | null
  step: number
  since: number
  confirm: () => void
  drop: () => void
}

export interface Timer { at: number, step: number, fire: () => void }

export interface Kit {
  observe(seen: Seen): void
  request(request: Request, step: number): void
  timers(): Timer[]
}

export class World {
  now = 0
  step = 0
  readonly scenario: Scenario
  readonly ledger: Ledger
  readonly reviews = new Map<string, Review>()
  readonly refused: number[] = []
  readonly doubts: Doubt[] = []
  /** Observation id → when it was first recorded. */
  readonly #seen = new Map<string, number>()
  readonly #kits = new Map<string, Kit>()
  #bands: { from: number, to: number }[] = []

  constructor(scenario: Scenario) {
    this.scenario = scenario
    this.ledger = new Ledger(scenario, (label, step) => this.doubt(label, step))
    for (const subcontract of scenario.subcontracts) {
      this.#kits.set(subcontract.id, subcontract.kit === 'firewood' ? new Firewood(this, subcontract) : new CashBox(this, subcontract))
    }
  }

  get zone(): string {
    return this.scenario.collective.zone
  }

  doubt(label: string, step: number = this.step): void {
    if (!this.doubts.some(d => d.label === label && d.step === step)) this.doubts.push({ label, step })
  }

  isMember(id: string | null | undefined): id is string {
    return this.scenario.members.some(m => m.id === id)
  }

  refuse(): void {
    this.refused.push(this.step)
  }

  /** Both probabilities at or above their cut-offs; left out, they are 1. */
  sure(seen: Seen, eventCutoff: string | number, personCutoff: string | number): boolean {
    if (!seen.p) return true
    return exact(seen.p.event) >= exact(eventCutoff) && exact(seen.p.person) >= exact(personCutoff)
  }

  /** Puts an observation before a person; with `days`, for so many times 24 hours. */
  review(item: Pick<Review, 'id' | 'by' | 'party' | 'confirm' | 'drop'>, days: number | null): void {
    const expires = days === null ? null : this.now + days * 86_400_000
    const otherExpires = days === null ? null : sameTimeLater(this.now, days, this.zone)
    if (expires !== null && otherExpires !== null && expires !== otherExpires) {
      this.#bands.push({ from: Math.min(expires, otherExpires), to: Math.max(expires, otherExpires) })
    }
    this.reviews.set(item.id, { ...item, expires, step: this.step, since: this.now })
  }

  /** A request to confirm or drop: by the reviewer, or by any third member where none is named. */
  decide(request: Request, action: 'confirm' | 'drop', mine: (review: Review) => boolean): void {
    const review = this.reviews.get(request.with.observation ?? '')
    if (!review || !mine(review)) return this.refuse()
    if (request.by === review.by || request.by === review.party) return this.refuse()
    const reviewer = this.scenario.collective.reviewer
    if (reviewer !== undefined && request.by !== reviewer) {
      if (reviewer === review.by || reviewer === review.party) this.doubt('reviewer-is-a-party')
      return this.refuse()
    }
    if (action === 'confirm' && !this.isMember(review.by)) {
      this.doubt('confirm-unknown-person')
      return this.refuse()
    }
    this.reviews.delete(review.id)
    review[action]()
  }

  play(step: Step, number: number): void {
    const at = playedAt(step)
    if (at < this.now) throw new Error(`step ${number} is out of order`)
    this.#passTime(at)
    this.now = at
    this.step = number
    if (step.observe || step.request) this.#checkBands(at)
    if (step.observe) this.#observe(step.observe, instant(step.at))
    if (step.request) {
      const kit = this.#kits.get(step.request.subcontract)
      if (!kit) throw new Error(`unknown subcontract ${step.request.subcontract}`)
      kit.request(step.request, number)
    }
  }

  state(): State {
    const balances: State['balances'] = {}
    for (const member of this.scenario.members) {
      const line: Record<string, string> = {}
      for (const unit of Object.keys(this.scenario.collective.units)) line[unit] = shown(this.ledger.balance(member.id, unit), this.ledger.decimals(unit))
      balances[member.id] = line
    }
    return { balances, owed: this.ledger.owed(), review: [...this.reviews.keys()] }
  }

  #observe(observation: Observation, atMs: number): void {
    const first = this.#seen.get(observation.id)
    if (first !== undefined) {
      if (this.now - Math.min(first, atMs) > 29 * 86_400_000) this.doubt('duplicate-after-a-month')
      return
    }
    this.#seen.set(observation.id, this.now)
    if (atMs > this.now) this.doubt('ahead-of-time')
    if (this.now - atMs > 29 * 86_400_000) this.doubt('very-late')
    for (const kit of this.#kits.values()) kit.observe({ ...observation, step: this.step, atMs })
  }

  /** Timers at their own instants, all that are due at or before `until`. */
  #passTime(until: number): void {
    for (;;) {
      const timers = [...this.#kits.values()].flatMap(kit => kit.timers())
      for (const review of this.reviews.values()) {
        if (review.expires !== null) timers.push({ at: review.expires, step: review.step, fire: () => { this.reviews.delete(review.id); review.drop() } })
        if (review.expires === null && until - review.since > 13 * 86_400_000) this.doubt('cash-review-without-end', review.step)
      }
      const due = timers.filter(t => t.at <= until).sort((a, b) => a.at - b.at)
      const [first, second] = due
      if (!first) return
      if (second && second.at === first.at) {
        this.doubt('timers-at-one-instant', first.step)
        this.doubt('timers-at-one-instant', second.step)
      }
      this.now = Math.max(this.now, first.at)
      this.step = first.step
      this.#checkBands(this.now)
      first.fire()
    }
  }

  /** Between 14 times 24 hours and 14 days of the clock, over a change of the clock, the end of a window is in doubt. */
  #checkBands(at: number): void {
    if (this.#bands.some(b => at >= b.from && at < b.to)) this.doubt('window-over-clock-change')
    this.#bands = this.#bands.filter(b => b.to > at)
  }
}

export function play(scenario: Scenario, after?: (step: Step, number: number, world: World) => void): Played {
  const world = new World(scenario)
  const before = sums(world)
  scenario.timeline.forEach((step, index) => {
    world.play(step, index + 1)
    after?.(step, index + 1, world)
  })
  if (sums(world) !== before) throw new Error('units were made or lost')
  const totals = new Map<string, bigint>()
  for (const p of world.ledger.postings) {
    const key = `${p.from} ${p.to} ${p.unit}`
    totals.set(key, (totals.get(key) ?? 0n) + p.amount)
  }
  return { ...world.state(), totals, postings: world.ledger.postings, refused: world.refused, doubts: world.doubts }
}

function sums(world: World): string {
  return Object.keys(world.scenario.collective.units)
    .map(unit => world.scenario.members.reduce((total, m) => total + world.ledger.balance(m.id, unit), 0n)).join()
}
