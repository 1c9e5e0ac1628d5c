// Owns the marks that stand for as long as something differs from how a session is usually watched: audio off, people
// at HELP, an emergency that nobody has ended, a chair that is not quiet though it should be, acts that nobody has signed. None of them is an alarm, so none wears an alarm's colour.
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import { useActor, useSoundGrant } from '../../session/use-screen.ts'
import { Badge } from '../../ui/badge.tsx'
import { momentWords, type TimeScale } from '../../ui/format.ts'
import { EmergencyOver, isLeftOver } from './alarms/emergency-over.tsx'
import { helpQuietWords } from './alarms/quiet-words.ts'
import styles from './standing-marks.module.css'
import { Unclaimed } from './unclaimed.tsx'

export type Mark = { readonly id: string; readonly words: string; readonly loud?: true }

/** @param notQuietBecause the hub's reason why a chair that is quiet by name is not quiet now */
export function marksOf(
  state: SessionState,
  { atMs, scale, notQuietBecause }: { atMs: number; scale: TimeScale; notQuietBecause?: string | undefined },
): readonly Mark[] {
  if (state.closed !== undefined) return []
  const { audio, quietChair } = state
  const afterHelp = helpQuietWords(state, atMs)
  const marks: (Mark | false)[] = [
    audio.off !== undefined && {
      id: 'audioOff',
      loud: true,
      words: `AUDIO OFF (never for !!!) by ${audio.off.by ?? '––'} since ${momentWords(audio.off.atMs, scale)}: ${audio.off.reason}`,
    },
    afterHelp !== undefined && { id: 'helpQuiet', ...afterHelp },
    quietChair?.on === true &&
      notQuietBecause !== undefined && {
        id: 'notQuiet',
        loud: true,
        words: `NOT QUIET NOW: ${notQuietBecause}`,
      },
  ]
  return marks.filter((mark) => mark !== false)
}

export function StandingMarks({
  state,
  atMs,
  scale,
}: {
  readonly state: SessionState
  readonly atMs: number
  readonly scale: TimeScale
}) {
  const notQuietBecause = useSoundGrant()?.notQuietBecause
  const marks = marksOf(state, { atMs, scale, notQuietBecause })
  const actor = useActor()
  const unclaimed = actor !== undefined && state.closed === undefined && state.unclaimed.length > 0
  const leftOver = isLeftOver(state)
  if (marks.length === 0 && !unclaimed && !leftOver) return undefined
  return (
    <ul className={styles['marks']} aria-label="What differs now">
      {marks.map(({ id, words, loud }) => (
        <li key={id}>
          <Badge kind={loud ? 'loud' : 'plain'}>{words}</Badge>
        </li>
      ))}
      {leftOver && (
        <li>
          <EmergencyOver state={state} />
        </li>
      )}
      {unclaimed && (
        <li>
          <Unclaimed state={state} scale={scale} />
        </li>
      )}
    </ul>
  )
}
