// Owns saying a symptom: two taps, signed in or not. A symptom is a HIGH alarm at once; it ends by a named "resolved".
// Source: clinical facts §4, ladder "symptom".
import { SYMPTOM_WORDS } from '@chairside/shared/alarm/words/text-technical.ts'
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import { SYMPTOMS } from '@chairside/shared/record/care-kinds.ts'
import { useState } from 'react'
import { useAct, useMaySend, useSignedIn } from '../../../session/use-screen.ts'
import { Button } from '../../../ui/button.tsx'
import { Question } from '../../../ui/question.tsx'
import { openSessionId } from './alarm-acts.tsx'
import styles from './symptom-button.module.css'

export function SymptomButton({ state }: { readonly state: SessionState }) {
  const signedIn = useSignedIn()
  const act = useAct(state.head)
  const maySend = useMaySend()
  const [asking, setAsking] = useState(false)
  const sessionId = openSessionId(state)
  if (sessionId === undefined) return undefined
  return (
    <>
      <Button
        large
        onClick={() => (maySend('symptom') ? setAsking(true) : signedIn('Symptom', () => setAsking(true)))}
      >
        Symptom
      </Button>
      {asking && (
        <Question onClose={() => setAsking(false)} title="Which symptom?" size="lg">
          <p className={styles['words']}>A HIGH alarm at once: physician and station are told.</p>
          <div className={styles['list']}>
            {SYMPTOMS.map((symptom) => (
              <Button
                key={symptom}
                large
                onClick={() => {
                  setAsking(false)
                  void act({ type: 'symptom', sessionId, symptom })
                }}
              >
                {SYMPTOM_WORDS[symptom]}
              </Button>
            ))}
          </div>
        </Question>
      )}
    </>
  )
}
