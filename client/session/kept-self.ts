// Owns who was signed in here and what time it was when the hub was last heard, across a reload with the hub away: so that a
// roll-call can go on, in that person's name and with true times. Never outlives a sign-out, and never stands for the hub's word.
import { type EpochMs, epochMs } from '@chairside/shared/ids.ts'
import { type Actor, zActor } from '@chairside/shared/record/envelope.ts'
import type { HubLink } from './hub/hub-link.ts'
import type { Keeper } from './kept.ts'

const NAME = 'chairside.rollcall.self'
/** Hub time is written down this often at most, hub milliseconds. */
const EVERY_MS = 30_000

export type KeptSelf = {
  /** Who was signed in when the hub was last heard; undefined: nobody was. */
  actor(): Actor | undefined
  zone(): string | undefined
  /** Hub time, carried on by this machine's own clock; undefined: it never heard of any. */
  nowMs(): EpochMs | undefined
  stop(): void
}
type Kept = {
  readonly actor: Actor
  readonly zone: string
  readonly hubAtMs: number
  readonly wallMs: number
  readonly rate: number
}

function keptOf(value: unknown): Kept | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { actor, zone, hubAtMs, wallMs, rate } = value as Partial<Kept>
  const read = zActor.safeParse(actor)
  if (!read.success || typeof zone !== 'string') return undefined
  if (typeof hubAtMs !== 'number' || typeof wallMs !== 'number' || typeof rate !== 'number') return undefined
  return { actor: read.data, zone, hubAtMs, wallMs, rate }
}

/** @param wallNow milliseconds of this machine's own clock, which a reload does not begin anew */
export function createKeptSelf(link: HubLink, keeper: Keeper, wallNow: () => number): KeptSelf {
  let kept = keptOf(keeper.all(NAME).find(([found]) => found === NAME)?.[1])
  const put = (): void => {
    const { self, phase, refusal } = link.store.getState()
    const isNobody =
      (phase === 'live' && self?.actor === undefined) ||
      (phase === 'refused' && refusal?.code === 'not-signed-in')
    if (isNobody) {
      if (kept !== undefined) keeper.drop(NAME)
      kept = undefined
      return
    }
    const hubAtMs = link.time.nowMs()
    if (phase !== 'live' || self?.actor === undefined || hubAtMs === undefined) return
    const isSame = kept?.actor.personId === self.actor.personId && kept.zone === self.zone
    if (isSame && kept !== undefined && Math.abs(hubAtMs - kept.hubAtMs) < EVERY_MS) return
    kept = { actor: self.actor, zone: self.zone, hubAtMs, wallMs: wallNow(), rate: link.time.rate() }
    keeper.keep(NAME, kept)
  }
  const off = link.store.subscribe(put)
  return {
    actor: () => kept?.actor,
    zone: () => kept?.zone,
    nowMs: () =>
      link.time.nowMs() ??
      (kept === undefined
        ? undefined
        : epochMs(Math.floor(kept.hubAtMs + kept.rate * Math.max(0, wallNow() - kept.wallMs)))),
    stop: off,
  }
}
