// Owns the list of benches and the three of the hub: what is run, beside what, and which figures come of it. The aims stand here; a verdict does not.
import { alarms } from './alarms.ts'
import { type Child, startHub, startRelay } from './children.ts'
import { type LoadResult, type RunningLoad, startLoad } from './load.ts'
import type { ChildSample, Figure } from './protocol.ts'
import { chairside } from './screens/chairside.ts'
import { open } from './screens/open.ts'
import { soak } from './screens/soak.ts'

const WARM_UP_S = 5
type Measured = { readonly load: LoadResult; readonly used: ChildSample }

async function measure(child: Child, load: RunningLoad, seconds: number): Promise<Measured> {
  await load.measure(WARM_UP_S)
  await child.reset()
  const result = await load.measure(seconds)
  const used = await child.sample()
  if (result.refused > 0)
    throw new Error(`${result.refused} messages were refused: this is not a measurement`)
  return { load: result, used }
}

const streamOf = (sessionId: string): string => `session:${sessionId}`

async function runOurs(
  settings: {
    sessions: number
    screens: number
    devicesPerToken: number
    commitHoldMs: number
    inline: boolean
  },
  seconds: number,
): Promise<Measured> {
  const { screens, ...hubSettings } = settings
  const child = await startHub(hubSettings)
  const { url, tokens, sessionIds, cookie } = child.ready
  const devices = tokens.flatMap(({ deviceIds }) => deviceIds)
  const load = await startLoad({
    url,
    connections: tokens.map(({ token, deviceIds }) => ({ deviceIds, auth: { protocol: 1, token } })),
    follows: devices.map((deviceId, at) => ({ deviceId, stream: streamOf(sessionIds[at] ?? ''), screens })),
    screen: { namespace: '/screens', headers: { cookie }, event: 'tail:open' },
    device: { namespace: '/devices' },
  })
  const measured = await measure(child, load, seconds)
  load.stop()
  await child.stop()
  return measured
}

async function runRelay(
  kind: 'bare' | 'naive',
  sessions: number,
  screens: number,
  seconds: number,
): Promise<Measured> {
  const child = await startRelay(kind)
  const devices = Array.from({ length: sessions }, (_one, at) => `bench-${at}`)
  const load = await startLoad({
    url: child.ready.url,
    connections: devices.map((deviceId) => ({ deviceIds: [deviceId], auth: undefined })),
    follows: devices.map((deviceId) => ({ deviceId, stream: deviceId, screens })),
    screen: { namespace: '/', headers: {}, event: 'follow' },
    device: { namespace: '/' },
  })
  const measured = await measure(child, load, seconds)
  load.stop()
  await child.stop()
  return measured
}

const perDelivered = ({ load, used }: Measured): number => (used.cpuMs * 1_000) / load.delivered
const round = (value: number): number => Number(value.toPrecision(4))

/** 200 sessions at 1 Hz, 3 screens each. */
async function stream(seconds: number): Promise<Figure[]> {
  const ours = await runOurs(
    { sessions: 200, screens: 3, devicesPerToken: 1, commitHoldMs: 0, inline: false },
    seconds,
  )
  const bare = await runRelay('bare', 200, 3, seconds)
  const naive = await runRelay('naive', 200, 3, seconds)
  const row = (figure: string, unit: string, of: (measured: Measured) => number, aim: number): Figure => ({
    bench: 'stream',
    figure,
    unit,
    ours: round(of(ours)),
    limit: round(of(bare)),
    naive: round(of(naive)),
    aim,
  })
  return [
    row('report sent to record on a screen, p50', 'ms', ({ load }) => load.p50Ms, 100),
    row('report sent to record on a screen, p99', 'ms', ({ load }) => load.p99Ms, 100),
    row('hub CPU per delivered record', 'µs', perDelivered, round(2 * perDelivered(bare))),
    {
      bench: 'stream',
      figure: 'hub CPU per delivered record over a bare relay',
      unit: '×',
      ours: round(perDelivered(ours) / perDelivered(bare)),
      limit: 1,
      naive: round(perDelivered(naive) / perDelivered(bare)),
      aim: 2,
    },
    row('resident memory', 'MB', ({ used }) => used.rssBytes / 1e6, 300),
  ]
}

/** 5,000 sessions at 1 Hz, one screen each; 50 devices a connection, as a central station's gateway would. */
async function scale(seconds: number): Promise<Figure[]> {
  const ours = await runOurs(
    { sessions: 5_000, screens: 1, devicesPerToken: 50, commitHoldMs: 0, inline: false },
    seconds,
  )
  const { used, load } = ours
  const row = (figure: string, unit: string, value: number, aim: number): Figure => ({
    bench: 'scale',
    figure,
    unit,
    ours: round(value),
    aim,
  })
  return [
    row('main-thread share of a core', '', used.mainThreadMs / 1000 / used.seconds, 0.7),
    row('whole process, cores', '', used.cpuMs / 1000 / used.seconds, 1.2),
    row('report sent to record on a screen, p99', 'ms', load.p99Ms, 250),
    row('written to disk', 'MB/s', used.writtenBytes / 1e6 / used.seconds, 10),
    row('kept per session-hour', 'kB', (used.keptPerRecordBytes * 3_600) / 1e3, 120),
    row('resident memory', 'MB', used.rssBytes / 1e6, 2_000),
    row('reports not delivered in the run', '%', 100 * Math.max(0, 1 - load.delivered / load.reports), 1),
  ]
}

/** 50 sessions at 1 Hz, each commit held 20 ms: in the log's own thread, and (naive) on the main thread. */
async function disk(seconds: number): Promise<Figure[]> {
  const settings = { sessions: 50, screens: 1, devicesPerToken: 1, commitHoldMs: 20 }
  const ours = await runOurs({ ...settings, inline: false }, seconds)
  const free = await runOurs({ ...settings, commitHoldMs: 0, inline: false }, seconds)
  const naive = await runOurs({ ...settings, inline: true }, seconds)
  const row = (figure: string, of: (measured: Measured) => number, aim: number): Figure => ({
    bench: 'disk',
    figure,
    unit: 'ms',
    ours: round(of(ours)),
    limit: round(of(free)),
    naive: round(of(naive)),
    aim,
  })
  return [
    row('event-loop delay, p99', ({ used }) => used.loopDelayP99Ms, 10),
    row('event-loop delay, longest', ({ used }) => used.loopDelayMaxMs, 50),
    row('report sent to record on a screen, p99', ({ load }) => load.p99Ms, 100),
  ]
}

export const BENCHES: Readonly<Record<string, (seconds: number) => Promise<Figure[]>>> = {
  stream,
  scale,
  disk,
  chairside,
  open,
  soak,
  alarms,
}
export const SECONDS: Readonly<Record<string, number>> = {
  stream: 20,
  scale: 150,
  disk: 20,
  chairside: 60,
  open: 20,
  soak: 60,
  alarms: 60,
}
