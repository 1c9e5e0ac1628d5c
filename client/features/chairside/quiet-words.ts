// Owns the words for what is silenced on one alarm, by whom, and when its sound returns. Never ends a silence: the hub does.
// Source: clinical facts §5 "Acknowledged", "Audio paused".
import type { SilenceRule } from '@chairside/shared/alarm/rules.ts'
import type { ActiveAlarm, AudioNow } from '@chairside/shared/fold/alarm-state.ts'
import { span } from '../../ui/format.ts'
import { countdown } from './who-knows.ts'

/** sounds: it may sound. silenced: it would, and a person has silenced it. seen: it never does. */
export type SoundSign = 'sounds' | 'silenced' | 'seen'
export type Quiet = { readonly sign: SoundSign; readonly words?: string; readonly acknowledged?: string }

const CUFF: ReadonlySet<string | undefined> = new Set(['systolic', 'diastolic', 'mean'])

/** When an acknowledgement ends by itself while the condition stays true. */
function returnsWords(
  { alarm, acknowledged }: ActiveAlarm,
  rules: SilenceRule | undefined,
  atMs: number,
): string {
  if (acknowledged === undefined || rules === undefined || alarm.priority === 'low' || alarm.silent === true)
    return ''
  if (alarm.priority === 'high' && CUFF.has(alarm.limit?.quantity))
    return ' · sound returns with a reading still this high'.replace(
      'this high',
      alarm.limit?.op === '<' ? 'this low' : 'this high',
    )
  const holdsMs = alarm.priority === 'high' ? rules.highHoldsMs : rules.mediumHoldsMs
  if (alarm.priority === 'high' && alarm.limit === undefined) return ''
  return ` · sound returns in ${countdown(acknowledged.atMs + holdsMs - atMs)}`
}

/**
 * @param rules of the session's profile; undefined: not known here
 * @param atMs hub time
 */
export function quietOf(
  active: ActiveAlarm,
  audio: AudioNow,
  rules: SilenceRule | undefined,
  atMs: number,
): Quiet {
  const { alarm, acknowledged, coming } = active
  if (acknowledged !== undefined)
    return {
      sign: alarm.silent === true ? 'seen' : 'silenced',
      acknowledged: `acknowledged by ${acknowledged.by} ${span(atMs - acknowledged.atMs)} ago${returnsWords(active, rules, atMs)}`,
    }
  if (alarm.silent === true) return { sign: 'seen' }
  if (coming !== undefined && coming.untilMs > atMs)
    return {
      sign: 'silenced',
      words: `${coming.by} is coming · sound returns in ${countdown(coming.untilMs - atMs)}`,
    }
  const { paused, off } = audio
  if (paused !== undefined && paused.untilMs > atMs && paused.alarmIds.includes(alarm.alarmId))
    return { sign: 'silenced', words: `audio paused · sound returns in ${countdown(paused.untilMs - atMs)}` }
  if (off !== undefined && alarm.priority !== 'high') return { sign: 'silenced', words: 'audio off' }
  return { sign: 'sounds' }
}
