// Owns the values of a summary worked out another way: straight from the lines of an exported file, second by second, with none of
// the product's folds. For the test that compares the two. Never used by the hub.

/** Anything of a line: the test knows what it looks for. */
type Loose = { readonly [key: string]: unknown } & {
  readonly kind: string
  readonly seq: number
  readonly hubAtMs: number
}

const MIN = 60_000
const num = (one: unknown): number => one as number
const obj = (one: unknown): Readonly<Record<string, unknown>> =>
  (one ?? {}) as Readonly<Record<string, unknown>>

export function readLines(ndjson: string): readonly Loose[] {
  const [, ...lines] = ndjson.trimEnd().split('\n')
  return lines.map((line) => JSON.parse(line) as Loose)
}

/** Everything the test compares, from the lines alone. */
export function byHand(lines: readonly Loose[]) {
  const of = (kind: string): readonly Loose[] => lines.filter((line) => line.kind === kind)
  const opened = of('session.opened')[0] as Loose
  const closed = of('session.closed')[0] as Loose
  const end = closed.hubAtMs
  const undone = new Set(of('undone').map((line) => line['ofSeq']))
  const amended = new Map(of('amended').map((line) => [line['ofSeq'], obj(line['change'])]))
  const alive = (line: Loose): boolean => !undone.has(line.seq)
  const when = (line: Loose): number => num(amended.get(line.seq)?.['atMs'] ?? line['atMs'])

  // ── the pump ──
  const pump = of('infusion')
    .filter(alive)
    .map((line) => ({ act: line['act'] as string, atMs: when(line), rate: num(line['rateMlPerHr']) }))
    .sort((a, b) => a.atMs - b.atMs)
  const start = (pump[0] as { atMs: number }).atMs
  const stop = (pump.at(-1) as { atMs: number }).atMs
  const rateAt = (ms: number): number => pump.findLast((one) => one.atMs <= ms)?.rate ?? 0
  let ml = 0
  // Acts of the seeded visit are at whole seconds.
  for (let ms = start; ms < end; ms += 1_000) ml += rateAt(ms) / 3_600
  const plan = obj(of('infusion')[0]?.['plan'])
  const mg = ml * (num(plan['doseMg']) / num(plan['volumeMl']))

  // ── what was measured, since the start ──
  type Point = { ms: number; value: number }
  const words = (signal: string): { ms: number; value?: number }[] =>
    of('vitals').flatMap((line) => {
      const reading = obj(obj(line['readings'])[signal])
      if (reading['status'] === undefined) return []
      const ms = num(line['measuredAtMs'])
      return [reading['status'] === 'measured' ? { ms, value: num(reading['value']) } : { ms }]
    })
  // A sensor that was off is not believed for 10 s after it is back.
  const settled = (signal: string): { ms: number; value?: number }[] => {
    let backAt = Number.NEGATIVE_INFINITY
    let isOff = false
    return words(signal).map(({ ms, value }) => {
      if (value === undefined) {
        isOff = true
        return { ms }
      }
      if (isOff) backAt = ms
      isOff = false
      return ms - backAt < 10_000 ? { ms } : { ms, value }
    })
  }
  const since = (all: { ms: number; value?: number }[]): Point[] =>
    all.flatMap(({ ms, value }) => (value === undefined || ms < start || ms > end ? [] : [{ ms, value }]))
  const extreme = (all: Point[], isBetter: (a: number, b: number) => boolean): Point =>
    all.reduce((best, one) => (isBetter(one.value, best.value) ? one : best))
  const high = (all: Point[]): Point => extreme(all, (a, b) => a > b)
  const low = (all: Point[]): Point => extreme(all, (a, b) => a < b)

  const manual = of('manual').filter(alive)
  const pressures = [
    ...of('bloodPressure').flatMap((line) => {
      const result = obj(line['result'])
      return result['status'] === 'measured'
        ? [
            {
              ms: num(line['measuredAtMs']),
              systolic: num(result['systolic']),
              diastolic: num(result['diastolic']),
            },
          ]
        : []
    }),
    ...manual.map((line) => ({
      ms: num(line['measuredAtMs']),
      systolic: num(obj(line['values'])['systolic']),
      diastolic: num(obj(line['values'])['diastolic']),
    })),
  ].sort((a, b) => a.ms - b.ms)
  const part = (which: 'systolic' | 'diastolic'): Point[] =>
    pressures.filter(({ ms }) => ms >= start).map((one) => ({ ms: one.ms, value: one[which] }))

  // ── time beyond limits, second by second ──
  const baseline = of('baseline')[0] as Loose
  const atRest = (key: string): number => num(baseline[key])
  const r = Math.max(150, Math.ceil(1.3 * atRest('systolic')))
  const spo2Limit = Math.max(90, Math.min(92, atRest('spo2') - 3))
  const seconds = (isSo: (ms: number) => boolean): number => {
    let count = 0
    for (let ms = start; ms < end; ms += 1_000) if (isSo(ms)) count += 1
    return count * 1_000
  }
  const pressureAt = (ms: number) => {
    const one = pressures.findLast((each) => each.ms <= ms)
    return one === undefined || ms - one.ms >= 7.5 * MIN ? undefined : one
  }
  const spo2Words = new Map(settled('spo2').map(({ ms, value }) => [ms, value]))
  const lastWords = settled('spo2').map(({ ms }) => ms)
  const spo2At = (ms: number): number | undefined => {
    // A word a second while the monitor sends; after its last one a value is believed for 10 s.
    const newest = spo2Words.has(ms) ? ms : lastWords.findLast((one) => one <= ms)
    return newest === undefined || ms - newest >= 10_000 ? undefined : spo2Words.get(newest)
  }
  const isHigh = (systolic: number, diastolic: number) => (ms: number) => {
    const one = pressureAt(ms)
    return one !== undefined && (one.systolic >= systolic || one.diastolic >= diastolic)
  }

  // ── alarms: each level with its value, its length, and what was said and called before somebody was asked anew ──
  const RANK: Readonly<Record<string, number>> = { low: 0, medium: 1, high: 2 }
  const ids = [...new Set(of('alarm').map((line) => line['alarmId'] as string))]
  const alarms = ids.map((id) => {
    const own = of('alarm').filter((line) => line['alarmId'] === id)
    const raised = own.find((line) => line['transition'] === 'raised') as Loose
    const ended = own.find((line) => line['transition'] === 'ended')
    const live = own.filter((line) => line['transition'] !== 'ended')
    const highest = live
      .map((line) => line['priority'] as string)
      .reduce((a, b) => ((RANK[b] ?? 0) > (RANK[a] ?? 0) ? b : a))
    const calls = live.filter((line) => line['transition'] !== 'fell' && line['silent'] !== true)
    const steps = live.map((line) => {
      const next = own.find((one) => one.seq > line.seq)
      const asked = calls.includes(line)
      const anew = calls.find((one) => one.seq > line.seq)?.seq ?? Number.POSITIVE_INFINITY
      // Said when it was over, it is an answer all the same.
      const within = (one: Loose): boolean =>
        asked && one['alarmId'] === id && one.seq > line.seq && one.seq < anew
      const answers = of('acknowledgement')
        .filter((one) => within(one) && alive(one))
        .map((one) => {
          const silence = of('silenceEnded').find(
            (each) => each['what'] === 'acknowledgement' && each['ofSeq'] === one.seq,
          )
          const isLapse =
            silence !== undefined &&
            !['rose', 'alarmEnded', 'sessionClosed', 'undone'].includes(silence['cause'] as string)
          return {
            by: obj(one['by'])['name'] as string,
            afterMs: one.hubAtMs - line.hubAtMs,
            lapsedMs: isLapse ? num(silence['dueAtMs']) : undefined,
          }
        })
      const called = of('escalation')
        .filter(
          (one) =>
            within(one) && ['physician', 'backup', 'allStaff', 'allStations'].includes(one['step'] as string),
        )
        .map((one) => ({ step: one['step'] as string, atMs: num(one['dueAtMs']) }))
      const limit = obj(line['limit'])
      return {
        how: line['transition'] as string,
        level: line['level'] as string,
        priority: line['priority'] as string,
        fromMs: num(line['dueAtMs']),
        toMs: next === undefined ? undefined : Math.max(num(line['dueAtMs']), num(next['dueAtMs'])),
        value: obj(line['values'])[limit['quantity'] as string] as number | undefined,
        limit: line['transition'] === 'fell' ? undefined : (limit['value'] as number | undefined),
        answers: asked ? answers : undefined,
        called: asked ? called : undefined,
      }
    })
    return {
      id,
      highest,
      raisedAtMs: num(raised['dueAtMs']),
      endedAtMs: ended === undefined ? undefined : num(ended['dueAtMs']),
      steps,
    }
  })

  // ── what was due by the schedule and never seen ──
  const looks = of('assessment')
    .filter((line) => alive(line) && line['scale'] === 'moaas')
    .map((line) => ({ ms: when(line), value: line['value'] as number | undefined }))
    .sort((a, b) => a.ms - b.ms)
  const isLooked = (fromMs: number, beforeMs: number): boolean =>
    looks.some(({ ms }) => ms >= fromMs && ms < beforeMs)
  const missed: string[] = []
  if (of('phase').some((line) => line['phase'] === 'baseline') && !isLooked(0, start)) missed.push('baseline')
  for (let ms = start + 10 * MIN; ms + 5 * MIN <= stop; ms += 10 * MIN)
    if (!isLooked(ms - 5 * MIN, Math.min(ms + 10 * MIN, stop))) missed.push(`T+${(ms - start) / MIN}`)
  for (let ms = stop; ms + 5 * MIN <= end; ms += 15 * MIN) {
    const awake =
      looks.findLast((one) => one.value !== undefined && one.ms >= stop && one.ms <= ms)?.value === 5
    if (awake && ms > stop) break
    if (!isLooked(ms - 5 * MIN, Math.min(ms + 15 * MIN, end)))
      missed.push(ms === stop ? 'end' : `${(ms - stop) / MIN} min after the end`)
  }

  const effects = of('sideEffect')
    .filter((line) => line['event'] === 'began' && alive(line))
    .map((line) => {
      const own = of('sideEffect').filter((one) => one['ofSeq'] === line.seq && alive(one))
      const worst = [line, ...own]
        .flatMap((one) => (one['severity'] === undefined ? [] : [one['severity'] as string]))
        .sort(
          (a, b) => ['mild', 'moderate', 'severe'].indexOf(b) - ['mild', 'moderate', 'severe'].indexOf(a),
        )[0]
      const ended = own.find((one) => one['event'] === 'ended')
      return {
        effect: line['effect'] as string,
        atMs: when(line),
        worst,
        endedAtMs: ended === undefined ? undefined : when(ended),
      }
    })

  // ── what was planned, checked and signed: the lines' own words ──
  const only = (line: Loose | undefined, keys: readonly string[]) =>
    Object.fromEntries(keys.flatMap((key) => (line?.[key] === undefined ? [] : [[key, line[key]]])))
  const by = (line: Loose | undefined): string => obj(line?.['by'])['name'] as string
  const weighed = of('checkIn').findLast((line) => line['item'] === 'weight')
  const gate = of('gate').at(-1)
  const account = of('drugAccount').at(-1)
  // Second by second: whether there was a value that could be believed.
  const ready = of('phase').find((line) => line['phase'] === 'ready')?.hubAtMs ?? end
  const off = of('monitorOff').find((line) => line['on'] === true)?.hubAtMs ?? end
  const until = Math.min(end, ready, off)
  const knownMs = (signal: string): number => {
    const all = settled(signal)
    const values = new Map(all.map(({ ms, value }) => [ms, value]))
    const times = all.map(({ ms }) => ms)
    let [count, next] = [0, 0]
    for (let ms = start; ms < until; ms += 1_000) {
      while (next < times.length && (times[next] as number) <= ms) next += 1
      const newest = times[next - 1]
      if (newest !== undefined && ms - newest < 10_000 && values.get(newest) !== undefined) count += 1
    }
    return count * 1_000
  }
  const called = (id: string) => of('alarm').filter((line) => line['alarmId'] === id)
  const isTechnical = (id: string): boolean => called(id).every((line) => line['limit'] === undefined)
  // Each time something was raised or rose counts at the priority that it had then.
  const counts = (technical: boolean) => {
    const begun = ids
      .filter((id) => isTechnical(id) === technical)
      .flatMap(called)
      .filter((line) => line['transition'] === 'raised' || line['transition'] === 'rose')
      .filter((line) => !technical || line['silent'] !== true)
    const count = (priority: string): number => begun.filter((line) => line['priority'] === priority).length
    return { low: count('low'), medium: count('medium'), high: count('high') }
  }

  return {
    plan: only(of('plan').at(-1), ['courseId', 'indication', 'number', 'of', 'order']),
    dose: {
      ...only(of('dose').at(-1), [
        ...['drug', 'weightKg', 'mgPerKg', 'doseMg', 'volumeMl', 'minutes', 'rateMlPerHr'],
        ...['pumpRateMlPerHr', 'lot'],
      ]),
      by: by(of('dose').at(-1)),
      checkedBy: obj(of('dose').at(-1)?.['checkedBy'])['name'],
    },
    weightKg: num(obj(weighed?.['detail'])['weightKg']),
    atRest,
    baseline: {
      ...only(of('baseline').at(-1), ['systolic', 'diastolic', 'mean', 'heartRate', 'spo2']),
      atMs: of('baseline').at(-1)?.hubAtMs,
      by: by(of('baseline').at(-1)),
    },
    gate: {
      ...only(gate, ['outcome', 'findings', 'reason']),
      atMs: gate?.hubAtMs,
      by: by(gate),
      role: obj(gate?.['by'])['role'],
    },
    account: {
      ...only(account, ['lot', 'drawnMg', 'givenMg', 'wastedMg']),
      witness: obj(account?.['witness'])['name'],
      by: by(account),
    },
    known: { heartRate: knownMs('heartRate'), spo2: knownMs('spo2'), ofMs: until - start },
    counts: { patient: counts(false), technical: counts(true) },
    failedCuffs: of('bloodPressure').filter((line) => obj(line['result'])['status'] === 'unavailable').length,
    readings: pressures.filter(({ ms }) => ms >= start).length,
    closedBy: by(closed),
    manual: manual.map((line) => ({ atMs: num(line['measuredAtMs']), ...obj(line['values']) })),
    patientCode: opened['patientCode'] as string,
    start,
    stop,
    end,
    pump,
    ml,
    mg,
    systolic: { high: high(part('systolic')), low: low(part('systolic')) },
    diastolic: { high: high(part('diastolic')), low: low(part('diastolic')) },
    heartRate: { high: high(since(settled('heartRate'))), low: low(since(settled('heartRate'))) },
    spo2: { high: high(since(settled('spo2'))), low: low(since(settled('spo2'))) },
    beyond: {
      'bpHigh high': seconds(isHigh(Math.min(160, r), 105)),
      'bpHigh veryHighDiastolic': seconds((ms) => (pressureAt(ms)?.diastolic ?? 0) >= 110),
      'bpHigh veryHigh': seconds(isHigh(180, 115)),
      'bpHigh extreme': seconds(isHigh(200, 120)),
      'spo2Low slightlyLow': seconds((ms) => (spo2At(ms) ?? 100) < spo2Limit),
      'spo2Low low': seconds((ms) => (spo2At(ms) ?? 100) < 90),
      'spo2Low veryLow': seconds((ms) => (spo2At(ms) ?? 100) < 85),
    },
    alarms,
    missed,
    effects,
    drugs: of('medication')
      .filter(alive)
      .map((line) => ({
        drug: line['drug'],
        dose: line['dose'],
        atMs: when(line),
        by: obj(line['by'])['name'],
      })),
    oxygen: of('oxygen')
      .filter(alive)
      .map((line) => ({ device: line['device'], litresPerMin: line['litresPerMin'], atMs: when(line) })),
    oxygenStamps: of('helpStamp')
      .filter((line) => line['stamp'] === 'oxygen')
      .map((line) => ({ atMs: line.hubAtMs, by: obj(line['by'])['name'] })),
    scales: of('assessment')
      .filter(alive)
      .map((line) => ({ scale: line['scale'], value: line['value'], atMs: when(line) })),
    notes: of('note')
      .filter(alive)
      .map((line) => line['text'] as string),
    handovers: of('handover').map(
      (line) => `Handed over: ${obj(line['from'])['name']} → ${obj(line['to'])['name']}`,
    ),
    outcome: closed['outcome'] as string,
    openAlarms: closed['openAlarms'] as unknown as string[],
    signOffs: of('signOff').map((line) => line['item'] as string),
  }
}
