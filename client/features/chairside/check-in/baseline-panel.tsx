// Owns the guided baseline at the chair: which reading comes next, the readings and values so far; under them the gate, and what
// still stands between here and the start. Never freezes or accepts anything by itself. Source: clinical facts §4 "Baseline".
import type { Refusal } from '@chairside/shared/result.ts'
import { baselineNow } from '@chairside/shared/visit/baseline.ts'
import { checkInOpen } from '@chairside/shared/visit/check-in.ts'
import { gateFails } from '@chairside/shared/visit/gate-accepted.ts'
import { baselineOfGate, readSince } from '@chairside/shared/visit/gate-baseline.ts'
import { CHECK_IN_NAMES } from '@chairside/shared/visit/names.ts'
import { startNow } from '@chairside/shared/visit/start-stands.ts'
import { useState } from 'react'
import { useSending } from '../../../session/sending.ts'
import { useActor } from '../../../session/use-screen.ts'
import { Button } from '../../../ui/button.tsx'
import { clock, span } from '../../../ui/format.ts'
import { ScrollCue } from '../../../ui/scroll-cue.tsx'
import { openSessionId, RepeatCuff } from '../alarms/alarm-acts.tsx'
import type { BoardPart, MiddlePart } from '../board-parts.ts'
import { ByHandDialog } from '../observe/by-hand-dialog.tsx'
import styles from './baseline.module.css'
import { cuffWords, frozenWords, meanWords, nextReading } from './baseline-words.ts'
import panelStyles from './check-in.module.css'
import { GateCard } from './gate-card.tsx'
import { LimitToday } from './limit-today.tsx'
import { TroubleLine } from './trouble-line.tsx'

/** The last of them; a session has more only where readings were taken without need. */
const SHOWN = 3
const NONE = '––'

/** Items by their names, as the list has them; anything else in the words of the rule. */
export function notYet(state: BoardPart['state'], { code, message }: Refusal): string {
  const open = checkInOpen(state)
  return code === 'check-in-incomplete' && open.length > 0
    ? `check-in waits for ${open.map((item) => CHECK_IN_NAMES[item]).join(', ')}.`
    : message
}

/** The gate that was passed and stands; undefined: none does. */
const standing = (state: BoardPart['state'], atMs: number) =>
  gateFails(state, atMs) === undefined ? state.visit.gate : undefined

function Values({ state, atMs, scale }: Pick<BoardPart, 'state' | 'atMs' | 'scale'>) {
  const now = baselineNow(state, atMs)
  const gate = standing(state, atMs)
  const of = gate === undefined ? { values: now.soFar, meanOf: now.lastTwo } : baselineOfGate(state, gate)
  const { systolic, diastolic, heartRate, spo2, oxygen, unsteady } = of.values
  const frozen = frozenWords(gate, gate === undefined ? [] : readSince(state, gate, atMs), scale.zone)
  const figure = (label: string, text: string, how: string) => (
    <div className={styles['figure']}>
      <dt>{label}</dt>
      <dd>
        <strong>{text}</strong> <small>{how}</small>
      </dd>
    </div>
  )
  return (
    <div className={styles['baseline']}>
      <dl className={styles['figures']} aria-label={gate === undefined ? 'Baseline so far' : 'Baseline'}>
        {systolic === undefined || diastolic === undefined
          ? figure('BP', NONE, 'mean of two readings')
          : figure('BP', `${systolic}/${diastolic}`, meanWords(of.meanOf, unsteady === true, scale.zone))}
        {figure('HR', String(heartRate ?? NONE), 'median of 60 s')}
        {figure(
          'SpO₂',
          String(spo2 ?? NONE),
          oxygen === undefined ? 'median, on air' : `median, on ${oxygen}`,
        )}
      </dl>
      {frozen !== undefined && <p className={styles['note']}>{frozen}</p>}
    </div>
  )
}

export function BaselinePanel({ room, state, atMs, scale, tabs }: MiddlePart) {
  const actor = useActor()
  const { busy, trouble, send } = useSending(state.head)
  const sessionId = openSessionId(state)
  const [byHand, setByHand] = useState(false)
  const baseline = baselineNow(state, atMs)
  const gate = standing(state, atMs)
  const passed = gate === undefined ? undefined : baselineOfGate(state, gate)
  // A gate that stands goes by its own readings, whatever was read since.
  const next = nextReading(passed?.meanOf === undefined ? baseline : passed.read, atMs)
  const cuff = cuffWords(state, atMs)
  const readings = baseline.readings.slice(-SHOWN)
  const canOrder = Object.values(state.sources).some((one) => one.connected && one.takesCuffOrders)
  const start = startNow(state, atMs, actor?.role)
  const zone = state.opened?.zone
  return (
    <section className={panelStyles['panel']} aria-label="Baseline and gate">
      <header className={panelStyles['head']}>
        <h2 className="visually-hidden">Baseline and gate</h2>
        {tabs}
        {state.phase === 'checkIn' && sessionId !== undefined && (
          <Button
            disabled={busy}
            onClick={() => void send({ type: 'phase.set', sessionId, phase: 'baseline' })}
          >
            Begin baseline
          </Button>
        )}
      </header>
      <TroubleLine trouble={trouble} />
      <div className={panelStyles['body']}>
        <div className={styles['readings']}>
          <p className={styles['next']} role="status">
            {next.words}
          </p>
          <RepeatCuff
            state={state}
            label={readings.length === 0 ? 'Take a reading' : 'Take another'}
            kind={next.counts ? 'primary' : 'plain'}
          />
          <Button onClick={() => setByHand(true)}>By hand …</Button>
          {!canOrder && <p className={styles['note']}>Start the cuff at the monitor.</p>}
          {cuff !== undefined && <p className={styles['note']}>{cuff}</p>}
          <ol className={styles['cells']} aria-label="Readings">
            {readings.map((one) => (
              <li key={one.seq} className={styles['cell']} title={clock(one.atMs, zone)}>
                <strong>
                  {one.systolic}/{one.diastolic}
                </strong>{' '}
                <small>
                  {span(atMs - one.atMs)} ago{one.byHand === true ? ', by hand' : ''}
                </small>
              </li>
            ))}
            {readings.length === 0 && <li className={styles['note']}>No reading in the last 15 min.</li>}
          </ol>
        </div>
        {byHand && <ByHandDialog state={state} atMs={atMs} onClose={() => setByHand(false)} />}
        <Values state={state} atMs={atMs} scale={scale} />
        <GateCard room={room} state={state} atMs={atMs} scale={scale} />
        <LimitToday state={state} />
        <ScrollCue />
      </div>
      {sessionId !== undefined && state.infusion.startedAtMs === undefined && (
        <p className={styles['start']} data-ready={start.ok || undefined} role="status">
          {start.ok
            ? 'Ready: start the pump, then record it in the pump log.'
            : `Not yet: ${notYet(state, start.error)}`}
        </p>
      )}
    </section>
  )
}
