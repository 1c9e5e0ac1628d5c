// Owns the page of sessions: what was recorded, newest first, to be opened as a replay. Also the way in for recordings that
// come as files. Never shows a live number: an open session leads to its room.
import { mayImport, mayListSessions } from '@chairside/shared/access.ts'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { type SessionsQuery, sessionsOf } from '../../net/sessions-api.ts'
import { useActor, useLink, useScreen, useZone } from '../../session/use-screen.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { zoneWords } from '../../ui/format.ts'
import { PageFrame, PageWords } from '../../ui/page-frame.tsx'
import { ImportDialog } from './import-dialog.tsx'
import {
  type Filter,
  isNarrowed,
  NO_FILTER,
  queryOfFilter,
  SessionFilter,
  useSettled,
} from './session-filter.tsx'
import { listedWords, OPEN_UNSEEN, SessionRow } from './session-row.tsx'
import styles from './sessions.module.css'

const PAGE = 50
export const sessionsKey = (query: SessionsQuery | string) => ['sessions', query] as const

/** A refusal of the hub, as what a query throws: its words are shown as they are. */
class Refused extends Error {}

function useSessions(query: SessionsQuery | string, enabled: boolean) {
  return useInfiniteQuery({
    queryKey: sessionsKey(query),
    enabled: enabled && typeof query !== 'string',
    initialPageParam: undefined as number | undefined,
    async queryFn({ pageParam }) {
      const asked = typeof query === 'string' ? {} : query
      const answer = await sessionsOf({
        ...asked,
        limit: PAGE,
        ...(pageParam === undefined ? {} : { before: pageParam }),
      })
      if (!answer.ok) throw new Refused(answer.error.message)
      return answer.value
    },
    getNextPageParam: (page) => page.olderBefore,
  })
}

/** Why the list is empty: an open session that this role does not see is no session that was never recorded. */
export function NoRows({
  narrowed,
  closedOnly,
}: {
  readonly narrowed: boolean
  readonly closedOnly: boolean
}) {
  const what = closedOnly ? 'closed session' : 'session'
  const how = narrowed
    ? 'Widen what is asked for, or show all.'
    : closedOnly
      ? 'A recording that was brought in as a file stands here, too.'
      : 'A session stands here as soon as it has been opened in a room, or brought in as a file.'
  return (
    <PageWords title={narrowed ? `No ${what} is like that` : `There is no ${what} yet`}>
      {closedOnly ? `${how} ${OPEN_UNSEEN}` : how}
    </PageWords>
  )
}

function Rows({
  query,
  narrowed,
  mayAsk,
  closedOnly,
}: {
  query: SessionsQuery | string
  narrowed: boolean
  mayAsk: boolean
  /** Open ones are not this role's to see. */
  closedOnly: boolean
}) {
  const zone = useZone()
  const listed = useSessions(query, mayAsk)
  const { data, error, isFetchingNextPage, hasNextPage } = listed
  const rows = data?.pages.flatMap((page) => page.sessions) ?? []
  return (
    <>
      {error !== null && (
        <PageWords title="The sessions cannot be listed" again={() => void listed.refetch()}>
          {error.message}
        </PageWords>
      )}
      {data === undefined && error === null && mayAsk && typeof query !== 'string' && (
        <PageWords>Reading the list …</PageWords>
      )}
      {data !== undefined && rows.length === 0 && !hasNextPage && (
        <NoRows narrowed={narrowed} closedOnly={closedOnly} />
      )}
      {rows.length > 0 && (
        <>
          <ol className={styles['list']} aria-label="Sessions, newest first">
            {rows.map((session) => (
              <SessionRow key={session.sessionId} session={session} zone={zone} />
            ))}
          </ol>
          <p className={styles['more']} role="status">
            {listedWords(rows.length, hasNextPage, closedOnly)}
            {hasNextPage && (
              <Button disabled={isFetchingNextPage} onClick={() => void listed.fetchNextPage()}>
                {isFetchingNextPage ? 'Reading …' : 'Older sessions'}
              </Button>
            )}
          </p>
        </>
      )}
    </>
  )
}

export function SessionsPage() {
  const { screen } = useScreen()
  const actor = useActor()
  const zone = useZone() ?? 'UTC'
  const known = useLink(({ self }) => self !== undefined)
  const [filter, setFilter] = useState<Filter>(NO_FILTER)
  const [importing, setImporting] = useState(false)
  const query = queryOfFilter(useSettled(filter), zone)
  const role = actor?.role
  const may = mayListSessions(role)
  useEffect(() => screen.link.setView('sessions'), [screen])
  return (
    <>
      <PageFrame
        title="Sessions"
        acts={
          <>
            <Link to="/open" className={buttonClass()}>
              Replay a file …
            </Link>
            {mayImport(role) && <Button onClick={() => setImporting(true)}>Import a recording …</Button>}
          </>
        }
        foot={<>Times are of {zoneWords(zone)}. What is shown here is past; nothing here sounds.</>}
        mainClass={styles['main']}
      >
        {known && !may ? (
          <PageWords
            title={actor === undefined ? 'Sign in to see sessions' : 'Your role does not see sessions'}
          >
            Nurses, physicians and QA see what was recorded.
          </PageWords>
        ) : (
          <>
            <SessionFilter
              filter={filter}
              trouble={typeof query === 'string' ? query : undefined}
              onChange={setFilter}
            />
            <Rows query={query} narrowed={isNarrowed(filter)} mayAsk={may} closedOnly={role === 'qa'} />
          </>
        )}
      </PageFrame>
      {importing && <ImportDialog zone={zone} onClose={() => setImporting(false)} />}
    </>
  )
}
