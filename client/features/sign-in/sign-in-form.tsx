// Owns the question "who are you?", on its own page or over a screen that goes on showing numbers.
// Never keeps a password; a demo hub's sign-ins are one tap each.
import { PasswordInput, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useLink, useScreen } from '../../session/use-screen.ts'
import { Button } from '../../ui/button.tsx'
import styles from './sign-in.module.css'

const ROLE = { nurse: 'Nurse', physician: 'Physician', qa: 'QA', admin: 'Admin' } as const

export function SignInForm({ onSignedIn }: { readonly onSignedIn: () => void }) {
  const { screen } = useScreen()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | undefined>()
  const me = useQuery({ queryKey: ['me'], queryFn: () => screen.account.me() })
  const { refetch } = me
  // A hub that did not answer and is back says who it is: the words of before are put away.
  const isBack = useLink(({ phase }) => phase === 'live' || phase === 'refused')
  useEffect(() => {
    if (isBack) void refetch()
  }, [isBack, refetch])
  const demo = me.data?.ok ? me.data.value.demo : undefined

  async function signIn(asName: string, withPassword: string): Promise<void> {
    setBusy(true)
    setTrouble(undefined)
    const answer = await screen.account.signIn(asName, withPassword)
    setBusy(false)
    if (!answer.ok) {
      setTrouble(answer.error.message)
      return
    }
    setPassword('')
    screen.link.restart()
    onSignedIn()
  }

  return (
    <div className={styles['form']}>
      {demo !== undefined && demo.signIns.length > 0 && (
        <section className={styles['demo']} aria-label="Demo sign-ins">
          <p className={styles['hint']}>
            This hub shows a demo. No real patient is on it; sign in with one tap.
          </p>
          {demo.signIns.map((one) => (
            <Button
              key={one.name}
              large
              wide
              kind={one.role === 'nurse' ? 'primary' : 'plain'}
              disabled={busy}
              onClick={() => void signIn(one.name, one.password)}
            >
              <span className={styles['who']}>
                <span>{one.name}</span>
                <small>{ROLE[one.role]}</small>
              </span>
            </Button>
          ))}
          <p className={styles['or']}>or with a name and password</p>
        </section>
      )}
      <form
        className={styles['fields']}
        onSubmit={(event) => {
          event.preventDefault()
          if (name !== '' && password !== '' && !busy) void signIn(name, password)
        }}
      >
        <TextInput
          label="Name"
          data-autofocus
          name="username"
          autoComplete="username"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          name="password"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <p className={styles['trouble']} role="alert">
          {trouble}
        </p>
        <Button
          submit
          large
          wide
          kind={demo === undefined ? 'primary' : 'plain'}
          disabled={busy || name === '' || password === ''}
        >
          {busy ? 'Signing in …' : 'Sign in'}
        </Button>
      </form>
      {me.data !== undefined && !me.data.ok && (
        <p className={styles['trouble']} role="alert">
          {me.data.error.message}
        </p>
      )}
    </div>
  )
}
