// Owns the panel of the alarm log: every fact about an alarm in this session, newest first, as it was recorded; filters that
// say what they leave out; a jump to the moment on the trend. It decides nothing and words nothing anew.

import { mayExport } from '@chairside/shared/access.ts'
import { conditionWords } from '@chairside/shared/alarm/profile/rule-words.ts'
import { ladderOf, type Rules } from '@chairside/shared/alarm/rules.ts'
import { rulesOfSession } from '@chairside/shared/alarm/session-rules.ts'
import { isSaid } from '@chairside/shared/alarm/silence/silence-times.ts'
import { alarmName, PRIORITY_MARK, PRIORITY_WORD } from '@chairside/shared/alarm/words/text.ts'
import { type AlarmLogRow, alarmRows } from '@chairside/shared/fold/alarm-log.ts'
import type { Priority } from '@chairside/shared/record/record.ts'
import { NativeSelect } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useActor } from '../../../session/use-screen.ts'
import type { SessionView } from '../../../session/view/store.ts'
import { Button, buttonClass } from '../../../ui/button.tsx'
import { counted, momentWords, span, type TimeScale } from '../../../ui/format.ts'
import overStyles from '../over-trend.module.css'
import styles from './alarm-log.module.css'

export type LogFilter = {
  readonly priority: 'all' | Priority
  readonly kind: 'all' | 'physiological' | 'technical' | 'people'
  readonly only: 'all' | 'unacknowledged' | 'transitions'
  /** A condition, or all. */
  readonly condition: string
}
export const NO_FILTER: LogFilter = { priority: 'all', kind: 'all', only: 'all', condition: 'all' }

const TRANSITIONS: ReadonlySet<string> = new Set(['raised', 'rose', 'fell', 'ended'])
/** Rows shown at once; what is left out is counted. */
const MOST_ROWS = 300
/** A moment is looked at just after what was decided then. */
const AFTER_MS = 1_000

const isPhysiological = (condition: string, rules: Rules | undefined): boolean =>
  isSaid(condition) || (rules !== undefined && ladderOf(rules, condition) !== undefined)

function isOfKind(
  { condition, event }: AlarmLogRow,
  kind: LogFilter['kind'],
  rules: Rules | undefined,
): boolean {
  switch (kind) {
    case 'all':
      return true
    case 'people':
      return condition === undefined || !TRANSITIONS.has(event)
    case 'physiological':
      return condition !== undefined && isPhysiological(condition, rules)
    case 'technical':
      return condition !== undefined && !isPhysiological(condition, rules)
  }
}

/** The rows that a filter leaves, in the order of the log. */
export function filtered(
  rows: readonly AlarmLogRow[],
  { priority, kind, only, condition }: LogFilter,
  rules: Rules | undefined,
): readonly AlarmLogRow[] {
  return rows.filter((row) => {
    if (priority !== 'all' && row.priority !== priority) return false
    if (condition !== 'all' && row.condition !== condition) return false
    if (only === 'transitions' && !TRANSITIONS.has(row.event)) return false
    if (
      only === 'unacknowledged' &&
      !((row.event === 'raised' || row.event === 'rose') && row.acknowledgedAtMs === undefined)
    )
      return false
    return isOfKind(row, kind, rules)
  })
}

/** "due T+20:00 · decided 0:02 later · audible at the station · acknowledged by R. Osei 0:31 later · left T+25:00" */
export function factsOf(row: AlarmLogRow, scale: TimeScale): string {
  const { atMs, decidedAtMs, signalled, event } = row
  // HELP and a symptom make no sound where they were pressed (SO60).
  const audible = (signalled?.audible ?? []).filter(
    (place) => place !== 'chair' || row.condition === undefined || !isSaid(row.condition),
  )
  const later = (at: number) => `${span(at - atMs)} later`
  const facts: (string | undefined)[] = [
    decidedAtMs - atMs >= 1_000 ? `decided ${later(decidedAtMs)}` : undefined,
    signalled === undefined
      ? undefined
      : audible.length === 0
        ? 'seen, heard nowhere'
        : `heard at the ${audible.join(', ')}${signalled.quiet ? ' (chair quiet)' : ''}`,
    row.silent === true ? 'seen only' : undefined,
    row.acknowledgedAtMs === undefined
      ? event === 'raised' || event === 'rose'
        ? 'not acknowledged'
        : undefined
      : `acknowledged by ${row.acknowledgedBy ?? '––'} ${later(row.acknowledgedAtMs)}`,
    row.comingAtMs === undefined ? undefined : `${row.comingBy ?? '––'} coming ${later(row.comingAtMs)}`,
    row.takenAtMs === undefined ? undefined : `taken by ${row.takenBy ?? '––'} ${later(row.takenAtMs)}`,
    row.leftAtMs === undefined || event === 'ended' ? undefined : `until ${momentWords(row.leftAtMs, scale)}`,
  ]
  return facts.filter((one) => one !== undefined).join(' · ')
}

function Row({
  row,
  scale,
  onPick,
}: {
  readonly row: AlarmLogRow
  readonly scale: TimeScale
  readonly onPick: (atMs: number) => void
}) {
  const moment = momentWords(row.atMs, scale)
  return (
    <li className={styles['row']} data-event={row.event}>
      <button
        type="button"
        className={styles['pick']}
        aria-label={`Look at ${moment}`}
        onClick={() => onPick(Math.max(row.atMs, row.decidedAtMs) + AFTER_MS)}
      >
        {moment}
      </button>
      <div>
        <p className={styles['text']}>
          {row.priority !== undefined && TRANSITIONS.has(row.event) && !row.text.startsWith('!') && (
            <>
              <b aria-hidden="true">{PRIORITY_MARK[row.priority]} </b>
              <span className="visually-hidden">{PRIORITY_WORD[row.priority]}: </span>
            </>
          )}
          {row.text}
        </p>
        <p className={styles['facts']}>{factsOf(row, scale)}</p>
      </div>
    </li>
  )
}

const PRIORITIES = [
  { value: 'all', label: 'Any priority' },
  { value: 'high', label: '!!! high' },
  { value: 'medium', label: '!! medium' },
  { value: 'low', label: '! low' },
]
const KINDS = [
  { value: 'all', label: 'Any kind' },
  { value: 'physiological', label: 'Physiological' },
  { value: 'technical', label: 'Technical' },
  { value: 'people', label: 'Acts and calls' },
]
const ONLY = [
  { value: 'all', label: 'All entries' },
  { value: 'transitions', label: 'Alarms only' },
  { value: 'unacknowledged', label: 'Not acknowledged' },
]

export function AlarmLogPanel({
  view,
  scale,
  onPick,
  onClose,
}: {
  readonly view: SessionView
  readonly scale: TimeScale
  /** @param atMs hub time */
  readonly onPick: (atMs: number) => void
  readonly onClose: () => void
}) {
  const role = useActor()?.role
  const [filter, setFilter] = useState(NO_FILTER)
  const rows = alarmRows(view.alarmLog)
  const rules = rulesOfSession(view.state)
  const conditions = useMemo(
    () => [...new Set(rows.flatMap(({ condition }) => (condition === undefined ? [] : [condition])))].sort(),
    [rows],
  )
  const left = useMemo(() => filtered(rows, filter, rules), [rows, filter, rules])
  const shown = left.slice(-MOST_ROWS).reverse()
  const sessionId = view.state.opened?.sessionId
  const set = (change: Partial<LogFilter>) => setFilter((before) => ({ ...before, ...change }))
  return (
    <section className={overStyles['panel']} aria-label="Alarm log">
      <header className={overStyles['head']}>
        <h2 className={overStyles['title']}>
          Alarm log ·{' '}
          {left.length === rows.length
            ? counted(rows.length, 'entry', 'entries')
            : `${left.length} of ${counted(rows.length, 'entry', 'entries')}`}
        </h2>
        <Button onClick={onClose}>Close</Button>
        <div className={styles['filters']}>
          <NativeSelect
            aria-label="Priority"
            data={PRIORITIES}
            value={filter.priority}
            onChange={(event) => set({ priority: event.currentTarget.value as LogFilter['priority'] })}
          />
          <NativeSelect
            aria-label="Kind"
            data={KINDS}
            value={filter.kind}
            onChange={(event) => set({ kind: event.currentTarget.value as LogFilter['kind'] })}
          />
          <NativeSelect
            aria-label="Which entries"
            data={ONLY}
            value={filter.only}
            onChange={(event) => set({ only: event.currentTarget.value as LogFilter['only'] })}
          />
          <NativeSelect
            aria-label="Condition"
            data={[
              { value: 'all', label: 'Any condition' },
              ...conditions.map((condition) => ({ value: condition, label: conditionName(condition) })),
            ]}
            value={filter.condition}
            onChange={(event) => set({ condition: event.currentTarget.value })}
          />
        </div>
      </header>
      <div className={overStyles['body']}>
        {shown.length === 0 && (
          <p className={styles['none']}>{rows.length === 0 ? 'No alarm so far.' : 'No row of this kind.'}</p>
        )}
        <ol className={styles['rows']} aria-label="Alarm log, newest first">
          {shown.map((row) => (
            <Row key={row.seq} row={row} scale={scale} onPick={onPick} />
          ))}
        </ol>
        {left.length > shown.length && (
          <p className={styles['none']}>
            {counted(left.length - shown.length, 'older entry', 'older entries')} in the files
          </p>
        )}
        {mayExport(role) && sessionId !== undefined && (
          <p className={styles['files']}>
            {(['csv', 'ndjson'] as const).map((kind) => (
              <a
                key={kind}
                className={buttonClass()}
                href={`/api/sessions/${encodeURIComponent(sessionId)}/alarms.${kind}`}
                download
              >
                Alarm log as {kind.toUpperCase()}
              </a>
            ))}
          </p>
        )}
      </div>
    </section>
  )
}

/** As it is called wherever conditions are listed; what a person said, as its alarm is. */
export function conditionName(condition: string): string {
  const words = conditionWords(condition)
  return words === condition ? alarmName({ condition, level: '' }).trim() : words
}
