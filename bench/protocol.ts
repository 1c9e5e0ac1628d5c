// Owns what the bench and its measured processes say to one another.

export type HubChildSettings = {
  readonly dir: string
  readonly sessions: number
  readonly devicesPerToken: number
  readonly commitHoldMs: number
  /** The same log on the main thread: the naive way. */
  readonly inline: boolean
}
export type ChildRequest = 'reset' | 'sample' | 'stop'
export type ChildReady = {
  readonly kind: 'ready'
  readonly url: string
  readonly tokens: readonly { readonly token: string; readonly deviceIds: readonly string[] }[]
  readonly sessionIds: readonly string[]
  readonly cookie: string
}
export type ChildSample = {
  readonly kind: 'sample'
  readonly seconds: number
  readonly cpuMs: number
  readonly mainThreadMs: number
  readonly rssBytes: number
  readonly writtenBytes: number
  readonly loopDelayP99Ms: number
  readonly loopDelayMaxMs: number
  readonly keptPerRecordBytes: number
}

/** One line of output. Lower is better, always. */
export type Figure = {
  readonly bench: string
  readonly figure: string
  readonly unit: string
  readonly ours: number
  /** What the machine or the library could do at best; absent where there is no such thing. */
  readonly limit?: number
  /** The obvious way to do it, in the same run. */
  readonly naive?: number
  readonly aim: number
}
