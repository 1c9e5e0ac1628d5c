// Owns the port between the session core and the network: what a connection to the hub can do.
// Never buffers and never repeats: what cannot be sent now is answered "not sent".
import type { HubToScreen, ScreenToHub } from '@chairside/shared/protocol/screens.ts'
import type { Refusal } from '@chairside/shared/result.ts'

export type AskEvent = keyof ScreenToHub
export type HearEvent = keyof HubToScreen
export type Ask<E extends AskEvent> = Parameters<ScreenToHub[E]>[0]
export type Answer<E extends AskEvent> = Parameters<Parameters<ScreenToHub[E]>[1]>[0]
export type Heard<E extends HearEvent> = Parameters<HubToScreen[E]>[0]

/**
 * notSent       there was no connection; the hub has not seen it and never will
 * timeout       it was sent and nothing came back in time: ambiguous
 * disconnected  it was sent and the connection went before an answer: ambiguous
 */
export type AskFailure = 'notSent' | 'timeout' | 'disconnected'
export type Asked<T> =
  | { readonly is: 'answered'; readonly answer: T }
  | { readonly is: 'failed'; readonly why: AskFailure }

export type LinkChange =
  | { readonly is: 'connected' }
  | { readonly is: 'disconnected' }
  /** The hub answered the handshake with a refusal; the wire goes on trying. */
  | { readonly is: 'refused'; readonly error: Refusal }

export type Wire = {
  /** Begins to connect and never stops trying until `close`. */
  open(): void
  close(): void
  /** Connects afresh, with the cookies as they are now (after signing in, signing out, enrolling). */
  restart(): void
  isConnected(): boolean
  ask<E extends AskEvent>(event: E, message: Ask<E>, timeoutMs: number): Promise<Asked<Answer<E>>>
  hear<E extends HearEvent>(event: E, listener: (heard: Heard<E>) => void): () => void
  onLink(listener: (change: LinkChange) => void): () => void
}
