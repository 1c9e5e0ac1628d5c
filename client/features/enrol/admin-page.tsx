// Owns the first page of an administrator at a screen without a place: what they can do on a screen, and which commands do the rest.
// Never shows a room or a patient: an administrator sees none.
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useScreen } from '../../session/use-screen.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { PageFrame } from '../../ui/page-frame.tsx'
import styles from './admin-page.module.css'

/** What a screen cannot do; all of them: npm run admin -- --help. */
const COMMANDS: readonly (readonly [what: string, command: string])[] = [
  ['A person, their role, a new password', 'npm run admin -- person add "R. Osei" --role nurse'],
  ['A room', 'npm run admin -- room add "Room 1"'],
  ['A monitor', 'npm run admin -- device add --name "Monitor 1" --room "Room 1" --kind monitor'],
  ['The token it signs in with, printed once', 'npm run admin -- device token "Monitor 1"'],
  ['Which screens have a place; taking one away', 'npm run admin -- screen list'],
  ['Who changed what', 'npm run admin -- log list --limit 20'],
  ['Everything else', 'npm run admin -- --help'],
]

export function AdminPage() {
  const { screen, askEnrol } = useScreen()
  useEffect(() => screen.link.setView('administration'), [screen])
  return (
    <PageFrame
      title="Administration"
      foot="An administrator sees no room and no patient."
      mainClass={styles['main']}
    >
      <section className={styles['part']} aria-label="On this screen">
        <h2>On this screen</h2>
        <div className={styles['act']}>
          <Button kind="primary" large onClick={askEnrol}>
            This screen’s place …
          </Button>
          <p>
            A room’s chair, or the whole suite. It then shows the numbers and alarms of its place whoever is
            signed in, also nobody. Done once on each tablet and wall screen.
          </p>
        </div>
        <div className={styles['act']}>
          <Link to="/profiles" search={{}} className={buttonClass('plain', { large: true })}>
            Alarm profiles
          </Link>
          <p>The rules that alarms are judged by: a new version, with a reason, for sessions opened later.</p>
        </div>
      </section>
      <section className={styles['part']} aria-label="On the hub’s machine">
        <h2>On the hub’s machine, at the command line</h2>
        <dl className={styles['commands']}>
          {COMMANDS.map(([what, command]) => (
            <div key={command}>
              <dt>{what}</dt>
              <dd>
                <code>{command}</code>
              </dd>
            </div>
          ))}
        </dl>
      </section>
      <p className={styles['others']}>
        Patients, orders and today’s list are for nurses and physicians, signed in as themselves. Who is on
        duty is set in Rooms, where a nurse, a physician or a screen of the suite shows them.
      </p>
    </PageFrame>
  )
}
