// Owns what everybody at this screen must know and no tile can say. Nothing here is an alarm, so nothing here is red,
// yellow or cyan. A failed act stays until a person has put it away.
import type { CommandType } from '@chairside/shared/protocol/screens.ts'
import { useLocation } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { isSettled, type SentCommand } from '../session/hub/commands.ts'
import { useLink, useScreen, useSent, useSuite } from '../session/use-screen.ts'
import { Button } from '../ui/button.tsx'
import { counted, span } from '../ui/format.ts'
import styles from './app.module.css'

const ACTS: Readonly<Record<CommandType, string>> = {
  'session.open': 'Open session',
  'session.close': 'Close session',
  'infusion.start': 'Pump started',
  'infusion.rate': 'Rate changed',
  'infusion.pause': 'Pump paused',
  'infusion.resume': 'Pump resumed',
  'infusion.stop': 'Pump stopped',
  'alarm.acknowledge': 'Acknowledge',
  'cuff.order': 'Measure cuff',
  'engine.retry': 'Judge alarms again',
  'alarm.coming': '“Coming”',
  'alarm.take': '“I have it”',
  'alarm.decline': '“Cannot come”',
  'alarm.resolve': 'Resolving the alarm',
  'audio.pause': 'Pausing the audio',
  'audio.off': 'Switching the audio off or on',
  undo: 'Taking it back',
  'limits.set': 'Changing the limits',
  symptom: 'The symptom',
  help: 'HELP',
  'help.stamp': 'The time stamp',
  claim: 'Signing the act',
  'phase.set': 'The phase',
  'chair.quiet': 'The quiet chair',
  'placement.set': 'Where cuff and probe are',
  'duty.set': 'Who is on duty',
  'room.take': 'Taking the room',
  'room.giveBack': 'Giving the room back',
  'sound.heard': 'The answer to the tone',
  'checkIn.answer': 'The check-in item',
  'plan.refresh': 'Taking over the order',
  'dose.set': 'The dose and pump rate',
  'gate.accept': 'The gate',
  'gate.ask': 'Asking the physician',
  'gate.refuse': 'Refusing the override',
  'sideEffect.begin': 'The side effect',
  'sideEffect.change': 'The severity',
  'sideEffect.end': 'Ending the side effect',
  'medication.give': 'The drug',
  'oxygen.set': 'Oxygen',
  'assessment.record': 'The scale',
  'note.add': 'The note',
  'manual.enter': 'The values by hand',
  amend: 'The amendment',
  'monitor.off': 'Monitor off',
  'holding.set': 'Sensors off or being adjusted',
  'samePatient.answer': '“Same patient?”',
  'session.move': 'Moving the patient',
  'monitor.swap': 'Swapping the monitor',
  'reassign.ask': 'Asking for another patient',
  'reassign.answer': 'The answer about the patient',
  'signOff.set': 'The sign-off',
  'drugAccount.set': 'Where the drug went',
  'session.end': 'Ending the session',
  'handover.offer': 'Offering the room',
  'handover.answer': 'The hand-over',
  'evacuation.call': 'Evacuation',
  'evacuation.account': 'The roll-call',
  'evacuation.over': 'Ending the evacuation',
}

function actWords({ body, state }: SentCommand): string | undefined {
  const act = ACTS[body.type]
  switch (state.is) {
    case 'asking':
      return `${act}: no answer yet. Asking the hub whether it was recorded …`
    case 'refused':
      return `${act}: not recorded. ${state.error.message}`
    case 'notSent':
      return `${act}: ${state.why}`
    case 'unknown':
      return `${act}: the hub began a new log before it answered. Whether it was recorded is not known.`
    case 'sending':
    case 'recorded':
      return undefined
  }
}

export function Notice({
  children,
  button,
  strong = false,
}: {
  children: ReactNode
  button?: ReactNode
  strong?: boolean
}) {
  return (
    <div className={styles['notice']} data-weight={strong ? 'strong' : undefined}>
      <span>{children}</span>
      {button}
    </div>
  )
}

export function Notices() {
  const { screen } = useScreen()
  const link = useLink((state) => state)
  const sent = useSent()
  const { mark, self, back, newBuild, resets } = link
  const suite = useSuite()
  // The station says it in its own place, with the button that mends it.
  const atStation = useLocation({ select: ({ pathname }) => pathname === '/' })
  return (
    <div className={styles['notices']} aria-live="polite">
      {sent.map((command) => {
        const words = actWords(command)
        if (words === undefined) return undefined
        return (
          <Notice
            key={command.commandId}
            strong
            button={
              isSettled(command.state) && (
                <Button kind="quiet" onClick={() => screen.commands.dismiss(command.commandId)}>
                  OK
                </Button>
              )
            }
          >
            {words}
          </Notice>
        )
      })}
      {back !== undefined && (
        <Notice
          button={
            <Button kind="quiet" onClick={screen.link.dismissBack}>
              OK
            </Button>
          }
        >
          <strong>Back after {span(back.afterMs)}</strong>: {counted(back.records, 'record')},{' '}
          {counted(back.alarms, 'alarm')} while this screen was away
        </Notice>
      )}
      {suite !== undefined && suite.duty.physician === undefined && !atStation && (
        <Notice strong>
          <strong>No physician on duty</strong>: an alarm that nobody acknowledges reaches only a physician
          who has the room list open. Set one at the station.
        </Notice>
      )}
      {resets > 0 && (
        <Notice button={<Button onClick={() => location.reload()}>Reload</Button>}>
          The hub has begun a new log. What this screen showed before is not in it.
        </Notice>
      )}
      {mark?.disk === 'warn' && (
        <Notice strong>The hub’s disk is getting full. Tell whoever keeps the hub.</Notice>
      )}
      {mark?.disk === 'noNewSessions' && mark.recording && (
        <Notice strong>The hub’s disk is nearly full: no new session can be opened. Open ones go on.</Notice>
      )}
      {mark?.clockNote !== undefined && <Notice>{mark.clockNote}</Notice>}
      {newBuild && (
        <Notice button={<Button onClick={() => location.reload()}>Reload</Button>}>
          The hub has a new version. Reload this screen when it suits.
        </Notice>
      )}
      {self !== undefined && !self.secure && (
        <Notice>This connection is not encrypted; this screen may sleep.</Notice>
      )}
    </div>
  )
}
