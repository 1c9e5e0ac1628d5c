// Owns putting the sound of this tab together from the browser's parts and the session core, once a page.
import type { Metronome } from '../session/hub/metronome.ts'
import type { Screen } from '../session/screen.ts'
import { browserAudio, browserGestures, createAudio } from './audio-state.ts'
import { browserNotifications, createNotifications } from './notifications.ts'
import { startPlaceSound } from './place-sound.ts'
import { createSoundDesk, type HubPort } from './sound-desk.ts'
import type { SoundTools } from './use-sound.tsx'
import { browserWakeLock, createWakeLock } from './wake-lock.ts'

/** The hub as the session core knows it. A hub that refuses this screen does not watch for it either. */
export const hubOf = ({ link, soundGrant }: Pick<Screen, 'link' | 'soundGrant'>): HubPort => ({
  standing() {
    const { phase, refusal } = link.store.getState()
    if (phase === 'refused') return refusal?.code === 'not-signed-in' ? 'connecting' : 'lost'
    return phase
  },
  isRecording: () => link.store.getState().mark?.recording !== false,
  silentMs: link.silentMs,
  grant: () => soundGrant.store.getState().grant,
  onChange(listener) {
    const offs = [link.store.subscribe(listener), soundGrant.store.subscribe(listener)]
    return () => {
      for (const off of offs) off()
    }
  },
})

/**
 * Sound from now on: unlocked by the first gesture, awake, and reported to the hub.
 * @param monoNow monotonic milliseconds
 */
export function startSound(
  screen: Screen,
  metronome: Pick<Metronome, 'onBeat'>,
  monoNow: () => number,
): SoundTools {
  const desk = createSoundDesk({
    audio: createAudio(browserAudio, browserGestures, monoNow),
    hub: hubOf(screen),
    wakeLock: createWakeLock(browserWakeLock()),
    monoNow,
    isHidden: () => document.hidden,
  })
  metronome.onBeat(desk.beat)
  screen.report.attach(desk.report)
  startPlaceSound(screen, desk)
  // Seen by whoever drives this page: what sounds on it now, and what its audio is.
  const root = document.documentElement
  const show = () => {
    const { sounding, audio } = desk.store.getState()
    root.dataset['audio'] = audio.is
    if (sounding === undefined) delete root.dataset['sounding']
    else root.dataset['sounding'] = sounding
  }
  desk.store.subscribe(show)
  show()
  return { desk, notifications: createNotifications(browserNotifications()) }
}
