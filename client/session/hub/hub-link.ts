// Owns this screen's standing with the hub: greeted or not, lost or not, which incarnation, recording or not.
// Never holds a patient's numbers; those hang on `onReady` (ask again) and `onReset` (drop everything).
import type { EpochMs } from '@chairside/shared/ids.ts'
import type { HubInfo } from '@chairside/shared/protocol/devices.ts'
import type { Mark, ScreenHelloAck, ScreenSelf, ScreenState } from '@chairside/shared/protocol/screens.ts'
import type { Refusal } from '@chairside/shared/result.ts'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { createHubTime, type HubTime } from './hub-time.ts'
import { createLinkWatch } from './link-watch.ts'
import type { Metronome } from './metronome.ts'
import type { Wire } from './wire.ts'

const HELLO_TIMEOUT_MS = 3_000

/** That a screen was away, and for how long. */
export type Back = {
  readonly afterMs: number
  /** What it was given on its return; absent: not whole again yet, or it follows no session. Never zero for not counted. */
  readonly missed?: {
    readonly records: number
    readonly alarms: number
    /** What people did meanwhile, oldest first. */
    readonly acts: readonly { readonly atMs: number; readonly text: string }[]
  }
}

export type LinkState = {
  /**
   * connecting  not yet greeted since the page opened, less than 5 s ago
   * live        the hub was heard within 5 s
   * lost        it was not: this screen is not watching
   * refused     the hub answers, and says no
   */
  readonly phase: 'connecting' | 'live' | 'lost' | 'refused'
  readonly hub?: HubInfo
  readonly self?: ScreenSelf
  readonly mark?: Mark
  readonly refusal?: Refusal
  /** While lost: the hub time of the last thing heard, where anything ever was. */
  readonly numbersFromMs?: EpochMs
  readonly back?: Back
  /** Another build is served now than when this page was opened. */
  readonly newBuild: boolean
  /** How often the hub began a new log under this page. */
  readonly resets: number
}

export type HubLink = {
  readonly wire: Wire
  readonly time: HubTime
  readonly store: StoreApi<LinkState>
  start(): void
  stop(): void
  /** Connects afresh as whoever the cookies now say (signed in, signed out, given a place). */
  restart(): void
  isReady(): boolean
  /** Called after every successful greeting (first and each return), and at once if greeted already. */
  onReady(listener: (returned: { readonly lostForMs: number }) => void): () => void
  /** Called once each time the hub is lost, before the return is known. */
  onLost(listener: () => void): () => void
  /** The hub has a new log: whatever is held belongs to another world. */
  onReset(listener: () => void): () => void
  /** Tells the hub what this screen shows. */
  setView(view: string): void
  /** A view that is whole again says what it was given. */
  reportMissed(missed: NonNullable<Back['missed']>, afterMs: number): void
  dismissBack(): void
  /** Wall milliseconds since the hub last said anything. */
  silentMs(): number
}

export type HubLinkDeps = {
  readonly wire: Wire
  readonly metronome: Pick<Metronome, 'onBeat'>
  /** Monotonic milliseconds. */
  readonly monoNow: () => number
  /** Of this load of the page: a tone that was heard was heard on this page. */
  readonly pageId?: string
  /** Whether this page can sound, as far as it knows; without it: it makes none. */
  readonly sound?: () => ScreenState['sound']
}

export function createHubLink(deps: HubLinkDeps): HubLink {
  const { wire, metronome, monoNow, pageId, sound = () => 'none' as const } = deps
  const time = createHubTime(monoNow)
  const store = createStore<LinkState>(() => ({ phase: 'connecting', newBuild: false, resets: 0 }))
  const readyListeners = new Set<(returned: { lostForMs: number }) => void>()
  const resetListeners = new Set<() => void>()
  const lostListeners = new Set<() => void>()
  const undo: (() => void)[] = []
  let ready = false
  let view = 'start'
  let helloNumber = 0

  const watch = createLinkWatch(monoNow, () => {
    const { hub } = store.getState()
    const numbersFromMs = lastHeardAtMs
    // A hub that says no is there: its words stand.
    if (store.getState().phase === 'refused') return
    store.setState({
      phase: 'lost',
      ...(hub !== undefined && numbersFromMs !== undefined ? { numbersFromMs } : {}),
    })
    for (const listener of lostListeners) listener()
  })
  let lastHeardAtMs: EpochMs | undefined

  function heard(hubAtMs?: number, rate?: number): void {
    const silentMs = watch.silentMs()
    // A page that slept may hear before its first beat: what was silence until now is judged first.
    watch.beat(0)
    watch.alive()
    if (hubAtMs !== undefined) {
      time.sample(hubAtMs, rate ?? time.rate())
      lastHeardAtMs = hubAtMs as EpochMs
    }
    // Heard again on a connection that never broke: greet as on any return, so that nothing missed goes unsaid.
    if (ready && store.getState().phase === 'lost') {
      ready = false
      void greet(silentMs)
    }
  }

  function takeIncarnation(hub: Pick<HubInfo, 'incarnation'>): void {
    const known = store.getState().hub?.incarnation
    if (known === undefined || known === hub.incarnation) return
    time.forget()
    store.setState((state) => ({ resets: state.resets + 1 }))
    for (const listener of resetListeners) listener()
  }

  function takeMark(mark: Mark): void {
    const { hub } = store.getState()
    if (hub !== undefined && hub.incarnation !== mark.incarnation) {
      // The log changed under a living connection: greet again, so that everything is asked afresh.
      takeIncarnation(mark)
      store.setState({ hub: { ...hub, incarnation: mark.incarnation } })
      void greet()
    }
    heard(mark.hubAtMs, mark.rate)
    store.setState((state) => ({
      mark,
      newBuild: state.newBuild || (state.hub !== undefined && state.hub.build !== mark.build),
    }))
  }

  const introduction = () => ({ view, sound: sound(), ...(pageId === undefined ? {} : { pageId }) })

  /** @param silentMs how long the hub had been silent when this return began */
  async function greet(silentMs = watch.silentMs()): Promise<void> {
    watch.beat(0)
    helloNumber += 1
    const mine = helloNumber
    const lostForMs = store.getState().hub === undefined ? 0 : Math.round(silentMs)
    const wasLost = store.getState().phase === 'lost'
    const asked = await wire.ask(
      'screen:hello',
      { ...introduction(), lostHubForMs: wasLost ? lostForMs : 0 },
      HELLO_TIMEOUT_MS,
    )
    if (mine !== helloNumber) return
    if (asked.is === 'failed') {
      if (wire.isConnected()) void greet(silentMs)
      return
    }
    greeted(asked.answer, wasLost ? lostForMs : 0)
  }

  function greeted(answer: ScreenHelloAck, lostForMs: number): void {
    if (!answer.ok) {
      store.setState({ phase: 'refused', refusal: answer.error })
      return
    }
    takeIncarnation(answer.hub)
    const { refusal: _refusal, numbersFromMs: _from, ...rest } = store.getState()
    const firstBuild = rest.hub?.build ?? answer.hub.build
    store.setState(
      {
        ...rest,
        phase: 'live',
        // Keeps the build this page came from, to know a later one by.
        hub: { ...answer.hub, build: firstBuild },
        self: answer.screen,
        newBuild: rest.newBuild || firstBuild !== answer.hub.build,
        ...(lostForMs > 0 ? { back: { afterMs: lostForMs } } : {}),
      },
      true,
    )
    ready = true
    time.greeted(answer.hub.hubAtMs, answer.hub.rate)
    takeMark(answer.mark)
    heard(answer.hub.hubAtMs, answer.hub.rate)
    for (const listener of readyListeners) listener({ lostForMs })
  }

  function gone(): void {
    ready = false
    // It said no, and now it does not even answer.
    if (store.getState().phase === 'refused') store.setState({ phase: 'lost' })
  }

  return {
    wire,
    time,
    store,
    restart() {
      const { refusal: _refusal, ...rest } = store.getState()
      ready = false
      // Whoever was lost stays lost; anybody else has five seconds to be greeted.
      if (rest.phase !== 'lost') watch.alive()
      store.setState({ ...rest, phase: rest.phase === 'lost' ? 'lost' : 'connecting' }, true)
      wire.restart()
    },
    start() {
      undo.push(
        wire.onLink((change) => {
          if (change.is === 'connected') void greet()
          else if (change.is === 'disconnected') gone()
          else store.setState({ phase: 'refused', refusal: change.error })
        }),
        wire.hear('mark', takeMark),
        wire.hear('tail:records', (message) => heard(message.hubAtMs)),
        wire.hear('room:live', (live) => heard(live.hubAtMs)),
        wire.hear('rooms:changed', () => heard()),
        wire.hear('room:changed', () => heard()),
        wire.hear('suite:state', () => heard()),
        wire.hear('sound:state', () => heard()),
        wire.hear('mine:changed', () => heard()),
        wire.hear('closing', (refusal) => store.setState({ refusal })),
        metronome.onBeat(({ sleptMs }) => {
          if (sleptMs > 0) time.slept(sleptMs)
          watch.beat(sleptMs)
        }),
      )
      wire.open()
    },
    stop() {
      for (const off of undo.splice(0)) off()
      wire.close()
    },
    isReady: () => ready,
    onReady(listener) {
      readyListeners.add(listener)
      if (ready) listener({ lostForMs: 0 })
      return () => {
        readyListeners.delete(listener)
      }
    },
    onLost(listener) {
      lostListeners.add(listener)
      return () => {
        lostListeners.delete(listener)
      }
    },
    onReset(listener) {
      resetListeners.add(listener)
      return () => {
        resetListeners.delete(listener)
      }
    },
    setView(next) {
      if (view === next) return
      view = next
      if (ready) void wire.ask('screen:hello', introduction(), HELLO_TIMEOUT_MS)
    },
    reportMissed(missed, afterMs) {
      store.setState({ back: { afterMs, missed } })
    },
    dismissBack() {
      const { back: _back, ...rest } = store.getState()
      store.setState(rest, true)
    },
    silentMs: watch.silentMs,
  }
}
