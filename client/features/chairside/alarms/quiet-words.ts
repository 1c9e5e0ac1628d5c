// Owns the words for what is silenced on one alarm at this chair, by whom, and when its sound returns. What sounds is
// shared/alarm/silence/sounding's to say. Source: clinical facts §5 "Acknowledged", "Audio paused", "Quiet chair".
import { type Sounding, soundingAt, soundRoomOfSession } from '@chairside/shared/alarm/silence/sounding.ts'
import type { ActiveAlarm } from '@chairside/shared/fold/alarm-state.ts'
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import { span } from '../../../ui/format.ts'
import { countdown } from './who-knows.ts'

/** sounds: it sounds. silenced: it would, and somebody or something has silenced it here. seen: it never sounds. */
export type SoundSign = 'sounds' | 'silenced' | 'seen'
export type Quiet = { readonly sign: SoundSign; readonly words?: string; readonly acknowledged?: string }

const CUFF: ReadonlySet<string | undefined> = new Set(['systolic', 'diastolic', 'mean'])

/** What sounds at this chair, by alarm; as far as people's acts and the quiet chair go. @param nowMs hub time */
export const soundingHere = (state: SessionState, nowMs: number): ReadonlyMap<string, Sounding> =>
  new Map(soundingAt(soundRoomOfSession(state), { place: 'chair', nowMs }).map((one) => [one.alarmId, one]))

/** Whether anything of this room sounds anywhere: what a pause would silence. */
export const anythingSounds = (state: SessionState, nowMs: number): boolean =>
  soundingAt(soundRoomOfSession(state), { place: 'station', nowMs }).some(({ sounds }) => sounds)

function returnsWords({ alarm }: ActiveAlarm, untilMs: number | undefined, atMs: number): string {
  if (alarm.priority === 'low' || alarm.silent === true || untilMs === undefined) return ''
  const inWords = `in ${countdown(untilMs - atMs)}`
  if (alarm.priority === 'high' && CUFF.has(alarm.limit?.quantity))
    return ` · sound returns with a new reading still HIGH, or ${inWords}`
  return ` · sound returns ${inWords}`
}

const WHY: Readonly<Partial<Record<NonNullable<Sounding['why']>, string>>> = {
  audioOff: 'audio off',
  quietChair: 'quiet chair: sounds at the station',
  origin: 'sounds at the station, not here',
  taken: 'no sound: somebody has it',
}

/**
 * @param here what `soundingHere` says of it
 * @param atMs hub time
 */
export function quietOf(active: ActiveAlarm, here: Sounding | undefined, atMs: number): Quiet {
  const { alarm, acknowledged } = active
  const seen = alarm.silent === true
  if (acknowledged !== undefined) {
    const until = here?.why === 'acknowledged' ? here.untilMs : undefined
    return {
      sign: seen ? 'seen' : here?.sounds === true ? 'sounds' : 'silenced',
      acknowledged: `acknowledged by ${acknowledged.by} ${span(atMs - acknowledged.atMs)} ago${returnsWords(active, until, atMs)}`,
    }
  }
  return seen ? { sign: 'seen', words: 'visual only' } : silencedOf(here, atMs)
}

/** What nobody acknowledges: whether it sounds here, and if not why and until when. @param atMs hub time */
export function silencedOf(here: Sounding | undefined, atMs: number): Quiet {
  if (here === undefined || here.sounds) return { sign: 'sounds' }
  const { why, by, untilMs } = here
  const returns = untilMs === undefined ? '' : ` · sound returns in ${countdown(untilMs - atMs)}`
  switch (why) {
    case 'coming':
      return { sign: 'silenced', words: `${by ?? 'somebody'} is coming${returns}` }
    case 'paused':
      return { sign: 'silenced', words: `audio paused${by === undefined ? '' : ` by ${by}`}${returns}` }
    // Said once for the whole chair, above the lines.
    case 'helpQuiet':
      return { sign: 'silenced' }
    case 'quietChair':
      return {
        sign: 'silenced',
        words:
          untilMs === undefined
            ? WHY.quietChair!
            : `quiet chair: sounds here in ${countdown(untilMs - atMs)}`,
      }
    default: {
      const words = why === undefined ? undefined : WHY[why]
      return { sign: 'silenced', ...(words === undefined ? {} : { words: `${words}${returns}` }) }
    }
  }
}
