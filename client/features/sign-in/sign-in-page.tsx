// Owns the page a screen shows when nobody is signed in at it and it has no place of its own.
import { useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useScreen } from '../../session/use-screen.ts'
import { DemoTimeBadge } from '../../ui/badge.tsx'
import { NotWatchingHere } from '../../ui/page-frame.tsx'
import styles from './sign-in.module.css'
import { SignInForm } from './sign-in-form.tsx'

/** @param next where the person was going; absent: to the first page */
export function SignInPage({ next = '/' }: { readonly next?: string | undefined }) {
  const router = useRouter()
  const { screen } = useScreen()
  const me = useQuery({ queryKey: ['me'], queryFn: () => screen.account.me() })
  return (
    <main className={styles['page']}>
      <div className={styles['card']}>
        <NotWatchingHere />
        <header>
          <h1 className={styles['name']}>Chairside</h1>
          <p className={styles['what']}>The screen beside the infusion chair.</p>
          {me.data?.ok && <DemoTimeBadge rate={me.data.value.clockRate} />}
        </header>
        <SignInForm onSignedIn={() => router.history.replace(next)} />
      </div>
    </main>
  )
}
