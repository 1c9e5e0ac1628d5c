// Owns the three numbers of a room in a list, each with its age or, in words, why there is none. Freshness is the shared
// rule's; an alarm's number stands in its chip. Sizes are the list's: --number-size on any element around.
import type { RoomSummary } from '@chairside/shared/protocol/screens.ts'
import { Fragment } from 'react'
import { cuffView, numbersOfLatest, rateView, signalView } from './number-view.ts'
import { marksOf } from './room-marks.ts'
import styles from './room-numbers.module.css'
import type { TileNumber } from './vital-number.ts'

type Cell = {
  readonly label: string
  readonly tone: string
  readonly numbers: readonly TileNumber[]
  readonly age: string
  /** Why there is no number, without its age. */
  readonly note: string
  readonly late: boolean
}

/** "No live data 2:36": the words, and how long it has been so. */
function partsOf(note: string | undefined, age: string | undefined): { age: string; note: string } {
  const [, words = note ?? '', forSpan] = /^(.*?) (\d[\d:]*)$/.exec(note ?? '') ?? []
  return { note: words, age: forSpan ?? age ?? '' }
}

/** Heart rate, pressure, SpO₂. @param nowMs hub time */
export function roomCells(room: RoomSummary, nowMs: number): readonly Cell[] {
  const numbers = numbersOfLatest(room.latest, room.everyMs, room.deviceConnected)
  const rate = rateView(numbers, nowMs)
  const cuff = cuffView(numbers.cuff, nowMs)
  const spo2 = signalView(numbers, 'spo2', nowMs)
  const marks = marksOf(room.session?.alarms ?? [])
  return [
    {
      label: rate.signal === 'pulseRate' ? 'PR' : 'HR',
      tone: 'heart-rate',
      numbers: [{ ...rate.number, priority: marks.rate }],
      ...partsOf(rate.note, rate.age),
      late: rate.late,
    },
    {
      label: 'BP',
      tone: 'pressure',
      numbers: [
        { ...cuff.systolic, priority: marks.systolic },
        { ...cuff.diastolic, priority: marks.diastolic },
      ],
      age: cuff.age ?? '',
      note: cuff.note ?? '',
      late: cuff.late,
    },
    {
      label: 'SpO₂',
      tone: 'spo2',
      numbers: [{ ...spo2.number, priority: marks.spo2 }],
      ...partsOf(spo2.note, spo2.age),
      late: spo2.late,
    },
  ]
}

function Digits({ tone, numbers }: Pick<Cell, 'tone' | 'numbers'>) {
  return (
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
  )
}

type Props = {
  readonly room: RoomSummary
  /** Hub time. */
  readonly nowMs: number
}

/** In three columns, the age under each, and below it in words why there is none. Two lines, always. */
export function RoomNumbers({ room, nowMs }: Props) {
  return (
    <div className={styles['numbers']}>
      {roomCells(room, nowMs).map(({ label, tone, numbers, age, note, late }) => (
        <div key={tone} className={styles['cell']} title={[label, note, age].filter(Boolean).join(' ')}>
          <Digits tone={tone} numbers={numbers} />
          <span className={styles['label']} data-late={late || undefined}>
            {label} {age}
          </span>
          {note !== '' && <span className={styles['label']}>{note}</span>}
        </div>
      ))}
    </div>
  )
}

/** In one line; what is of now says no more. */
export function RoomNumbersLine({ room, nowMs }: Props) {
  return (
    <div className={styles['line']}>
      {roomCells(room, nowMs).map(({ label, tone, numbers, age, note, late }) => (
        <span key={tone} className={styles['inLine']} title={[label, note, age].filter(Boolean).join(' ')}>
          <span className={styles['lineLabel']}>{label}</span>
          <Digits tone={tone} numbers={numbers} />
          {age !== 'now' && (
            <span className={styles['lineAge']} data-late={late || undefined}>
              {age}
              {note !== '' && <span className="visually-hidden"> {note}</span>}
            </span>
          )}
        </span>
      ))}
    </div>
  )
}
