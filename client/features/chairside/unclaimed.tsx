// Owns what was done here unsigned and belongs to nobody yet: whoever signs in can say "mine". The act stays as it was.
// Source: clinical facts §5 "HELP".
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import { useState } from 'react'
import { useSending } from '../../session/sending.ts'
import { useActor } from '../../session/use-screen.ts'
import { Button } from '../../ui/button.tsx'
import { counted, momentWords, type TimeScale } from '../../ui/format.ts'
import { Question } from '../../ui/question.tsx'
import { openSessionId } from './alarms/alarm-acts.tsx'
import { Trouble } from './said-dialog.tsx'
import styles from './unclaimed.module.css'

const KINDS: Readonly<Record<string, string>> = {
  help: 'HELP',
  helpStamp: 'Stamp of the emergency',
  symptom: 'Symptom',
  audioPaused: 'Audio paused',
  infusion: 'Pump stopped',
  'cuff.ordered': 'Cuff asked for',
}
export const unsignedName = (kind: string): string => KINDS[kind] ?? kind

export function Unclaimed({ state, scale }: { readonly state: SessionState; readonly scale: TimeScale }) {
  const actor = useActor()
  const { busy, trouble, send } = useSending(state.head)
  const [asking, setAsking] = useState(false)
  const { unclaimed } = state
  const sessionId = openSessionId(state)
  if (actor === undefined || sessionId === undefined || unclaimed.length === 0) return undefined
  const claim = (ofSeq: (typeof unclaimed)[number]['seq']) => send({ type: 'claim', sessionId, ofSeq })

  async function claimAll(): Promise<void> {
    for (const { seq } of unclaimed) if (!(await claim(seq))) return
    setAsking(false)
  }
  return (
    <>
      <Button onClick={() => setAsking(true)}>
        {counted(unclaimed.length, 'unsigned act')} here: mine? …
      </Button>
      {asking && (
        <Question onClose={() => setAsking(false)} title="Unsigned acts at this room">
          <ul className={styles['list']}>
            {unclaimed.map(({ seq, kind, atMs }) => (
              <li key={seq}>
                <span>
                  {momentWords(atMs, scale)} · <strong>{unsignedName(kind)}</strong>
                </span>
                <Button disabled={busy} onClick={() => void claim(seq)}>
                  Mine
                </Button>
              </li>
            ))}
          </ul>
          <Trouble trouble={trouble} />
          <Button large wide kind="primary" disabled={busy} onClick={() => void claimAll()}>
            All mine: {actor.name}
          </Button>
        </Question>
      )}
    </>
  )
}
