// Owns the frame of a page that is no room: its title, the ways to the other pages, what can be done, what the hub says, and the
// line under it; and the words that stand where there is nothing to show. Never leads anybody where they may not go.
import { maySeeRooms } from '@chairside/shared/access.ts'
import type { ReactNode } from 'react'
import { useActor, useScreen } from '../session/use-screen.ts'
import { Button } from './button.tsx'
import { Footer } from './footer.tsx'
import { useNotWatching } from './not-watching.tsx'
import styles from './page-frame.module.css'
import { Places, PlaceTitle } from './places.tsx'

/** That this screen is not watching, on a page that shows no room and so has no veil. */
export function NotWatchingHere() {
  const said = useNotWatching()
  const takesCalls = maySeeRooms({ role: useActor()?.role })
  if (said === undefined) return undefined
  return (
    <div className={styles['notWatching']} role="alert">
      <p>
        <strong>{said.title}</strong> {said.words} {takesCalls && 'Calls do not reach this page. '}
        {said.detail}
      </p>
      {said.is === 'refused' && <Button onClick={() => location.reload()}>Reload</Button>}
    </div>
  )
}

export function PageFrame({
  title,
  acts,
  foot,
  mainClass,
  children,
}: {
  readonly title: string
  /** Stand before the menu. */
  readonly acts?: ReactNode
  /** Said in the footer. */
  readonly foot: ReactNode
  /** How what is in the page scrolls. */
  readonly mainClass: string | undefined
  readonly children?: ReactNode
}) {
  const { Menu, Notices } = useScreen()
  return (
    <div className={styles['page']}>
      <header className={styles['header']}>
        <Places />
        <PlaceTitle className={styles['title']}>{title}</PlaceTitle>
        <span className={styles['spring']} />
        {acts}
        <Menu />
      </header>
      <div className={styles['notices']}>
        <NotWatchingHere />
        <Notices />
      </div>
      <main className={mainClass}>{children}</main>
      <Footer>{foot}</Footer>
    </div>
  )
}

/** @param again what was tried and did not come: said at once, with a button that tries again */
export function PageWords({
  title,
  children,
  again,
}: {
  readonly title?: string
  readonly children?: string | undefined
  readonly again?: () => void
}) {
  return (
    <div className={styles['words']} role={again === undefined ? 'status' : 'alert'}>
      {title !== undefined && <h2>{title}</h2>}
      {children !== undefined && <p>{children}</p>}
      {again !== undefined && <Button onClick={again}>Try again</Button>}
    </div>
  )
}
