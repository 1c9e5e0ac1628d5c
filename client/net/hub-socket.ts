// Owns the socket to the hub; the only user of socket.io-client on this side. It never gives up connecting, and it
// never keeps a message for later: Socket.IO's own send buffer is emptied before it can do harm.
import { SCREEN_PROTOCOL } from '@chairside/shared/protocol/screens.ts'
import type { Refusal } from '@chairside/shared/result.ts'
import { io } from 'socket.io-client'
import type { Answer, Ask, AskEvent, Asked, Heard, HearEvent, LinkChange, Wire } from '../session/hub/wire.ts'

/** Wall milliseconds between attempts: quick enough to be right again within 3 s of the hub's return. */
const RETRY_FROM_MS = 250
const RETRY_TO_MS = 1_500
/** A refused handshake (revoked, wrong version) is asked again this often: someone may put it right. */
const REFUSED_RETRY_MS = 3_000

const refusalOf = (error: Error): Refusal | undefined => {
  const data = (error as Error & { data?: unknown }).data
  if (typeof data !== 'object' || data === null) return undefined
  const inner = 'error' in data && typeof data.error === 'object' && data.error !== null ? data.error : data
  return 'code' in inner && 'message' in inner ? (inner as Refusal) : undefined
}

/** @param build names this page's own build, so that the hub can tell an old screen from a new one */
export function createHubSocket(build: string): Wire {
  const socket = io('/screens', {
    transports: ['websocket'],
    autoConnect: false,
    withCredentials: true,
    reconnection: true,
    reconnectionAttempts: Number.POSITIVE_INFINITY,
    reconnectionDelay: RETRY_FROM_MS,
    reconnectionDelayMax: RETRY_TO_MS,
    randomizationFactor: 0.3,
    timeout: 4_000,
    auth: { protocol: SCREEN_PROTOCOL, build },
  })
  const listeners = new Set<(change: LinkChange) => void>()
  const tell = (change: LinkChange) => {
    for (const listener of listeners) listener(change)
  }
  let wanted = false
  let refusedTimer: ReturnType<typeof setTimeout> | undefined

  socket.on('connect', () => tell({ is: 'connected' }))
  socket.on('disconnect', (reason) => {
    tell({ is: 'disconnected' })
    // The hub closed it on purpose (revoked, stopping): Socket.IO would leave it at that; a screen never does.
    if (wanted && reason === 'io server disconnect') connectLater(RETRY_FROM_MS)
  })
  socket.on('connect_error', (error) => {
    const refusal = refusalOf(error)
    tell(refusal === undefined ? { is: 'disconnected' } : { is: 'refused', error: refusal })
    // `active` is false when the hub refused the namespace: Socket.IO does not try again by itself then.
    if (wanted && !socket.active) connectLater(REFUSED_RETRY_MS)
  })

  function connectLater(afterMs: number): void {
    clearTimeout(refusedTimer)
    refusedTimer = setTimeout(() => {
      if (wanted && !socket.connected) socket.connect()
    }, afterMs)
  }

  return {
    open() {
      wanted = true
      socket.connect()
    },
    close() {
      wanted = false
      clearTimeout(refusedTimer)
      socket.disconnect()
    },
    restart() {
      socket.disconnect()
      // The namespace alone would keep the old handshake (and its cookies): the connection itself must go.
      socket.io.engine?.close()
      if (wanted) connectLater(0)
    },
    isConnected: () => socket.connected,
    ask<E extends AskEvent>(event: E, message: Ask<E>, timeoutMs: number): Promise<Asked<Answer<E>>> {
      if (!socket.connected) return Promise.resolve({ is: 'failed', why: 'notSent' })
      return new Promise((resolve) => {
        socket.timeout(timeoutMs).emit(event, message, (error: Error | null, answer: Answer<E>) => {
          if (error === null) resolve({ is: 'answered', answer })
          else resolve({ is: 'failed', why: socket.connected ? 'timeout' : 'disconnected' })
        })
        // Socket.IO buffers when it suspects a dead link even while "connected": take it back, say "not sent".
        if (socket.sendBuffer.length > 0) {
          socket.sendBuffer = []
          resolve({ is: 'failed', why: 'notSent' })
        }
      })
    },
    hear<E extends HearEvent>(event: E, listener: (heard: Heard<E>) => void) {
      const on = listener as (...args: unknown[]) => void
      socket.on(event as string, on)
      return () => {
        socket.off(event as string, on)
      }
    },
    onLink(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}
