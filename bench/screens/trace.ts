// Owns reading a Chromium trace: how long the page's main thread was held by each of its tasks, and by what.
// Pure. A trace without the page's main thread is an error: no tasks must not read as "no long tasks".

/** The part of a trace event that is read here. Times in microseconds. */
export type TraceEvent = {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  readonly ts: number
  readonly dur?: number
  /** Of `dur`, time the thread was running: what else the machine does is not in it. */
  readonly tdur?: number
  readonly args?: Readonly<Record<string, unknown>>
}
/** A piece of work inside a task, with the time that is its own and nobody's inside it. */
export type Share = { readonly name: string; readonly selfMs: number }
export type Task = {
  readonly atMs: number
  readonly ms: number
  /** Of `ms`, time the thread was running; the same on a machine that does nothing else. */
  readonly cpuMs: number
  readonly of: readonly Share[]
}

export const TRACE_CATEGORIES = [
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'toplevel',
  '__metadata',
]
const TASK_NAMES = new Set(['RunTask', 'ThreadControllerImpl::RunTask'])

type Thread = { readonly pid: number; readonly tid: number }

/** The main thread of the process in which `TracingStartedInBrowser`'s page, or else the busiest renderer, lives. */
function mainThread(events: readonly TraceEvent[]): Thread {
  const mains = events.filter(
    ({ name, ph, args }) => ph === 'M' && name === 'thread_name' && args?.['name'] === 'CrRendererMain',
  )
  const busy = ({ pid, tid }: Thread): number =>
    events.reduce(
      (sum, each) => (each.pid === pid && each.tid === tid && each.ph === 'X' ? sum + (each.dur ?? 0) : sum),
      0,
    )
  const [busiest] = mains.map((each) => ({ each, us: busy(each) })).sort((a, b) => b.us - a.us)
  if (busiest === undefined || busiest.us === 0) throw new Error('The trace holds no main thread of a page.')
  return { pid: busiest.each.pid, tid: busiest.each.tid }
}

/**
 * Every task of the page's main thread, in order.
 * @param events   complete events of one trace
 * @param tracedMs how long it was traced: where no task both began and ended, one held the thread throughout
 */
export function mainThreadTasks(events: readonly TraceEvent[], tracedMs: number): Task[] {
  const { pid, tid } = mainThread(events)
  const own = events
    .filter((each) => each.pid === pid && each.tid === tid && each.ph === 'X' && each.dur !== undefined)
    .sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0))
  const first = own[0]?.ts ?? 0
  const tasks: { atMs: number; us: number; cpuUs: number; self: Map<string, number> }[] = []
  const stack: { name: string; endUs: number }[] = []
  const add = (name: string, us: number): void => {
    const self = tasks.at(-1)?.self
    self?.set(name, (self.get(name) ?? 0) + us)
  }
  for (const { name, ts, dur = 0, tdur, args } of own) {
    const isTask = TASK_NAMES.has(name)
    while (stack.length > 0 && (stack.at(-1)?.endUs ?? 0) <= ts) stack.pop()
    if (isTask && stack.length > 0) continue
    if (isTask) tasks.push({ atMs: (ts - first) / 1_000, us: dur, cpuUs: tdur ?? dur, self: new Map() })
    else if (stack.length === 0) continue
    const parent = stack.at(-1)
    if (parent !== undefined) add(parent.name, -dur)
    const label = labelOf(name, args)
    add(label, dur)
    stack.push({ name: label, endUs: ts + dur })
  }
  if (tasks.length === 0) return [{ atMs: 0, ms: tracedMs, cpuMs: tracedMs, of: [] }]
  return tasks.map(({ atMs, us, cpuUs, self }) => ({
    atMs,
    ms: us / 1_000,
    cpuMs: cpuUs / 1_000,
    of: [...self]
      .map(([name, selfUs]) => ({ name, selfMs: selfUs / 1_000 }))
      .filter(({ selfMs }) => selfMs >= 0.05)
      .sort((a, b) => b.selfMs - a.selfMs),
  }))
}

function labelOf(name: string, args: TraceEvent['args']): string {
  const data = args?.['data'] as { readonly type?: string; readonly functionName?: string } | undefined
  if (name === 'EventDispatch') return `event ${data?.type ?? ''}`
  if (name === 'FunctionCall' && data?.functionName) return `function ${data.functionName}`
  return name
}

/** @param by what counts as long; absent: how long it held the thread */
export const longest = (tasks: readonly Task[], by: (task: Task) => number = ({ ms }) => ms): Task =>
  tasks.reduce((worst, task) => (by(task) > by(worst) ? task : worst))

/** @param share 0.5 for the median @returns the smallest value that this share of them do not exceed */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}
