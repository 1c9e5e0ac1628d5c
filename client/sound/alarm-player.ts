// Owns that what should sound is sounding: bursts are handed to the audio clock far ahead, and taken back at once when
// something is silenced. It is told what should sound; it never decides it, and has no timer of its own.
import type { Priority } from '@chairside/shared/record/record.ts'
import type { SoundOut } from './sound-out.ts'
import { BURSTS, type Voice } from './tones.ts'

/** One thing that should sound here now. */
export type Sounding = {
  /** The same for as long as it is the same alarm, also when its level falls. A LOW key sounds once in a page's life. */
  readonly key: string
  readonly priority: Priority
  /** One burst instead of a repeated one. LOW is always once. */
  readonly once?: boolean
}

/** Browsers let a hidden page run once a minute at worst: until then the audio clock has what it needs. */
const AHEAD_MS = 65_000
/** A burst that is due now begins so much later, so that none of its first pulse is lost. */
const LEAD_MS = 30
/** Silence before and after a single burst that stands between two bursts of something more urgent. */
const APART_MS = 700
/** Keys of single bursts that have sounded, oldest forgotten first. */
const REMEMBERED = 2_000
const RANK: Readonly<Record<Priority, number>> = { low: 1, medium: 2, high: 3 }

type Planned = {
  readonly priority: Priority
  readonly startMs: number
  readonly endMs: number
  readonly voice: Voice
  /** Of a single burst: what it is for. */
  readonly keys?: readonly string[]
}

export type AlarmPlayer = {
  /** What should sound from now on. Nothing that is not in it sounds 0.5 s later. */
  set(sounding: readonly Sounding[]): void
  /** Keeps the audio clock fed; called at each beat. */
  feed(): void
  /** The browser lets the page sound, or no longer: what should sound begins at once when it does. */
  attach(out: SoundOut | undefined): void
  /** A burst is sounding or planned, and at what priority: the highest. */
  now(): Priority | undefined
}

export function createAlarmPlayer(): AlarmPlayer {
  let out: SoundOut | undefined
  let wanted: readonly Sounding[] = []
  let planned: Planned[] = []
  /** Priority that repeats now. */
  let repeating: Priority | undefined
  /** When its next burst that is not yet planned begins. */
  let nextMs = 0
  /** Start of the last repeated burst that has begun: a fall brings no new one before its own interval. */
  let begunMs = Number.NEGATIVE_INFINITY
  /** The highest priority at which each key has had its signal. */
  const signalled = new Map<string, Priority>()
  const soundedOnce = new Set<string>()

  const isOnce = ({ priority, once }: Sounding): boolean => once === true || priority === 'low'

  function plan(priority: Priority, startMs: number, keys?: readonly string[]): void {
    if (out === undefined) return
    const endMs = startMs + BURSTS[priority].lengthMs
    const voice = out.play(priority, startMs)
    planned.push({ priority, startMs, endMs, voice, ...(keys === undefined ? {} : { keys }) })
  }

  /** Takes back what has not ended. What never began has not been heard. */
  function cancel(which: (one: Planned) => boolean): void {
    const nowMs = out?.nowMs() ?? 0
    planned = planned.filter((one) => {
      if (one.endMs <= nowMs || !which(one)) return true
      one.voice.cancel()
      return false
    })
  }

  /** Notes what has begun and forgets what has ended. */
  function settle(): void {
    if (out === undefined) return
    const nowMs = out.nowMs()
    for (const one of planned) {
      if (one.startMs > nowMs) continue
      if (one.keys === undefined) begunMs = Math.max(begunMs, one.startMs)
      else for (const key of one.keys) soundedOnce.add(key)
    }
    planned = planned.filter(({ endMs }) => endMs > nowMs)
    for (const key of soundedOnce) {
      if (soundedOnce.size <= REMEMBERED) break
      soundedOnce.delete(key)
    }
  }

  function repeat(): void {
    if (out === undefined) return
    const repeated = wanted.filter((one) => !isOnce(one))
    let top: Priority | undefined
    for (const { priority } of repeated) if (top === undefined || RANK[priority] > RANK[top]) top = priority
    for (const key of signalled.keys()) if (!repeated.some((one) => one.key === key)) signalled.delete(key)
    if (top === undefined) {
      cancel(({ keys }) => keys === undefined)
      repeating = undefined
      return
    }
    const nowMs = out.nowMs()
    const everyMs = BURSTS[top].repeatMs ?? Number.POSITIVE_INFINITY
    const fresh = repeated.some(
      ({ key, priority }) => priority === top && RANK[signalled.get(key) ?? 'low'] < RANK[priority],
    )
    if (top !== repeating) {
      // A rise interrupts whatever sounds, single bursts too; after a fall the next burst waits for its own interval.
      const rises = repeating === undefined || RANK[top] > RANK[repeating]
      cancel(rises ? () => true : ({ keys }) => keys === undefined)
      const dueMs = fresh ? nowMs : Math.max(nowMs, begunMs + everyMs)
      nextMs = Math.max(dueMs, nowMs + LEAD_MS)
      repeating = top
    } else if (
      fresh &&
      !planned.some(({ keys, startMs }) => keys === undefined && startMs <= nowMs + LEAD_MS)
    ) {
      // Something new at the same priority: heard at once, and the interval counts from there.
      cancel(() => true)
      nextMs = nowMs + LEAD_MS
    }
    for (const { key, priority } of repeated) {
      const before = signalled.get(key)
      // One that fell has had its signal, and has another when it rises again.
      if (priority === top || (before !== undefined && RANK[before] > RANK[priority]))
        signalled.set(key, priority)
    }
    // Nothing is made up for: after a long sleep there is one burst, and then the next.
    if (nextMs < nowMs) nextMs = nowMs + LEAD_MS
    for (; nextMs <= nowMs + AHEAD_MS; nextMs += everyMs) plan(top, nextMs)
  }

  function single(): void {
    if (out === undefined) return
    const waiting = wanted.filter(
      (one) =>
        isOnce(one) && !soundedOnce.has(one.key) && !planned.some(({ keys }) => keys?.includes(one.key)),
    )
    for (const priority of ['high', 'medium', 'low'] as const) {
      const keys = waiting.filter((one) => one.priority === priority).map(({ key }) => key)
      // Several of one priority that come together are one burst.
      if (keys.length > 0) plan(priority, freeMs(BURSTS[priority].lengthMs), keys)
    }
  }

  /** The first moment at which a single burst of this length stands clear of every other one. */
  function freeMs(lengthMs: number): number {
    let atMs = (out?.nowMs() ?? 0) + LEAD_MS
    const inOrder = [...planned].sort((a, b) => a.startMs - b.startMs)
    for (const { startMs, endMs } of inOrder)
      if (atMs + lengthMs + APART_MS > startMs && atMs < endMs + APART_MS) atMs = endMs + APART_MS
    return atMs
  }

  function sound(): void {
    settle()
    repeat()
    single()
  }

  return {
    set(sounding) {
      wanted = sounding
      settle()
      const still = new Set(wanted.map(({ key }) => key))
      cancel(({ keys }) => keys !== undefined && !keys.some((key) => still.has(key)))
      sound()
    },
    feed: sound,
    attach(next) {
      if (next === out) return
      settle()
      cancel(() => true)
      planned = []
      signalled.clear()
      repeating = undefined
      begunMs = Number.NEGATIVE_INFINITY
      out = next
      sound()
    },
    now() {
      settle()
      if (repeating !== undefined) return repeating
      return planned[0]?.priority
    },
  }
}
