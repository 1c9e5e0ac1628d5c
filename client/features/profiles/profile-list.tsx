// Owns the list of profiles: each name with its versions, which one new sessions use, who made each, when and why.
import type { HttpProfile } from '@chairside/shared/protocol/http.ts'
import { Link } from '@tanstack/react-router'
import { Badge } from '../../ui/badge.tsx'
import { useEdited } from './draft-store.ts'
import styles from './profile-list.module.css'
import { whenWords } from './profile-words.ts'
import table from './rule-table.module.css'

export function ProfileList({
  profiles,
  shown,
  zone,
}: {
  readonly profiles: readonly HttpProfile[]
  readonly shown: HttpProfile | undefined
  readonly zone: string | undefined
}) {
  const edited = useEdited()
  const names = [...new Set(profiles.map(({ name }) => name))]
  return (
    <nav className={styles['list']} aria-label="Profiles">
      {names.map((name) => (
        <section key={name}>
          <h2 className={styles['name']}>{name}</h2>
          <ol>
            {profiles
              .filter((profile) => profile.name === name)
              .map((profile) => (
                <li key={profile.version}>
                  <Link
                    to="/profiles"
                    search={{ name, version: profile.version }}
                    className={styles['version'] ?? ''}
                    aria-current={profile === shown ? 'page' : undefined}
                  >
                    <span className={styles['versionHead']}>
                      <strong>Version {profile.version}</strong>
                      {profile.inForce !== undefined && <Badge kind="loud">IN FORCE</Badge>}
                      {profile.newest && edited[name] !== undefined && <Badge>being edited here</Badge>}
                    </span>
                    <span className={table['muted']}>
                      {profile.by} · {whenWords(profile.atMs, zone)}
                    </span>
                    <span className={styles['reason']}>{profile.reason}</span>
                  </Link>
                </li>
              ))}
          </ol>
        </section>
      ))}
    </nav>
  )
}
