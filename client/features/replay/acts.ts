// Owns what a control or a key does to a replay: the cursor moves, and the screen says in words where it went.
// Never touches a record.
import type { Speed } from '@chairside/shared/playback/playback.ts'
import type { Cursor } from '../../session/view/cursor.ts'
import { momentWords, type TimeScale } from '../../ui/format.ts'
import { jumpFrom } from './moments.ts'
import { nextSpeed, type ReplayAct } from './replay-keys.ts'

export type ReplayActs = {
  run(act: ReplayAct): void
  /** To a moment, hub time. */
  seek(atMs: number): void
  setSpeed(speed: Speed): void
}

export type ReplayActsDeps = {
  readonly cursor: Cursor
  /** As they are now. */
  readonly moments: () => {
    readonly alarms: readonly number[]
    readonly events: readonly number[]
    readonly scale: TimeScale
  }
  /** Said to whoever listens to the page instead of looking at it. */
  readonly say: (words: string) => void
  readonly copyLink: () => void
  readonly toggleHelp: () => void
}

export function createReplayActs({ cursor, moments, say, copyLink, toggleHelp }: ReplayActsDeps): ReplayActs {
  function seek(atMs: number): void {
    cursor.seek(atMs)
  }

  function jump(to: 'alarm' | 'event', forward: boolean): void {
    const { alarms, events, scale } = moments()
    const target = jumpFrom(to === 'alarm' ? alarms : events, cursor.store.getState().atMs, forward)
    if (target === undefined) {
      say(`No ${forward ? 'later' : 'earlier'} ${to} in this recording`)
      return
    }
    seek(target)
    say(`${forward ? 'Next' : 'Previous'} ${to}: ${momentWords(target, scale)}`)
  }

  function setSpeed(speed: Speed): void {
    cursor.setSpeed(speed)
    say(`Speed ${speed}×`)
  }

  return {
    seek,
    setSpeed,
    run(act) {
      const { playback, range, speed } = cursor.store.getState()
      switch (act.is) {
        case 'playOrPause':
          if (playback.is === 'playing') cursor.pause()
          else cursor.play()
          return
        case 'step':
          cursor.step(act.byMs)
          return
        case 'jump':
          jump(act.to, act.forward)
          return
        case 'end':
          seek(act.which === 'first' ? range.fromMs : range.toMs)
          return
        case 'speed':
          setSpeed(nextSpeed(speed, act.faster))
          return
        case 'copyLink':
          copyLink()
          return
        case 'help':
          toggleHelp()
          return
      }
    },
  }
}
