// Owns the pump log: what a person says they did at the pump. Chairside never controls the pump, and says so here. What is infused,
// what is left and the expected end follow from the recorded acts alone; nothing is ever completed by the clock.
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { CommandBody } from '@chairside/shared/protocol/screens.ts'
import { decimal } from '@chairside/shared/visit/figures.ts'
import { type InfusionProgress, infusionProgress } from '@chairside/shared/visit/pump-log.ts'
import { memo, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { isSettled, type SentCommand } from '../../../session/hub/commands.ts'
import { useAct, useActor, useScreen, useSent, useSignedIn, useZone } from '../../../session/use-screen.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Button } from '../../../ui/button.tsx'
import { clock, clockMinutes } from '../../../ui/format.ts'
import { openSessionId } from '../alarms/alarm-acts.tsx'
import { isVisit } from '../board-parts.ts'
import { RateDialog } from './pump-dialogs.tsx'
import styles from './pump-log.module.css'
import { newestAct, PumpSaid } from './pump-said.tsx'
import { StartDialog } from './pump-start.tsx'
import { startWaits } from './start-waits.ts'

type Act = 'start' | 'rate' | 'pause' | 'resume' | 'stop'
type Asking = 'start' | 'restart' | 'rate' | 'resume'
const LABELS: Readonly<Record<Act, readonly [string, string]>> = {
  start: ['started', 'the pump'],
  rate: ['changed', 'the rate'],
  pause: ['paused', 'the pump'],
  resume: ['resumed', 'the pump'],
  stop: ['stopped', 'the pump'],
}
const OFFERED: Readonly<Record<SessionState['infusion']['phase'], readonly Act[]>> = {
  none: ['start'],
  infusing: ['rate', 'pause', 'stop'],
  paused: ['resume', 'stop'],
  stopped: ['start'],
}
/** From here on "I completed it" is offered: the record cannot know how much the line holds. */
const NEARLY_IN = 0.95

const actOf = (type: CommandBody['type']): Act | undefined =>
  type.startsWith('infusion.') ? (type.slice('infusion.'.length) as Act) : undefined
const doneWords = (body: CommandBody): string => {
  const act = actOf(body.type)
  if (act === undefined) return ''
  return body.type === 'infusion.stop' && body.completed ? 'completed' : LABELS[act].join(' ')
}

/** What became of the last act pressed here that is not recorded, in words. */
export function pumpWords(sent: SentCommand, zone: string | undefined): string | undefined {
  if (actOf(sent.body.type) === undefined) return undefined
  const done = doneWords(sent.body)
  switch (sent.state.is) {
    case 'sending':
      return `Recording: ${done} …`
    case 'asking':
      return `No answer yet: ${done}. Asking the hub whether it is recorded …`
    case 'recorded':
      return undefined
    case 'refused':
      return `Not recorded (${done}): ${sent.state.error.message}`
    case 'notSent':
      return `Not sent: ${done}, ${clock(sent.pressedAtHubMs, zone)}. Nothing was recorded.`
    case 'unknown':
      return `The hub began a new log; whether "${done}" was recorded is not known.`
  }
}

/** "17.2 mg left · ends 10:56"; while it does not run there is no end, and after a stop nothing is left to be given. */
export function leftWords(
  { leftMg, leftMl, endMs, leftMs }: InfusionProgress,
  phase: SessionState['infusion']['phase'],
  zone: string | undefined,
): string {
  const left =
    leftMg !== undefined
      ? `${leftMg.toFixed(1)} mg left`
      : leftMl !== undefined
        ? `${leftMl.toFixed(1)} mL left`
        : ''
  if (phase === 'stopped') return left.replace(/left$/, 'not given: stopped')
  const end =
    endMs === undefined
      ? phase === 'paused'
        ? 'no end while paused'
        : ''
      : leftMs === 0
        ? `planned end was ${clockMinutes(endMs, zone)}`
        : `expected end ${clockMinutes(endMs, zone)}`
  return [left, end].filter(Boolean).join(' · ')
}

function Figures({ state, atMs, zone }: { state: SessionState; atMs: number; zone: string | undefined }) {
  const { infusion, visit } = state
  const progress = infusionProgress(infusion, atMs)
  const plan = infusion.plan ?? visit.dose
  return (
    <>
      {plan !== undefined && (
        <p className={styles['plan']} title={plan.drug}>
          <strong>
            {plan.drug} {decimal(plan.doseMg, 1)} mg
          </strong>{' '}
          in {decimal(plan.volumeMl, 1)} mL, {decimal(plan.minutes, 1)} min
        </p>
      )}
      {plan === undefined && progress === undefined && (
        <p className={styles['left']}>No dose and no start recorded yet.</p>
      )}
      {progress !== undefined && (
        <>
          <p className={styles['figures']}>
            <span>
              <b data-infusion="">{(progress.givenMg ?? progress.givenMl).toFixed(1)}</b>{' '}
              {progress.givenMg === undefined ? 'mL' : 'mg'} as recorded
            </span>
            <span>
              <b>{decimal(infusion.rateMlPerHr, 1)}</b> mL/h
            </span>
          </p>
          <p className={styles['left']}>
            {infusion.completed
              ? 'Complete, as somebody at the pump said.'
              : leftWords(progress, infusion.phase, zone)}
          </p>
        </>
      )}
    </>
  )
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
  const { screen } = useScreen()
  const signedIn = useSignedIn()
  const actor = useActor()
  const act = useAct(state.head)
  const sent = useSent()
  const hubZone = useZone()
  const drafts = useStore(screen.drafts.store, (store) => store.drafts)
  const [asking, setAsking] = useState<Asking | undefined>()
  const [seen, setSeen] = useState<number | undefined>()
  const sessionId = openSessionId(state)
  const zone = opened?.zone ?? hubZone
  const progress = infusionProgress(infusion, atMs)
  const lastRunning = infusion.rates.findLast(({ rateMlPerHr }) => rateMlPerHr > 0)?.rateMlPerHr
  // The newest of them that is not recorded: on its way, refused, or not sent.
  const last = sent.find(
    ({ body }) => actOf(body.type) !== undefined && 'sessionId' in body && body.sessionId === sessionId,
  )
  const isDialog = last?.body.type === 'infusion.pause' || last?.body.type === 'infusion.stop'
  const busy = last !== undefined && !isSettled(last.state)
  const words = last === undefined ? undefined : pumpWords(last, zone)
  const newest = newestAct(state, atMs)
  const said = newest !== undefined && newest.seq !== seen && words === undefined ? newest : undefined
  const isPlannedIn =
    infusion.phase === 'infusing' && progress?.fraction !== undefined && progress.fraction >= NEARLY_IN
  const offered = closed === undefined && sessionId !== undefined ? OFFERED[infusion.phase] : []
  const isRestart = infusion.startedAtMs !== undefined
  const waits = offered.includes('start') ? startWaits(state, atMs, actor?.role) : undefined
  /** All that a visit asks for before the start is there: what comes next is this. */
  const isNext = isVisit(state) && !isRestart && waits === undefined
  const draft = drafts.find(
    (one) => one.sessionId === sessionId && actOf(one.form as CommandBody['type']) !== undefined,
  )

  function press(which: Act): void {
    if (sessionId === undefined) return
    if (which === 'pause' || which === 'stop') void act({ type: `infusion.${which}`, sessionId })
    else signedIn('The pump log', () => setAsking(which === 'start' && isRestart ? 'restart' : which))
  }
  function complete(): void {
    if (sessionId === undefined) return
    void act({ type: 'infusion.stop', sessionId, completed: true })
  }

  // Of a session that is over nothing is offered any more: another patient sits here next.
  const closedId = closed === undefined ? undefined : opened?.sessionId
  useEffect(() => {
    if (closedId !== undefined) screen.drafts.forget(closedId)
  }, [screen, closedId])

  const close = () => setAsking(undefined)
  const form = { state, atMs, onClose: close }
  return (
    <section className={styles['card']} aria-label="Pump log">
      <h2 className={styles['title']}>Pump log – does not control the pump</h2>
      {markLive && (
        <span className={styles['live']}>
          <Badge kind="loud">LIVE</Badge>
        </span>
      )}
      <div className={styles['block']}>
        {words !== undefined && last !== undefined ? (
          <div className={styles['said']} data-trouble={isSettled(last.state) ? '' : undefined} role="status">
            <p>{words}</p>
            {isSettled(last.state) && (
              <div className={styles['again']}>
                {last.state.is === 'notSent' && (
                  <Button onClick={() => void screen.commands.sendAgain(last.commandId, state.head)}>
                    Send again
                  </Button>
                )}
                <Button onClick={() => screen.commands.dismiss(last.commandId)}>
                  {isDialog && last.state.is === 'notSent' ? 'Put away' : 'OK'}
                </Button>
              </div>
            )}
          </div>
        ) : said !== undefined ? (
          <PumpSaid state={state} event={said} atMs={atMs} zone={zone} onFigures={() => setSeen(said.seq)} />
        ) : isPlannedIn && sessionId !== undefined && progress !== undefined ? (
          <div className={styles['planned']}>
            <p>
              <b data-infusion="">{(progress.givenMg ?? progress.givenMl).toFixed(1)}</b>{' '}
              {progress.givenMg === undefined ? 'mL' : 'mg'} as recorded ·{' '}
              {leftWords(progress, infusion.phase, zone)}. <strong>Is it complete? Look at the pump.</strong>
            </p>
            <Button large disabled={busy} onClick={complete}>
              I <b>completed</b> it
            </Button>
          </div>
        ) : (
          <Figures state={state} atMs={atMs} zone={zone} />
        )}
      </div>
      <div className={styles['acts']} data-count={offered.length}>
        {offered.map((which) => (
          <Button
            key={which}
            large
            kind={which === 'stop' ? 'outlined' : isNext && which === 'start' ? 'primary' : 'plain'}
            disabled={busy || (which === 'start' && waits !== undefined)}
            title={which === 'start' ? waits?.why : undefined}
            onClick={() => press(which)}
          >
            <span className={styles['act']} data-next={(isNext && which === 'start') || undefined}>
              <span>
                I <b>{which === 'start' && isRestart ? 'restarted' : LABELS[which][0]}</b>
              </span>{' '}
              <span>
                {LABELS[which][1]}
                {which === 'start' && waits !== undefined && `: ${waits.words}`}
              </span>
            </span>
          </Button>
        ))}
      </div>
      {draft !== undefined && asking === undefined && (
        <p className={styles['kept']}>
          <span>
            Typed, <strong>not recorded</strong>: {draft.title}
          </span>
          <Button onClick={() => press(actOf(draft.form as CommandBody['type']) ?? 'rate')}>Go on</Button>
          <Button
            kind="quiet"
            onClick={() => sessionId !== undefined && screen.drafts.drop(sessionId, draft.form)}
          >
            Discard
          </Button>
        </p>
      )}
      {asking === 'start' && <StartDialog {...form} />}
      {asking === 'restart' && (
        <RateDialog
          {...form}
          type="infusion.start"
          before={lastRunning}
          onOtherDose={isVisit(state) ? undefined : () => setAsking('start')}
        />
      )}
      {(asking === 'rate' || asking === 'resume') && (
        <RateDialog key={asking} {...form} type={`infusion.${asking}`} before={lastRunning} />
      )}
    </section>
  )
})
