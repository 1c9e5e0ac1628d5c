// Owns the words for that this screen is not watching, wherever they stand: over the board, and in every dialog, which would hide
// them. Source of the words: clinical facts §5 "Lost the hub".
import { useLink, useZone } from '../session/use-screen.ts'
import { clock } from './format.ts'
import styles from './not-watching.module.css'

export type NotWatchingWords = {
  /** `connecting`: this page has not reached the hub yet; nothing that it shows is known. */
  readonly is: 'connecting' | 'lost' | 'refused' | 'cannotRecord'
  readonly title: string
  readonly words: string
  readonly detail: string
}
const NOT_WATCHING = 'Chairside is not watching: no alarms, nothing recorded here.'

/** @returns undefined: it is watching, as far as this screen knows */
export function useNotWatching(): NotWatchingWords | undefined {
  const { phase, numbersFromMs, refusal, mark, hub } = useLink((state) => state)
  const zone = useZone()
  // What was never there is not lost.
  if (phase === 'lost' && hub === undefined)
    return {
      is: 'connecting',
      title: 'Connecting to the hub …',
      words: `${NOT_WATCHING} Watch the bedside monitor.`,
      detail: refusal?.message ?? 'This screen has not reached the hub yet and goes on trying.',
    }
  if (phase === 'lost')
    return {
      is: 'lost',
      title: NOT_WATCHING,
      words: `Watch the bedside monitor.${numbersFromMs === undefined ? '' : ` Numbers from ${clock(numbersFromMs, zone)}.`}`,
      detail: refusal?.message ?? 'This screen has lost the hub and goes on trying to reach it.',
    }
  if (phase === 'refused' && refusal?.code !== 'not-signed-in')
    return {
      is: 'refused',
      title: NOT_WATCHING,
      words: 'Watch the bedside monitor.',
      detail: refusal?.message ?? 'The hub refuses this screen.',
    }
  if (mark?.recording === false)
    return {
      is: 'cannotRecord',
      title: 'HUB CANNOT RECORD: use the bedside monitor',
      words: 'Nothing is recorded and no alarm is judged until it can.',
      detail: 'Tell whoever keeps the hub: its disk takes no more.',
    }
  return undefined
}

/** At the head of a dialog. */
export function NotWatching() {
  const said = useNotWatching()
  if (said === undefined) return undefined
  return (
    <div className={styles['strip']} role="alert">
      <strong>{said.title}</strong> {said.words}
    </div>
  )
}
