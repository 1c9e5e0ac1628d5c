// Owns what is read before a room is handed over or accepted: asked of the hub when the dialog opens and whenever the hub says
// that something was added. Never shows an old reading as the newest.
import type { RoomId } from '@chairside/shared/ids.ts'
import type { HandoverNow } from '@chairside/shared/protocol/screens.ts'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useScreen } from '../../session/use-screen.ts'

const ASK_TIMEOUT_MS = 3_000

export type Look = {
  readonly now: HandoverNow | undefined
  /** Why there is nothing to read, in a sentence. */
  readonly failure: string | undefined
  again(): Promise<void>
}

export function useHandoverLook(roomId: RoomId): Look {
  const { screen } = useScreen()
  const [now, setNow] = useState<HandoverNow | undefined>()
  const [failure, setFailure] = useState<string | undefined>()
  const here = useRef(true)
  const again = useCallback(async () => {
    const asked = await screen.link.wire.ask('handover:look', { roomId }, ASK_TIMEOUT_MS)
    if (!here.current) return
    if (asked.is === 'failed') setFailure('The hub did not answer. Nothing has changed hands.')
    else if (asked.answer.ok) {
      setNow(asked.answer.handover)
      setFailure(undefined)
    } else setFailure(asked.answer.error.message)
  }, [screen, roomId])
  useEffect(() => {
    here.current = true
    void again()
    return () => {
      here.current = false
    }
  }, [again])
  return { now, failure, again }
}
