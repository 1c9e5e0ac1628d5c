// Owns the three tiles of a room: heart or pulse rate, blood pressure, SpO₂. What they say is number-view's to decide.
import { type LimitShown, limitsShown, type Rules } from '@chairside/shared/alarm/rules.ts'
import { alarmName, limitWords } from '@chairside/shared/alarm/words/text.ts'
import type { ActiveAlarm } from '@chairside/shared/fold/session-state.ts'
import { BLOOD_PRESSURE, CATALOGUE, type Quantity } from '@chairside/shared/vitals.ts'
import type { ReactNode } from 'react'
import {
  alarmOfTile,
  alarmOn,
  alarmOnHalf,
  firstLimits,
  markedBy,
  type TileAlarm,
  type TileSubject,
} from '../../ui/alarm-order.ts'
import type { PastMoment } from '../../ui/looking-back.tsx'
import {
  cuffView,
  type Numbers,
  rateView,
  type SignalView,
  signalView,
  type Tense,
} from '../../ui/number-view.ts'
import { type AlarmThen, VitalTile } from '../../ui/vital-tile.tsx'
import {
  changedBy,
  type Delta,
  deltaOf,
  heldWords,
  onOxygen,
  repeatDue,
  type TileFacts,
} from './tile-facts.ts'

const isLow = ({ priority }: LimitShown): boolean => priority === 'low'
/** "< 50"; where only LOW begins, which is not the limit that orders and the limits dialog name: "LOW < 92". */
const firstWords = (limit: LimitShown): string => `${isLow(limit) ? 'LOW ' : ''}${limitWords(limit)}`

function Limits({
  quantities,
  judged,
  rules,
}: {
  readonly quantities: readonly Quantity[]
  readonly judged: boolean
  readonly rules: Rules | undefined
}) {
  if (!judged) return <>no alarms</>
  if (rules === undefined) return <>limits not known to this screen</>
  const all = quantities.map((quantity) => limitsShown(rules, quantity))
  if (all.every((limits) => limits.length === 0)) return <>no alarm</>
  const title = all
    .flatMap((limits, index) =>
      limits.map((limit) => `${CATALOGUE[quantities[index]!].short} ${limitWords(limit)} ${limit.priority}`),
    )
    .join(' · ')
  const first = all.map(firstLimits)
  const words = first.map((limits) => limits.map(firstWords).reverse().join(', ')).join(' / ')
  // The name of a priority says that it alarms; on a tablet there is no room for both words beside the number.
  return <span title={title}>{first.flat().some(isLow) ? words : `alarms ${words}`}</span>
}

const noteOf = ({ note, cause }: SignalView): string | undefined =>
  note === undefined || cause === undefined ? note : `${note} · ${cause}`

const thenOf = (alarm: TileAlarm | undefined): AlarmThen | undefined =>
  alarm && { priority: alarm.priority, name: alarmName(alarm.alarm) }

const every = (view: SignalView): ReactNode =>
  view.everySeconds === undefined ? undefined : <strong key="every">every {view.everySeconds} s</strong>

export const RATE: TileSubject = {
  quantities: ['heartRate', 'pulseRate'],
  sources: ['heartRate', 'pulseRate'],
}
export const PRESSURE: TileSubject = { quantities: ['systolic', 'diastolic', 'mean'], sources: ['cuff'] }
export const SPO2: TileSubject = { quantities: ['spo2'], sources: ['spo2'] }

const delta = (words: Delta | undefined): ReactNode =>
  words && (
    <span key="delta">
      <strong>{words.delta}</strong> from {words.from}
    </span>
  )

/** A row of two cells, where there is anything in it. */
const rows = (left: ReactNode, right: ReactNode): readonly ReactNode[] =>
  left === undefined && right === undefined ? [] : [left, right]

export type TilesProps = {
  readonly numbers: Numbers
  readonly alarms: readonly ActiveAlarm[]
  /** Hub time. */
  readonly atMs: number
  /** false: nobody judges these numbers (no session, or the engine is off). */
  readonly judged: boolean
  /** Of the session's own profile; undefined: not known here. */
  readonly rules: Rules | undefined
  /** Not now: `numbers` and `alarms` are of this moment, which is `atMs`. */
  readonly past?: PastMoment | undefined
  /** What of the session stands beside the numbers; undefined: no session. */
  readonly facts?: TileFacts | undefined
  /** When the next cuff reading is due, in words; undefined: nothing is said of it. */
  readonly cuffNext?: string | undefined
  /** What can be done about the pressure at once. */
  readonly cuffAct?: ReactNode
  /** What can be asked of a tile. */
  readonly cornerOf?: ((subject: TileSubject, shown?: Quantity) => ReactNode) | undefined
}

export function Tiles(props: TilesProps) {
  const { numbers, alarms, atMs, judged, rules, past, facts, cuffNext, cuffAct, cornerOf } = props
  const tense: Tense = past === undefined ? 'now' : 'then'
  const rate = rateView(numbers, atMs, tense)
  const cuff = cuffView(numbers.cuff, atMs, tense)
  const spo2 = signalView(numbers, 'spo2', atMs, tense)
  const respiration = signalView(numbers, 'respirationRate', atMs, tense)
  const onRate = alarmOfTile(alarms, RATE)
  const onPressure = alarmOfTile(alarms, PRESSURE)
  const onSpo2 = alarmOfTile(alarms, SPO2)
  const rateEntry = CATALOGUE[rate.signal]
  const held = heldWords(facts, rules?.hold, rules?.phases[facts?.phase ?? 'infusing'].cuffMs, atMs)
  const repeat = repeatDue(facts, atMs)
  const changed = ({ quantities }: TileSubject): readonly ReactNode[] => {
    const by = changedBy(facts, quantities)
    return by === undefined ? [] : [undefined, <strong key="changed">limit changed by {by}</strong>]
  }
  return (
    <>
      <VitalTile
        label={rate.signal === 'pulseRate' ? 'PR · pulse rate' : rateEntry.label}
        unit={rateEntry.unit}
        tone="heart-rate"
        quantity="heartRate"
        past={past}
        alarmThen={thenOf(onRate)}
        numbers={[markedBy(rate.number, alarmOn(alarms, RATE.quantities))]}
        corner={cornerOf?.(RATE, rate.signal)}
        age={rate.age}
        late={rate.late}
        note={noteOf(rate)}
        priority={onRate?.priority}
        acknowledged={onRate?.acknowledged ?? false}
        foot={[
          ...rows(
            undefined,
            every(rate) ??
              (rate.signal === 'pulseRate' && held !== undefined ? (
                <strong key="held">{held}</strong>
              ) : undefined),
          ),
          delta(deltaOf(facts, [{ quantity: rate.signal, text: rate.number.text }])),
          <Limits key="limits" quantities={[rate.signal]} judged={judged} rules={rules} />,
          ...changed(RATE),
        ]}
      />
      <VitalTile
        label={BLOOD_PRESSURE.label}
        unit={BLOOD_PRESSURE.unit}
        tone="pressure"
        quantity="bloodPressure"
        past={past}
        alarmThen={thenOf(onPressure)}
        corner={cornerOf?.(PRESSURE)}
        action={cuffAct}
        numbers={[
          markedBy(cuff.systolic, alarmOnHalf(alarms, 'systolic', numbers.cuff.last, rules)),
          markedBy(cuff.diastolic, alarmOnHalf(alarms, 'diastolic', numbers.cuff.last, rules)),
        ]}
        age={cuff.age}
        late={cuff.late}
        note={cuff.note}
        priority={onPressure?.priority}
        acknowledged={onPressure?.acknowledged ?? false}
        foot={[
          ...rows(
            delta(
              deltaOf(facts, [
                { quantity: 'systolic', text: cuff.systolic.text },
                { quantity: 'diastolic', text: cuff.diastolic.text },
              ]),
            ),
            cuff.doing !== undefined || repeat !== undefined ? (
              <strong key="doing">{[cuff.doing, repeat].filter(Boolean).join(' · ')}</strong>
            ) : cuffNext === undefined ? undefined : (
              <span key="next">{cuffNext}</span>
            ),
          ),
          cuff.mean === undefined ? undefined : `MAP ${cuff.mean}`,
          <Limits key="limits" quantities={['systolic', 'diastolic']} judged={judged} rules={rules} />,
          ...changed(PRESSURE),
        ]}
      />
      <VitalTile
        label={CATALOGUE.spo2.label}
        unit={CATALOGUE.spo2.unit}
        state={onOxygen(facts, atMs)}
        tone="spo2"
        quantity="spo2"
        past={past}
        alarmThen={thenOf(onSpo2)}
        numbers={[markedBy(spo2.number, alarmOn(alarms, SPO2.quantities))]}
        corner={cornerOf?.(SPO2)}
        age={spo2.age}
        late={spo2.late}
        note={noteOf(spo2)}
        priority={onSpo2?.priority}
        acknowledged={onSpo2?.acknowledged ?? false}
        foot={[
          ...rows(
            delta(deltaOf(facts, [{ quantity: 'spo2', text: spo2.number.text }])),
            held === undefined ? every(spo2) : <strong key="held">{held}</strong>,
          ),
          numbers.signals.respirationRate === undefined ? (
            'no alarm on respiration'
          ) : (
            <span key="respiration">
              RR <strong>{respiration.number.text}</strong> {respiration.age} ·{' '}
              <Limits quantities={['respirationRate']} judged={judged} rules={rules} />
            </span>
          ),
          <Limits key="limits" quantities={['spo2']} judged={judged} rules={rules} />,
          ...changed(SPO2),
        ]}
      />
    </>
  )
}
