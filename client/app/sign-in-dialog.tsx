// Owns the question "Who are you?" over whatever is shown: for which act, of which room, and what becomes of it. Closed without a
// sign-in the act is given up, which is said; never lost in silence.
import { SignInForm } from '../features/sign-in/sign-in-form.tsx'
import { type AskedFor, whenGreeted } from '../session/sign-in-first.ts'
import { useScreen } from '../session/use-screen.ts'
import { actWords } from '../ui/act-words.ts'
import { Question } from '../ui/question.tsx'
import styles from './app.module.css'

/** "“Coming”: Room 2, BP very high · SBP 182 ≥ 180" */
export function askedWords({ what }: Pick<AskedFor, 'what'>): string {
  if (typeof what === 'string') return what
  return what.about === undefined ? actWords(what.body) : `${actWords(what.body)}: ${what.about}`
}

export function SignInDialog({
  asked,
  onClose,
}: {
  readonly asked: AskedFor | undefined
  readonly onClose: () => void
}) {
  const { screen } = useScreen()
  return (
    <Question
      title="Who are you?"
      onClose={() => {
        asked?.giveUp()
        onClose()
      }}
    >
      {asked !== undefined && (
        <p className={styles['askedFor']}>
          <strong>{askedWords(asked)}</strong>
          <br />
          {typeof asked.what === 'string'
            ? 'Opens when you have signed in.'
            : 'Not sent yet: it is sent when you have signed in.'}
        </p>
      )}
      <SignInForm
        onSignedIn={() => {
          onClose()
          if (asked !== undefined) whenGreeted(screen.link, asked.go)
        }}
      />
    </Question>
  )
}
