// Owns the page of alarm profiles: which there are, which one new sessions use, one of them whole, and making a new version.
// Never changes a version that is there, nor what an open session runs on.
import { mayEditProfiles, mayReadProfiles } from '@chairside/shared/access.ts'
import type { HttpProfile } from '@chairside/shared/protocol/http.ts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { profileOf, profilesOf } from '../../net/profiles-api.ts'
import { useActor, useLink, useScreen, useZone } from '../../session/use-screen.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { PageFrame, PageWords } from '../../ui/page-frame.tsx'
import { beginEditing, forget, useEditing } from './draft-store.ts'
import { ProfileEditor } from './profile-editor.tsx'
import { ProfileList } from './profile-list.tsx'
import { ProfileTables } from './profile-view.tsx'
import { whenWords } from './profile-words.ts'
import styles from './profiles-page.module.css'
import table from './rule-table.module.css'
import { UseDialog } from './use-dialog.tsx'

export type ProfileSearch = {
  readonly name?: string
  readonly version?: number
  /** What was typed stands beside it and not in the address. */
  readonly edit?: true
}

const LIST = ['profiles']

/** The hub's answer, or what it refused as what a query throws: its words are shown as they are. */
async function orThrow<T>(
  answer: Promise<{ ok: true; value: T } | { ok: false; error: { message: string } }>,
): Promise<T> {
  const said = await answer
  if (!said.ok) throw new Error(said.error.message)
  return said.value
}

/** One version whole, and what may be done with it. */
function OneProfile({
  shown,
  inForce,
  editing,
}: {
  readonly shown: HttpProfile
  readonly inForce: HttpProfile | undefined
  readonly editing: boolean
}) {
  const { name, version } = shown
  const role = useActor()?.role
  const zone = useZone()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const kept = useEditing(name)
  const [asking, setAsking] = useState(false)
  const [saved, setSaved] = useState<HttpProfile | undefined>()
  const whole = useQuery({
    queryKey: ['profiles', name, version],
    queryFn: () => orThrow(profileOf({ name, version })),
    // A version never changes.
    staleTime: Number.POSITIVE_INFINITY,
  })
  const go = (profile: { name: string; version: number }, edit: boolean): void =>
    void navigate({
      to: '/profiles',
      search: { name: profile.name, version: profile.version, ...(edit ? { edit: true as const } : {}) },
    })
  const rules = whole.data?.ruleSet
  const mayEdit = mayEditProfiles(role)
  useEffect(() => {
    if (editing && mayEdit && rules !== undefined) beginEditing({ name, version }, rules)
  }, [editing, mayEdit, rules, name, version])

  if (whole.error !== null)
    return (
      <PageWords title="This profile cannot be read" again={() => void whole.refetch()}>
        {whole.error.message}
      </PageWords>
    )
  if (rules === undefined) return <PageWords title="Reading the profile …" />
  if (editing && mayEdit && kept !== undefined)
    return (
      <ProfileEditor
        editing={kept}
        onLeave={() => go(shown, false)}
        onSaved={(profile) => {
          forget(kept.base.name)
          setSaved(profile)
          void queries.invalidateQueries({ queryKey: LIST })
          go(profile, false)
        }}
      />
    )
  return (
    <article className={styles['one']}>
      <header className={styles['oneHead']}>
        <div>
          <h2 className={styles['oneTitle']}>
            {name} <span className={table['muted']}>version {version}</span>{' '}
            {shown.inForce !== undefined && <Badge kind="loud">IN FORCE</Badge>}
          </h2>
          <p className={table['muted']}>
            {shown.reason} {shown.by}, {whenWords(shown.atMs, zone)}.
            {shown.parent !== undefined && ` From ${shown.parent.name} version ${shown.parent.version}.`}{' '}
            {shown.inForce === undefined
              ? ''
              : `New sessions use it since ${whenWords(shown.inForce.sinceMs, zone)}, set by ${shown.inForce.by}.`}
          </p>
          <p className={styles['hash']} title={`SHA-256 of its rules: ${shown.hash}`}>
            {shown.hash.slice(0, 12)}
          </p>
        </div>
        {mayEdit && (
          <div className={styles['oneButtons']}>
            {shown.inForce === undefined && (
              <Button onClick={() => setAsking(true)}>Use for new sessions …</Button>
            )}
            <Button
              kind="primary"
              disabled={!shown.newest}
              title={shown.newest ? undefined : 'Only the newest version of a profile is edited.'}
              onClick={() => go(shown, true)}
            >
              {kept === undefined ? 'Edit a copy' : 'Go on editing'}
            </Button>
          </div>
        )}
      </header>
      {saved !== undefined &&
        saved.name === name &&
        saved.version === version &&
        shown.inForce === undefined && (
          <p className={styles['saved']} role="status">
            Saved. New sessions still use{' '}
            {inForce === undefined ? 'another one' : `${inForce.name} version ${inForce.version}`}.
          </p>
        )}
      {kept !== undefined && mayEdit && (
        <p className={styles['saved']} role="status">
          A copy of version {kept.base.version} is being edited on this screen and has not been saved.{' '}
          <Button onClick={() => forget(name)}>Throw it away</Button>
        </p>
      )}
      <ProfileTables ruleSet={rules} />
      {asking && (
        <UseDialog
          profile={shown}
          inForce={inForce}
          onClose={() => setAsking(false)}
          onDone={() => {
            setAsking(false)
            void queries.invalidateQueries({ queryKey: LIST })
          }}
        />
      )}
    </article>
  )
}

function Profiles({ search }: { readonly search: ProfileSearch }) {
  const zone = useZone()
  const listed = useQuery({ queryKey: LIST, queryFn: () => orThrow(profilesOf()) })
  const { data, error } = listed
  if (data === undefined)
    return error === null ? (
      <PageWords title="Reading the profiles …" />
    ) : (
      <PageWords title="The profiles cannot be listed" again={() => void listed.refetch()}>
        {error.message}
      </PageWords>
    )
  const inForce = data.find((profile) => profile.inForce !== undefined)
  const named = data.find(
    ({ name, version, newest }) =>
      name === search.name && (search.version === undefined ? newest : version === search.version),
  )
  const shown = search.name === undefined ? (inForce ?? data[0]) : named
  return (
    <div className={styles['columns']} data-edit={search.edit}>
      {search.edit !== true && <ProfileList profiles={data} shown={shown} zone={zone} />}
      {shown === undefined ? (
        <PageWords title="There is no such profile">Choose one from the list.</PageWords>
      ) : (
        <OneProfile
          key={`${shown.name} ${shown.version}`}
          shown={shown}
          inForce={inForce}
          editing={search.edit === true}
        />
      )}
    </div>
  )
}

export function ProfilesPage({ search }: { readonly search: ProfileSearch }) {
  const { screen } = useScreen()
  const role = useActor()?.role
  const known = useLink(({ self }) => self !== undefined)
  useEffect(() => screen.link.setView('profiles'), [screen])
  return (
    <PageFrame
      title="Alarm profiles"
      foot="Limits of one patient are set at the chair. What is here holds for sessions that are opened later."
      mainClass={styles['main']}
    >
      {known && !mayReadProfiles(role) ? (
        <PageWords title="Sign in to see alarm profiles">Whoever works here may read them.</PageWords>
      ) : known ? (
        <Profiles search={search} />
      ) : undefined}
    </PageFrame>
  )
}
