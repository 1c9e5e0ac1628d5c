// Owns a wire that a test plays by hand: what the screen asked, what the hub answers and says, when the link goes.
// Never used by the product.
import type { EpochMs, Incarnation, StreamId } from '@chairside/shared/ids.ts'
import type { Mark, ScreenHelloAck, ScreenSelf } from '@chairside/shared/protocol/screens.ts'
import type { Beat, Metronome } from '../session/hub/metronome.ts'
import type {
  Answer,
  Ask,
  AskEvent,
  Asked,
  AskFailure,
  Heard,
  HearEvent,
  LinkChange,
  Wire,
} from '../session/hub/wire.ts'

export type AskedFor = { readonly event: AskEvent; readonly message: unknown; readonly timeoutMs: number }

export type ScriptedWire = Wire & {
  readonly asked: AskedFor[]
  connect(): Promise<void>
  disconnect(): Promise<void>
  refuse(change: Extract<LinkChange, { is: 'refused' }>['error']): Promise<void>
  say<E extends HearEvent>(event: E, heard: Heard<E>): Promise<void>
  /** How the next and all later asks of this event are answered; without it they wait for ever. */
  answer<E extends AskEvent>(event: E, how: (message: Ask<E>) => Answer<E>): void
  /** The next ask of this event comes to nothing. */
  failNext(event: AskEvent, why: AskFailure): void
  countOf(event: AskEvent): number
}

/** Lets what was answered be taken, without moving time. */
export const settle = async (turns = 30): Promise<void> => {
  for (let turn = 0; turn < turns; turn += 1) await Promise.resolve()
}

export function scriptedWire(): ScriptedWire {
  const linkListeners = new Set<(change: LinkChange) => void>()
  const hearers = new Map<HearEvent, Set<(heard: never) => void>>()
  const answers = new Map<AskEvent, (message: never) => unknown>()
  const failures = new Map<AskEvent, AskFailure>()
  const waiting = new Set<(failed: Asked<never>) => void>()
  const asked: AskedFor[] = []
  let connected = false
  const tell = async (change: LinkChange) => {
    for (const listener of linkListeners) listener(change)
    await settle()
  }
  return {
    asked,
    open: () => undefined,
    close: () => undefined,
    restart: () => undefined,
    isConnected: () => connected,
    async connect() {
      connected = true
      await tell({ is: 'connected' })
    },
    async disconnect() {
      connected = false
      for (const fail of waiting) fail({ is: 'failed', why: 'disconnected' })
      waiting.clear()
      await tell({ is: 'disconnected' })
    },
    refuse: (error) => tell({ is: 'refused', error }),
    ask<E extends AskEvent>(event: E, message: Ask<E>, timeoutMs: number): Promise<Asked<Answer<E>>> {
      asked.push({ event, message, timeoutMs })
      if (!connected) return Promise.resolve({ is: 'failed', why: 'notSent' })
      const why = failures.get(event)
      if (why !== undefined) {
        failures.delete(event)
        return Promise.resolve({ is: 'failed', why })
      }
      const how = answers.get(event)
      if (how === undefined) return new Promise((resolve) => waiting.add(resolve))
      return Promise.resolve({ is: 'answered', answer: how(message as never) as Answer<E> })
    },
    hear<E extends HearEvent>(event: E, listener: (heard: Heard<E>) => void) {
      const set = hearers.get(event) ?? new Set()
      hearers.set(event, set)
      set.add(listener as (heard: never) => void)
      return () => {
        set.delete(listener as (heard: never) => void)
      }
    },
    onLink(listener) {
      linkListeners.add(listener)
      return () => {
        linkListeners.delete(listener)
      }
    },
    async say(event, heard) {
      for (const listener of [...(hearers.get(event) ?? [])]) listener(heard as never)
      await settle()
    },
    answer: (event, how) => void answers.set(event, how as (message: never) => unknown),
    failNext: (event, why) => void failures.set(event, why),
    countOf: (event) => asked.filter((one) => one.event === event).length,
  }
}

export type ScriptedTime = {
  monoNow(): number
  /** Time goes on, and no beat comes: the page is asleep. */
  stall(ms: number): void
  /** Moves monotonic time in beats of a quarter second, running what falls due. */
  pass(ms: number, sleptMs?: number): Promise<void>
  readonly metronome: Pick<Metronome, 'onBeat'>
  readonly after: (ms: number, run: () => void) => () => void
}

const BEAT_MS = 250

export function scriptedTime(): ScriptedTime {
  const beats = new Set<(beat: Beat) => void>()
  let timers: { atMs: number; run: () => void }[] = []
  let now = 1_000
  return {
    monoNow: () => now,
    metronome: {
      onBeat(listener) {
        beats.add(listener)
        return () => {
          beats.delete(listener)
        }
      },
    },
    after(ms, run) {
      const timer = { atMs: now + ms, run }
      timers.push(timer)
      return () => {
        timers = timers.filter((one) => one !== timer)
      }
    },
    stall(ms) {
      now += ms
    },
    async pass(ms, sleptMs = 0) {
      const until = now + ms
      let slept = sleptMs
      do {
        now = Math.min(until, now + BEAT_MS)
        const due = timers.filter(({ atMs }) => atMs <= now)
        timers = timers.filter(({ atMs }) => atMs > now)
        for (const { run } of due) run()
        for (const beat of beats) beat({ sleptMs: slept })
        slept = 0
        await settle()
      } while (now < until)
    },
  }
}

export const HUB_AT_MS = 1_764_000_000_000 as EpochMs

/** A mark as the hub sends it, with what the test says instead. */
export const mark = (change: Partial<Mark> = {}): Mark => ({
  hubAtMs: HUB_AT_MS,
  rate: 1,
  incarnation: 'log-1' as Incarnation,
  build: 'build-1',
  recording: true,
  disk: 'ok',
  heads: {},
  ...change,
})

/** The hub's answer to a greeting. */
export const helloAck = (change: Partial<Mark> = {}, self: Partial<ScreenSelf> = {}): ScreenHelloAck => {
  const said = mark(change)
  return {
    ok: true,
    hub: {
      incarnation: said.incarnation,
      hubAtMs: said.hubAtMs,
      rate: said.rate,
      protocol: 1,
      build: said.build,
    },
    screen: { secure: true, zone: 'Europe/Oslo', demo: false, ...self },
    mark: said,
  }
}

export const STREAM = 'session:s1' as StreamId
