// Owns the words for what is silenced on one alarm at this chair, by whom, and when its sound returns. What sounds is
// shared/alarm/silence/sounding's to say. Source: clinical facts §5 "Acknowledged", "Audio paused", "Quiet chair".
import { heardNow, isStationHeard } from '@chairside/shared/alarm/silence/heard-now.ts'
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
  taken: 'no sound: somebody has it',
}

/** Of HELP and a symptom, which make no sound where they were said: where they do, as far as somebody hears it there. */
function elsewhereWords(state: Pick<SessionState, 'coverage'>): string {
  if (isStationHeard(state)) return 'sounds at the station, not here'
  if (heardNow(state).includes('wall')) return 'sounds on the wall, not here'
  return 'no sound here, and nobody hears a station'
}

/**
 * For 10 min after HELP: whether this chair is quiet, and if not why. Undefined: HELP is over, or its quiet.
 * @param atMs hub time
 */
export function helpQuietWords(
  state: Pick<SessionState, 'audio' | 'help' | 'coverage'>,
  atMs: number,
): { readonly words: string; readonly loud?: true } | undefined {
  const { audio, help } = state
  const untilMs = audio.helpQuiet?.untilMs ?? 0
  if (help === undefined || untilMs <= atMs) return undefined
  if (isStationHeard(state))
    return {
      words: `People are present: this chair makes no sound for ${countdown(untilMs - atMs)}; the station does`,
    }
  const here = heardNow(state).includes('chair')
    ? 'this chair goes on sounding its alarms'
    : 'this chair is not quiet, and nobody has heard it'
  return { loud: true, words: `Nobody hears a station: ${here}` }
}

/**
 * @param here what `soundingHere` says of it
 * @param atMs hub time
 * @param state who hears this room
 */
export function quietOf(
  active: ActiveAlarm,
  here: Sounding | undefined,
  atMs: number,
  state: Pick<SessionState, 'coverage'>,
): Quiet {
  const { alarm, acknowledged } = active
  const seen = alarm.silent === true
  if (acknowledged !== undefined) {
    const until = here?.why === 'acknowledged' ? here.untilMs : undefined
    return {
      sign: seen ? 'seen' : here?.sounds === true ? 'sounds' : 'silenced',
      acknowledged: `acknowledged by ${acknowledged.by} ${span(atMs - acknowledged.atMs)} ago${returnsWords(active, until, atMs)}`,
    }
  }
  if (seen) return { sign: 'seen', words: 'visual only' }
  return here?.why === 'origin' ? { sign: 'silenced', words: elsewhereWords(state) } : silencedOf(here, atMs)
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
