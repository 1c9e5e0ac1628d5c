// Owns the pump log: what a person says they did at the pump. Chairside never controls the pump, and says so here.
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { CommandBody } from '@chairside/shared/protocol/screens.ts'
import { memo, useState } from 'react'
import { isSettled, type SentCommand } from '../../session/hub/commands.ts'
import { useAct, useActor, useScreen, useZone } from '../../session/use-screen.ts'
import { infusionProgress } from '../../session/view/infusion-progress.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { clock, decimal } from '../../ui/format.ts'
import { RateDialog, StartDialog } from './pump-dialogs.tsx'
import styles from './pump-log.module.css'

type Act = 'start' | 'rate' | 'pause' | 'resume' | 'stop'
const LABELS: Readonly<Record<Act, readonly [string, string]>> = {
  start: ['started', 'the pump'],
  rate: ['changed', 'the rate'],
  pause: ['paused', 'the pump'],
  resume: ['resumed', 'the pump'],
  stop: ['stopped', 'the pump'],
}
const DONE: Readonly<Record<Act, readonly [string, string]>> = {
  start: ['started', 'Is the pump running? Check it.'],
  rate: ['rate changed', 'Does the pump show this rate? Check it.'],
  pause: ['paused', 'Is the pump paused? Check it.'],
  resume: ['resumed', 'Is the pump running? Check it.'],
  stop: ['stopped', 'Is the pump stopped? Check it.'],
}
const OFFERED: Readonly<Record<SessionState['infusion']['phase'], readonly Act[]>> = {
  none: ['start'],
  infusing: ['rate', 'pause', 'stop'],
  paused: ['resume', 'stop'],
  stopped: ['start'],
}

const actOf = (type: CommandBody['type']): Act | undefined =>
  type.startsWith('infusion.') ? (type.slice('infusion.'.length) as Act) : undefined

/** What became of the last act pressed here, in words. */
export function pumpWords(sent: SentCommand, zone: string | undefined): string | undefined {
  const act = actOf(sent.body.type)
  if (act === undefined) return undefined
  const [done, check] = DONE[act]
  switch (sent.state.is) {
    case 'sending':
      return `Recording: ${done} …`
    case 'asking':
      return `No answer yet: ${done}. Asking the hub whether it is recorded …`
    case 'recorded':
      return `Recorded: ${done} ${clock(sent.pressedAtHubMs, zone)}. ${check}`
    case 'refused':
      return `Not recorded (${done}): ${sent.state.error.message}`
    case 'notSent':
      return `${sent.state.why} (${done})`
    case 'unknown':
      return `The hub began a new log; whether "${done}" was recorded is not known.`
  }
}

export const PumpLog = memo(function PumpLog({
  state,
  atMs,
  markLive = false,
}: {
  /** At the head: what is recorded here is always of now. */
  readonly state: SessionState
  readonly atMs: number
  /** Other parts of the screen show another moment: say that this one does not. */
  readonly markLive?: boolean
}) {
  const { infusion, opened, closed } = state
  const { askSignIn } = useScreen()
  const actor = useActor()
  const act = useAct(state.head)
  const zone = useZone()
  const [asking, setAsking] = useState<'start' | 'rate' | 'resume' | undefined>()
  const [last, setLast] = useState<SentCommand | undefined>()
  const [busy, setBusy] = useState(false)
  const sessionId = opened?.sessionId
  const progress = infusionProgress(infusion, atMs)
  const lastRunning = infusion.rates.findLast(({ rateMlPerHr }) => rateMlPerHr > 0)?.rateMlPerHr

  async function record(body: CommandBody): Promise<void> {
    setAsking(undefined)
    setBusy(true)
    const sent = await act(body)
    setBusy(false)
    setLast(sent)
  }

  function press(which: Act): void {
    if (sessionId === undefined) return
    if (actor === undefined) askSignIn()
    else if (which === 'pause' || which === 'stop') void record({ type: `infusion.${which}`, sessionId })
    else setAsking(which)
  }

  const offered = closed === undefined && sessionId !== undefined ? OFFERED[infusion.phase] : []
  const words = last === undefined ? undefined : pumpWords(last, opened?.zone ?? zone)
  return (
    <section className={styles['card']} aria-label="Pump log">
      <h2 className={styles['title']}>Pump log – does not control the pump</h2>
      {markLive && (
        <span className={styles['live']}>
          <Badge kind="loud">LIVE</Badge>
        </span>
      )}
      {infusion.plan !== undefined && (
        <p className={styles['plan']} title={infusion.plan.drug}>
          <strong>
            {infusion.plan.drug} {decimal(infusion.plan.doseMg, 1)} mg
          </strong>{' '}
          in {decimal(infusion.plan.volumeMl, 1)} mL, {decimal(infusion.plan.minutes, 1)} min
        </p>
      )}
      {progress !== undefined && (
        <p className={styles['figures']}>
          <span>
            <b data-infusion="">{(progress.givenMg ?? progress.givenMl).toFixed(1)}</b>{' '}
            {progress.givenMg === undefined ? 'mL' : 'mg'} as recorded
          </span>
          <span>
            <b>{decimal(infusion.rateMlPerHr, 1)}</b> mL/h
          </span>
        </p>
      )}
      <div className={styles['acts']} data-count={offered.length}>
        {offered.map((which) => (
          <Button
            key={which}
            large
            kind={which === 'stop' ? 'outlined' : 'plain'}
            disabled={busy}
            onClick={() => press(which)}
          >
            <span className={styles['act']}>
              <span>
                I <b>{LABELS[which][0]}</b>
              </span>{' '}
              <span>{LABELS[which][1]}</span>
            </span>
          </Button>
        ))}
      </div>
      <div aria-live="polite">
        {(busy || words !== undefined) && (
          <p
            className={styles['said']}
            data-trouble={
              last !== undefined && isSettled(last.state) && last.state.is !== 'recorded' ? '' : undefined
            }
          >
            {busy ? 'Recording …' : words}
          </p>
        )}
      </div>
      {sessionId !== undefined && asking === 'start' && (
        <StartDialog
          onClose={() => setAsking(undefined)}
          onRecord={(rateMlPerHr, plan) =>
            void record({ type: 'infusion.start', sessionId, rateMlPerHr, plan })
          }
        />
      )}
      {sessionId !== undefined && (asking === 'rate' || asking === 'resume') && (
        <RateDialog
          title={asking === 'rate' ? 'I changed the rate at the pump' : 'I resumed the infusion at the pump'}
          {...(asking === 'resume' && lastRunning !== undefined ? { initial: lastRunning } : {})}
          {...(asking === 'rate' ? { now: infusion.rateMlPerHr } : {})}
          onClose={() => setAsking(undefined)}
          onRecord={(rateMlPerHr) =>
            void record({
              type: asking === 'rate' ? 'infusion.rate' : 'infusion.resume',
              sessionId,
              rateMlPerHr,
            })
          }
        />
      )}
    </section>
  )
})
