// Owns the sound of this page: takes what should sound from whoever knows it, whether the page may sound from the hub, and
// the loss of the hub from the link; gives it to the player. It decides no alarm, and sounds nothing without a right to,
// but for the one judgement a screen has: that it lost the hub (lost-hub.ts).
import type { ScreenState, SoundGrant } from '@chairside/shared/protocol/screens.ts'
import type { Priority } from '@chairside/shared/record/record.ts'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { createAlarmPlayer, type Sounding } from './alarm-player.ts'
import type { Audio, AudioState } from './audio-state.ts'
import { CANNOT_RECORD, soundsWhileLost } from './lost-hub.ts'
import { BURSTS, type Voice } from './tones.ts'
import type { WakeLock } from './wake-lock.ts'

/** What one part of the page knows of the place this page is at. */
export type KnownSound = {
  /** What should sound at this place now: unsilenced, told to it, and not of another patient's room. Any order. */
  readonly sounding: readonly Sounding[]
  /** HIGH alarms of this place that nobody has silenced, whoever sounds them: they sound here while the hub is lost. */
  readonly known: readonly Sounding[]
  /** A session is open in what this place watches. */
  readonly watching: boolean
}
export const NOTHING: KnownSound = { sounding: [], known: [], watching: false }
/** Asked at every beat, so that times end by themselves. Undefined: nothing is known yet, and what was known before holds. */
export type SoundSource = () => KnownSound | undefined

/** The hub, as far as sound needs it. */
export type HubPort = {
  /** live, lost (or refusing this screen: not watching either), or not yet known. */
  standing(): 'live' | 'lost' | 'connecting'
  /** false: the hub cannot write, and judges nothing. */
  isRecording(): boolean
  /** Wall milliseconds since the hub last said anything. */
  silentMs(): number
  /** Undefined while the hub is lost. */
  grant(): SoundGrant | undefined
  onChange(listener: () => void): () => void
}

export type SoundState = {
  readonly audio: AudioState
  /** As it is reported to the hub. */
  readonly sound: ScreenState['sound']
  readonly grant?: SoundGrant
  /** Where this page is, also while the hub is lost. */
  readonly place?: string
  /** Priority of what sounds on this page now. */
  readonly sounding?: Priority
  /** Sound is wanted here and the browser does not let it out. */
  readonly unheard: boolean
  readonly wakeLock: boolean
  /** In words, why it is not known what should sound at this place: silence here is not an absence of alarms. */
  readonly deaf?: string
  /** A view says all that should sound at this place; while none does the room list says it (place-sound.ts). */
  readonly isFed: boolean
}

/** played: the tone sounds now. alarm: an alarm sounds, which is a tone as well. blocked: the browser lets nothing out. */
export type Tested = 'played' | 'alarm' | 'blocked'

export type SoundDesk = {
  readonly store: StoreApi<SoundState>
  /**
   * From now on this source is asked.
   * @param forPlace  the place it knows all of, `chair:<roomId>`; without one, or at another place, the room list is asked too
   * @returns how to take it away again
   */
  listen(source: SoundSource, forPlace?: string): () => void
  /**
   * Asked for this page's place, whatever is shown, while no view knows all of it.
   * @param trouble in words, why the source does not know
   */
  listenBeneath(source: SoundSource, trouble: () => string | undefined): void
  /** Something a source knows has changed: it is heard at once, not at the next beat. */
  changed(): void
  /** At each beat of the metronome. */
  beat(): void
  /** Plays the tone of "Did you hear the tone?"; called from a gesture. */
  test(): Promise<Tested>
  /** What this page reports of itself (session/hub/screen-report.ts). */
  readonly report: {
    read(): Omit<ScreenState, 'painting'>
    onChange(listener: () => void): () => void
  }
  stop(): void
}

export type SoundDeskDeps = {
  readonly audio: Audio
  readonly hub: HubPort
  readonly wakeLock: WakeLock
  /** Monotonic milliseconds. */
  readonly monoNow: () => number
  readonly isHidden: () => boolean
}

const TEST_LEAD_MS = 60
/** A wake lock that was refused is asked for again so often: the battery may have been charged. */
const RENEW_MS = 10_000

export function createSoundDesk({ audio, hub, wakeLock, monoNow, isHidden }: SoundDeskDeps): SoundDesk {
  const player = createAlarmPlayer()
  const views = new Map<SoundSource, string | undefined>()
  let ground: SoundSource | undefined
  let groundTrouble: () => string | undefined = () => undefined
  let kept: KnownSound = NOTHING
  let lostSinceMs: number | undefined
  let lastGrant: SoundGrant | undefined
  let testVoice: Voice | undefined
  let renewedAtMs = monoNow()
  const store = createStore<SoundState>(() => ({
    audio: audio.store.getState(),
    sound: 'none',
    unheard: false,
    wakeLock: false,
    isFed: false,
  }))

  const placeNow = (): string | undefined => (hub.grant() ?? lastGrant)?.place
  const isFed = (): boolean => {
    const place = placeNow()
    return place !== undefined && [...views.values()].includes(place)
  }

  function ask(): KnownSound {
    const beneath = isFed() ? NOTHING : ground === undefined ? NOTHING : ground()
    const all = [...views.keys()].map((source) => source()).filter((known) => known !== undefined)
    const now = together([...all, beneath ?? kept])
    // What a view before this one knew holds until the room list has come.
    if (beneath !== undefined) kept = now
    return now
  }

  function wanted(): readonly Sounding[] {
    const { sounding, known, watching } = ask()
    const grant = hub.grant()
    if (grant !== undefined) lastGrant = grant
    if (hub.standing() === 'lost') {
      lostSinceMs ??= Math.round(monoNow() - hub.silentMs())
      const forMs = hub.silentMs()
      return soundsWhileLost({ sinceMs: lostSinceMs, forMs, known, watching }, lastGrant?.place)
    }
    lostSinceMs = undefined
    if (grant?.lease !== 'held') return []
    return hub.isRecording() || !watching ? sounding : [...sounding, CANNOT_RECORD]
  }

  function soundOf(grant: SoundGrant | undefined, isDeaf: boolean): ScreenState['sound'] {
    switch (audio.store.getState().is) {
      case 'none':
        return 'none'
      case 'suspended':
      case 'interrupted':
        return 'blocked'
      case 'running':
        // The hub must not count on a page that does not know what to sound.
        if (isDeaf) return 'blocked'
        return grant?.toneHeard === undefined ? 'unconfirmed' : 'confirmed'
    }
  }

  function apply(): void {
    player.attach(audio.out())
    const now = wanted()
    player.set(now)
    const sounding = player.now()
    // An alarm is not to be taken for the tone that somebody asked for, nor covered by it.
    if (sounding !== undefined) stopTest()
    const grant = hub.grant()
    const place = placeNow()
    const deaf = place === undefined || isFed() ? undefined : groundTrouble()
    const next: SoundState = {
      audio: audio.store.getState(),
      sound: soundOf(grant ?? lastGrant, deaf !== undefined),
      ...(grant === undefined ? {} : { grant }),
      ...(place === undefined ? {} : { place }),
      ...(sounding === undefined ? {} : { sounding }),
      ...(deaf === undefined ? {} : { deaf }),
      unheard: now.length > 0 && audio.out() === undefined,
      wakeLock: wakeLock.isHeld(),
      isFed: isFed(),
    }
    if (!same(store.getState(), next)) store.setState(next, true)
  }

  function stopTest(): void {
    testVoice?.cancel()
    testVoice = undefined
  }

  const undo = [audio.store.subscribe(apply), hub.onChange(apply), wakeLock.onChange(apply)]
  apply()

  return {
    store,
    listen(source, forPlace) {
      views.set(source, forPlace)
      apply()
      return () => {
        views.delete(source)
        apply()
      }
    },
    listenBeneath(source, trouble) {
      ground = source
      groundTrouble = trouble
      apply()
    },
    changed: apply,
    beat() {
      audio.look()
      if (monoNow() - renewedAtMs >= RENEW_MS) {
        renewedAtMs = monoNow()
        wakeLock.renew()
      }
      apply()
    },
    async test() {
      await audio.unlock()
      apply()
      const out = audio.out()
      if (out === undefined) return 'blocked'
      if (player.now() !== undefined) return 'alarm'
      stopTest()
      testVoice = out.play('medium', out.nowMs() + TEST_LEAD_MS)
      return 'played'
    },
    report: {
      read: () => {
        const { sound, wakeLock: held, audio: state } = store.getState()
        return { sound, wakeLock: held, audio: state.is, hidden: isHidden() }
      },
      onChange: (listener) =>
        store.subscribe((state, before) => {
          if (state.sound !== before.sound || state.wakeLock !== before.wakeLock) listener()
        }),
    },
    stop() {
      for (const off of undo) off()
      views.clear()
      ground = undefined
      stopTest()
      player.set([])
      player.attach(undefined)
      audio.stop()
      wakeLock.stop()
    },
  }
}

/** Several that know the same alarm know it by the same key: it is one. */
function together(all: readonly KnownSound[]): KnownSound {
  const once = (list: readonly Sounding[]) => [...new Map(list.map((one) => [one.key, one])).values()]
  return {
    sounding: once(all.flatMap(({ sounding }) => sounding)),
    known: once(all.flatMap(({ known }) => known)),
    watching: all.some(({ watching }) => watching),
  }
}

/** How long the tone of the test sounds, in milliseconds. */
export const TEST_MS = BURSTS.medium.lengthMs

function same(a: SoundState, b: SoundState): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof SoundState>
  return [...keys].every((key) => a[key] === b[key])
}
