// Owns the line that says what was so at the moment pointed at. It stands still; it covers nothing. At the cursor it names the
// moment only: the tiles say what the hub knew then, and a second number beside them would be another one.
import { PRIORITY_MARK } from '@chairside/shared/alarm/words/text.ts'
import { useStore } from 'zustand'
import type { StoreApi } from 'zustand/vanilla'
import type { CursorState } from '../../session/view/cursor.ts'
import type { SessionStore } from '../../session/view/store.ts'
import { momentWords, type TimeScale } from '../format.ts'
import { NotNow } from '../looking-back.tsx'
import type { Span } from '../trend-chart/scale.ts'
import { type ReadingPart, type ReadingSource, readingAt, readingWords } from './reading.ts'
import styles from './trend-panel.module.css'
import { isFollowing } from './use-trend.ts'

/** The moment pointed at. `pinned`: it stays when the pointer goes. */
export type Probe = { readonly atMs?: number; readonly pinned: boolean }
export type ProbeStore = StoreApi<Probe>

/** The moment looked at; undefined while the head is followed. */
const lookedAt = (cursor: CursorState): number | undefined => (isFollowing(cursor) ? undefined : cursor.atMs)

const CHIP: Readonly<Record<'high' | 'medium' | 'low', string | undefined>> = {
  high: styles['chipHigh'],
  medium: styles['chipMedium'],
  low: styles['chipLow'],
}

function Part({ part }: { readonly part: ReadingPart }) {
  const { label, value, unit, note, tone, priority } = part
  return (
    <span className={styles['part']}>
      {priority !== undefined && <b className={CHIP[priority]}>{PRIORITY_MARK[priority]}</b>}
      {part.key !== 'pump' && <span className={styles['partLabel']}>{label}</span>}
      <b style={{ color: `var(--${tone})` }}>{value}</b>
      {unit !== undefined && <span className={styles['partNote']}>{unit}</span>}
      {note !== undefined && <span className={styles['partNote']}>{note}</span>}
    </span>
  )
}

export function ReadOut({
  session,
  probe,
  source,
  scale,
  hint,
  notNow,
}: {
  readonly session: SessionStore
  readonly probe: ProbeStore
  readonly source: ReadingSource
  readonly scale: TimeScale
  readonly hint: string
  /** What a live trend shows in place of now, where it does: that stands here whatever is read. */
  readonly notNow?: Span | undefined
}) {
  const probed = useStore(probe, ({ atMs }) => atMs)
  const looked = useStore(session.cursor.store, lookedAt)
  const moment = probed ?? looked
  // Records filled in later change what is read of a moment.
  useStore(session.view, ({ trends }) => trends.rewritten)
  const mark = notNow !== undefined && (
    <NotNow stretch={`${momentWords(notNow.fromMs, scale)} to ${momentWords(notNow.toMs, scale)}`} />
  )
  if (moment === undefined)
    return (
      <p className={styles['hint']}>
        {mark}
        <span>{hint}</span>
      </p>
    )
  const when = momentWords(moment, scale)
  if (probed === undefined)
    return (
      <p className={styles['readout']} data-moment={moment}>
        <b className={styles['when']}>{when}</b>
        <span className={styles['partNote']}>{hint}</span>
      </p>
    )
  const parts = readingAt(source, moment)
  return (
    <p className={styles['readout']} title={readingWords(when, parts)} data-moment={moment}>
      {mark}
      <b className={styles['when']}>{when}</b>
      {parts.map((part) => (
        <Part key={part.key} part={part} />
      ))}
    </p>
  )
}
