// Owns the three tiles of a room: heart or pulse rate, blood pressure, SpO₂. What they say is number-view's to decide.
import { limitsShown, type Rules } from '@chairside/shared/alarm/rules.ts'
import { alarmName, limitWords } from '@chairside/shared/alarm/text.ts'
import type { ActiveAlarm } from '@chairside/shared/fold/session-state.ts'
import { BLOOD_PRESSURE, CATALOGUE, type Quantity } from '@chairside/shared/vitals.ts'
import type { ReactNode } from 'react'
import { alarmOn, firstLimits, markedBy, type TileAlarm } from '../../ui/alarm-order.ts'
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
  const first = all.map((limits) => firstLimits(limits).map(limitWords).reverse().join(', '))
  return <span title={title}>alarms {first.join(' / ')}</span>
}

const noteOf = ({ note, cause }: SignalView): string | undefined =>
  note === undefined || cause === undefined ? note : `${note} · ${cause}`

const thenOf = (alarm: TileAlarm | undefined): AlarmThen | undefined =>
  alarm && { priority: alarm.priority, name: alarmName(alarm.alarm) }

const every = (view: SignalView): ReactNode =>
  view.everySeconds === undefined ? undefined : <strong key="every">every {view.everySeconds} s</strong>

export function Tiles({
  numbers,
  alarms,
  atMs,
  judged,
  rules,
  past,
}: {
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
}) {
  const tense: Tense = past === undefined ? 'now' : 'then'
  const rate = rateView(numbers, atMs, tense)
  const cuff = cuffView(numbers.cuff, atMs, tense)
  const spo2 = signalView(numbers, 'spo2', atMs, tense)
  const respiration = signalView(numbers, 'respirationRate', atMs, tense)
  const onRate = alarmOn(alarms, ['heartRate', 'pulseRate'])
  const onPressure = alarmOn(alarms, ['systolic', 'diastolic', 'mean'])
  const onSpo2 = alarmOn(alarms, ['spo2'])
  const rateEntry = CATALOGUE[rate.signal]
  return (
    <>
      <VitalTile
        label={rate.signal === 'pulseRate' ? 'PR · pulse rate' : rateEntry.label}
        unit={rateEntry.unit}
        tone="heart-rate"
        quantity="heartRate"
        past={past}
        alarmThen={thenOf(onRate)}
        numbers={[markedBy(rate.number, onRate)]}
        age={rate.age}
        late={rate.late}
        note={noteOf(rate)}
        priority={onRate?.priority}
        acknowledged={onRate?.acknowledged ?? false}
        foot={[every(rate), <Limits key="limits" quantities={[rate.signal]} judged={judged} rules={rules} />]}
      />
      <VitalTile
        label={BLOOD_PRESSURE.label}
        unit={BLOOD_PRESSURE.unit}
        tone="pressure"
        quantity="bloodPressure"
        past={past}
        alarmThen={thenOf(onPressure)}
        numbers={[
          markedBy(cuff.systolic, alarmOn(alarms, ['systolic'])),
          markedBy(cuff.diastolic, alarmOn(alarms, ['diastolic'])),
        ]}
        age={cuff.age}
        late={cuff.late}
        note={cuff.note}
        priority={onPressure?.priority}
        acknowledged={onPressure?.acknowledged ?? false}
        foot={[
          ...(cuff.doing === undefined ? [] : [<strong key="doing">{cuff.doing}</strong>, undefined]),
          cuff.mean === undefined ? undefined : `MAP ${cuff.mean}`,
          <Limits key="limits" quantities={['systolic', 'diastolic']} judged={judged} rules={rules} />,
        ]}
      />
      <VitalTile
        label={CATALOGUE.spo2.label}
        unit={CATALOGUE.spo2.unit}
        tone="spo2"
        quantity="spo2"
        past={past}
        alarmThen={thenOf(onSpo2)}
        numbers={[markedBy(spo2.number, onSpo2)]}
        age={spo2.age}
        late={spo2.late}
        note={noteOf(spo2)}
        priority={onSpo2?.priority}
        acknowledged={onSpo2?.acknowledged ?? false}
        foot={[
          ...(spo2.everySeconds === undefined ? [] : [every(spo2), undefined]),
          numbers.signals.respirationRate === undefined ? (
            'no alarm on respiration'
          ) : (
            <span key="respiration">
              RR <strong>{respiration.number.text}</strong> {respiration.age} · no alarm
            </span>
          ),
          <Limits key="limits" quantities={['spo2']} judged={judged} rules={rules} />,
        ]}
      />
    </>
  )
}
