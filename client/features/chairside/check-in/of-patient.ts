// Owns what the chair asks of the hub about the patient and their escort: it comes over HTTP, because none of it is in the log.
// Keeps nothing beyond the page, and shows nothing the hub has not said.
import type { SessionId } from '@chairside/shared/ids.ts'
import type {
  HttpEscort,
  HttpNewEscort,
  HttpOnePatient,
  HttpSessionPatient,
} from '@chairside/shared/protocol/http-visits.ts'
import type { Result } from '@chairside/shared/result.ts'
import { useEffect, useState } from 'react'
import { json } from '../../../net/ask.ts'
import { useLink } from '../../../session/use-screen.ts'

const ofSession = (sessionId: SessionId, what: string): string =>
  `/api/sessions/${encodeURIComponent(sessionId)}/${what}`

export const escortOf = (sessionId: SessionId): Promise<Result<HttpEscort>> =>
  json<HttpEscort>(ofSession(sessionId, 'escort'))
export const saveEscort = (sessionId: SessionId, escort: HttpNewEscort): Promise<Result<HttpEscort>> =>
  json<HttpEscort>(ofSession(sessionId, 'escort'), 'POST', escort)
const patientOfSession = (sessionId: SessionId): Promise<Result<HttpSessionPatient>> =>
  json<HttpSessionPatient>(ofSession(sessionId, 'patient'))
const patientOf = (patientCode: string): Promise<Result<HttpOnePatient>> =>
  json<HttpOnePatient>(`/api/patients/${encodeURIComponent(patientCode)}`)

const AGAIN_MS = 10_000

export type Asked<T> = {
  /** Of this key; absent: no answer is there. */
  readonly value?: T
  /** Why there is none, in the hub's words; it is asked again. */
  readonly trouble?: string
}

/**
 * Asks the hub, again while it does not answer, and anew when whom it is about changes, somebody else signs in or the hub is back.
 * @param key what it is about; undefined: nothing is asked
 */
export function useAsking<T>(key: string | undefined, ask: () => Promise<Result<T>>): Asked<T> {
  const who = useLink(({ self }) => self?.actor?.personId ?? '')
  const live = useLink(({ phase }) => phase === 'live')
  const [found, setFound] = useState<(Asked<T> & { readonly key: string }) | undefined>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is asked follows from its key
  useEffect(() => {
    if (key === undefined || !live) return
    let stopped = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const once = async (): Promise<void> => {
      const answer = await ask()
      if (stopped) return
      if (answer.ok) return setFound({ key, value: answer.value })
      const isForGood = answer.error.code === 'not-found' || answer.error.code === 'not-allowed'
      if (isForGood) return
      setFound((before) => ({ ...(before?.key === key ? before : { key }), trouble: answer.error.message }))
      timer = setTimeout(() => void once(), AGAIN_MS)
    }
    void once()
    return () => {
      stopped = true
      clearTimeout(timer)
    }
  }, [key, who, live])
  return found !== undefined && found.key === key ? found : {}
}

/** The same where what is missing is seen to be missing beside it. @returns undefined: no answer of that key is there */
export const useAsked = <T>(key: string | undefined, ask: () => Promise<Result<T>>): T | undefined =>
  useAsking(key, ask).value

/** Who the session's patient is now, as this viewer may know it. @param code as it is known now: another one is asked about anew */
export const useSessionPatient = (
  sessionId: SessionId | undefined,
  code: string | undefined,
): HttpSessionPatient | undefined => {
  const found = useAsked(
    sessionId === undefined || code === undefined ? undefined : `${sessionId} ${code}`,
    () => patientOfSession(sessionId as SessionId),
  )
  return found?.patientCode === code ? found : undefined
}

/** Of the newest check-in that has one, of an earlier session. */
export const useLastWeight = (code: string | undefined): HttpOnePatient['lastWeight'] =>
  useAsked(code, () => patientOf(code as string))?.lastWeight
