// Owns the three numbers of a room in a list, each with its age or, in words, why there is none. Freshness is the shared
// rule's; an alarm's number stands in its chip. Sizes are the list's: --number-size on any element around.
import type { RoomSummary } from '@chairside/shared/protocol/screens.ts'
import { Fragment } from 'react'
import { cuffView, numbersOfLatest, rateView, signalView } from './number-view.ts'
import { rulesOf } from './profile-rules.ts'
import { marksOf } from './room-marks.ts'
import styles from './room-numbers.module.css'
import type { TileNumber } from './vital-number.ts'

function NumberCell({
  label,
  tone,
  numbers,
  age,
  late,
}: {
  readonly label: string
  readonly tone: string
  readonly numbers: readonly TileNumber[]
  readonly age: string
  readonly late: boolean
}) {
  return (
    <div className={styles['cell']}>
      <span className={styles['number']} data-tone={tone}>
        {numbers.map((number, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: systolic, then diastolic
          <Fragment key={index}>
            {index > 0 && <span className={styles['slash']}>/</span>}
            <span className={styles['digits']} data-state={number.state} data-priority={number.priority}>
              {number.text}
            </span>
          </Fragment>
        ))}
      </span>
      <span className={styles['label']} data-late={late || undefined} title={`${label} ${age}`}>
        {label} {age}
      </span>
    </div>
  )
}

/** @param nowMs hub time */
export function RoomNumbers({
  room,
  nowMs,
  compact = false,
}: {
  readonly room: RoomSummary
  readonly nowMs: number
  /** Each age stays on one line. */
  readonly compact?: boolean
}) {
  const numbers = numbersOfLatest(room.latest, room.everyMs, room.deviceConnected)
  const rate = rateView(numbers, nowMs)
  const cuff = cuffView(numbers.cuff, nowMs)
  const spo2 = signalView(numbers, 'spo2', nowMs)
  const marks = marksOf(room.session?.alarms ?? [], room.latest.cuff, rulesOf(room.session?.profile))
  return (
    <div className={styles['numbers']} data-compact={compact || undefined}>
      <NumberCell
        label={rate.signal === 'pulseRate' ? 'PR' : 'HR'}
        tone="heart-rate"
        numbers={[{ ...rate.number, priority: marks.rate }]}
        age={rate.note ?? rate.age ?? ''}
        late={rate.late}
      />
      <NumberCell
        label="BP"
        tone="pressure"
        numbers={[
          { ...cuff.systolic, priority: marks.systolic },
          { ...cuff.diastolic, priority: marks.diastolic },
        ]}
        age={cuff.age === undefined ? (cuff.note ?? '') : cuff.age}
        late={cuff.late}
      />
      <NumberCell
        label="SpO₂"
        tone="spo2"
        numbers={[{ ...spo2.number, priority: marks.spo2 }]}
        age={spo2.note ?? spo2.age ?? ''}
        late={spo2.late}
      />
    </div>
  )
}
