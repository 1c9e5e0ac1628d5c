// Owns what a followed session needs of a connection: opening its tail and hearing it. Never connects.
import {
  COMMAND_TIMEOUT_MS,
  type HubToScreen,
  type ScreenToHub,
  type TailOpenAck,
  type TailRecords,
} from '@chairside/shared/protocol/screens.ts'
import type { Tail } from './session-view.ts'

/** A connected screen's socket, as much of it as this needs. */
export type TailSocket = {
  timeout(ms: number): {
    emitWithAck(event: 'tail:open', message: Parameters<ScreenToHub['tail:open']>[0]): Promise<TailOpenAck>
  }
  on(event: 'tail:records', listener: (message: TailRecords) => void): unknown
  on(event: 'tail:lagged', listener: HubToScreen['tail:lagged']): unknown
  off(event: 'tail:records', listener: (message: TailRecords) => void): unknown
  off(event: 'tail:lagged', listener: HubToScreen['tail:lagged']): unknown
}

const tails = new WeakMap<TailSocket, Tail>()

/** The tail of a connection: the same one each time. */
export function tailOf(socket: TailSocket): Tail {
  const known = tails.get(socket)
  if (known !== undefined) return known
  const tail: Tail = {
    open: (stream, afterSeq) =>
      socket
        .timeout(COMMAND_TIMEOUT_MS)
        .emitWithAck('tail:open', { stream, afterSeq })
        .catch(() => undefined),
    listen(records, lagged) {
      const onLagged: HubToScreen['tail:lagged'] = ({ stream }) => lagged(stream)
      socket.on('tail:records', records)
      socket.on('tail:lagged', onLagged)
      return () => {
        socket.off('tail:records', records)
        socket.off('tail:lagged', onLagged)
      }
    },
  }
  tails.set(socket, tail)
  return tail
}
