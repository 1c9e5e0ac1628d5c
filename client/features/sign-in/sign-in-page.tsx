// Owns the page a screen shows when nobody is signed in at it and it has no place of its own.
import { useNavigate } from '@tanstack/react-router'
import styles from './sign-in.module.css'
import { SignInForm } from './sign-in-form.tsx'

export function SignInPage() {
  const navigate = useNavigate()
  return (
    <main className={styles['page']}>
      <div className={styles['card']}>
        <header>
          <h1 className={styles['name']}>Chairside</h1>
          <p className={styles['what']}>The screen beside the infusion chair.</p>
        </header>
        <SignInForm onSignedIn={() => void navigate({ to: '/' })} />
      </div>
    </main>
  )
}
