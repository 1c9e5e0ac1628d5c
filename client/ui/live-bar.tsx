// Owns the bar that stands on top while somebody looks back: the numbers of now with their ages, the alarms of now with
// their buttons, and the way back. It cannot be put away, scrolled away or covered by the past. It decides no alarm.
import type { Rules } from '@chairside/shared/alarm/rules.ts'
import type { ActiveAlarm } from '@chairside/shared/fold/session-state.ts'
import { BLOOD_PRESSURE, CATALOGUE } from '@chairside/shared/vitals.ts'
import { Fragment, type ReactNode } from 'react'
import { alarmOn, alarmOnHalf, markedBy } from './alarm-order.ts'
import { Badge } from './badge.tsx'
import { Button } from './button.tsx'
import { counted, span } from './format.ts'
import styles from './live-bar.module.css'
import { cuffView, type Numbers, rateView, signalView } from './number-view.ts'
import type { TileNumber } from './vital-number.ts'

type CellProps = {
  readonly label: string
  readonly tone: string
  readonly numbers: readonly TileNumber[]
  /** The age, or in words why there is no number. */
  readonly words: string
  readonly late: boolean
}

function Cell({ label, tone, numbers, words, late }: CellProps) {
  return (
    <li className={styles['cell']}>
      <span className={styles['label']}>{label}</span>
      <span className={styles['numbers']} style={{ color: `var(--${tone})` }}>
        {numbers.map((number, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: systolic, then diastolic
          <Fragment key={index}>
            {index > 0 && <span className={styles['slash']}>/</span>}
            <span className={styles['number']} data-state={number.state} data-priority={number.priority}>
              {number.text}
            </span>
          </Fragment>
        ))}
      </span>
      <span className={styles['age']} data-late={late || undefined}>
        {words}
      </span>
    </li>
  )
}

export type LiveBarProps = {
  /** Of now. */
  readonly numbers: Numbers
  readonly alarms: readonly ActiveAlarm[]
  /** The session's own; undefined: this version does not know them. */
  readonly rules: Rules | undefined
  /** Hub time of now. */
  readonly atMs: number
  /** Milliseconds until the screen follows again by itself. */
  readonly followsInMs: number
  readonly onFollow: () => void
  /** Words where there is no now any more: the session is closed. */
  readonly over?: string | undefined
  /** Where else to go then: the recording. */
  readonly overLink?: ReactNode
}

/** The first line of the bar; the alarms' lines stand under it, the same as on a screen that follows. */
export function LiveBar(props: LiveBarProps) {
  const { numbers, alarms, rules, atMs, followsInMs, onFollow, over, overLink } = props
  const rate = rateView(numbers, atMs)
  const cuff = cuffView(numbers.cuff, atMs)
  const spo2 = signalView(numbers, 'spo2', atMs)
  const respiration = signalView(numbers, 'respirationRate', atMs)
  const words = (note: string | undefined, age: string | undefined) => note ?? age ?? ''
  return (
    <section className={styles['strip']} aria-label="Live now" data-part="live-bar">
      <Badge kind="loud">{over === undefined ? 'LIVE' : 'CLOSED'}</Badge>
      {over === undefined ? (
        <ul className={styles['cells']}>
          <Cell
            label={CATALOGUE[rate.signal].short}
            tone="heart-rate"
            numbers={[markedBy(rate.number, alarmOn(alarms, ['heartRate', 'pulseRate']))]}
            words={words(rate.note, rate.age)}
            late={rate.late}
          />
          <Cell
            label={BLOOD_PRESSURE.short}
            tone="pressure"
            numbers={[
              markedBy(cuff.systolic, alarmOnHalf(alarms, 'systolic', numbers.cuff.last, rules)),
              markedBy(cuff.diastolic, alarmOnHalf(alarms, 'diastolic', numbers.cuff.last, rules)),
            ]}
            words={[cuff.age, cuff.doing ?? cuff.note].filter(Boolean).join(' · ')}
            late={cuff.late}
          />
          <Cell
            label={CATALOGUE.spo2.short}
            tone="spo2"
            numbers={[markedBy(spo2.number, alarmOn(alarms, ['spo2']))]}
            words={words(spo2.note, spo2.age)}
            late={spo2.late}
          />
          {numbers.signals.respirationRate !== undefined && (
            <Cell
              label={CATALOGUE.respirationRate.short}
              tone="respiration"
              numbers={[respiration.number]}
              words={words(respiration.note, respiration.age)}
              late={respiration.late}
            />
          )}
        </ul>
      ) : (
        <p className={styles['over']}>{over}</p>
      )}
      {alarms.length > 1 && <Badge>{counted(alarms.length, 'alarm')} now</Badge>}
      {over !== undefined && overLink}
      <Button large kind="primary" className={styles['follow'] ?? ''} onClick={onFollow}>
        <span className={styles['followWords']}>
          <span>{over === undefined ? 'Back to live' : 'Back to the room'}</span>
          <small aria-hidden="true">
            {over === undefined ? 'follows again' : 'by itself'} in {span(followsInMs + 999)}
          </small>
        </span>
      </Button>
    </section>
  )
}
