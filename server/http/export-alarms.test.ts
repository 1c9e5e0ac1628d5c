// Proves the alarm log as a file: every fact about an alarm once, with due, decided, signalled and by whom; nothing that a
// spreadsheet would take for a formula.
import { closed, cuff, every1s, opened, vitals } from '@chairside/shared/testing/given.ts'
import { describe, expect, test } from 'vitest'
import { ALARM_COLUMNS } from './export-alarms.ts'
import { kept, sessionOf } from './session-fixture.ts'

/** SpO₂ 83 for 30 s, then well again; a cuff at 205. */
const NIGHT = sessionOf(
  [
    opened(0),
    ...every1s(1, 60, { heartRate: 72, spo2: 97 }),
    ...every1s(61, 90, { heartRate: 72, spo2: 83 }),
    ...every1s(91, 140, { heartRate: 72, spo2: 97 }),
    cuff(141, 205, 99, 130),
    vitals(142, { heartRate: 72, spo2: 97 }),
    closed(200),
  ],
  200,
)
const alarms = NIGHT.filter((record) => record.kind === 'alarm')

async function files() {
  const it = await kept(NIGHT)
  const say = (file: string) =>
    it.fixture.say(`/api/sessions/${it.row.sessionId}/${file}`, { cookie: it.cookie })
  return { ...it, say, [Symbol.asyncDispose]: it.fixture[Symbol.asyncDispose] }
}

describe('the alarm log as a file', () => {
  test('[PR30] NDJSON: what it is, then one line for every transition, as it was recorded', async () => {
    await using it = await files()
    const said = await it.say('alarms.ndjson')
    expect(said.status, said.text.slice(0, 200)).toBe(200)
    expect(said.headers['content-type']).toBe('application/x-ndjson; charset=utf-8')
    expect(said.headers['content-disposition']).toMatch(/chairside-[A-Z0-9-]+-\d{8}-\d{4}-alarms\.ndjson"$/)
    const [head, ...rows] = said.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(head).toMatchObject({
      chairside: 'alarms',
      v: 1,
      sessionId: 's-1',
      profile: { name: 'adult ketamine infusion' },
      rows: rows.length,
    })
    const transitions = rows.filter(({ event }) => ['raised', 'rose', 'fell', 'ended'].includes(event))
    expect(transitions).toMatchObject(
      alarms.map(({ seq, hubAtMs, dueAtMs, transition, condition, level }) => ({
        seq,
        event: transition,
        condition,
        level,
        dueAtMs,
        decidedAtMs: hubAtMs,
      })),
    )
    expect(transitions.length).toBeGreaterThan(3)
  })

  test('[PR31] CSV: a head that explains it, the columns that are documented, a row for each line', async () => {
    await using it = await files()
    const said = await it.say('alarms.csv')
    expect(said.status, said.text.slice(0, 200)).toBe(200)
    expect(said.headers['content-disposition']).toMatch(/-alarms\.csv"$/)
    const lines = said.text.trimEnd().split('\n')
    const head = lines.filter((line) => line.startsWith('#'))
    expect(head[0]).toBe('# Chairside alarm log as CSV version 1, UTF-8')
    expect(head.join('\n')).toContain('not a medical device')
    expect(head.join('\n')).toContain('Alarm profile: adult ketamine infusion')
    const [columns, ...rows] = lines.slice(head.length)
    expect(columns).toBe(ALARM_COLUMNS.map(([name]) => name).join(','))
    const raised = rows.find((row) => row.includes(',raised,') && row.includes('bpHigh')) ?? ''
    expect(raised).toContain(',raised,bpHigh@')
    expect(raised).toContain('"SBP >= 200"')
    expect(raised).toMatch(/,141\.000,/)
    const ndjson = (await it.say('alarms.ndjson')).text.trimEnd().split('\n')
    expect(rows).toHaveLength(ndjson.length - 1)
    for (const row of rows) expect(row.replace(/"[^"]*"/g, '').split(',')).toHaveLength(ALARM_COLUMNS.length)
  })

  test('[PR31] a cell that came from a person is text, whatever it begins with', async () => {
    const by = { personId: 'person-1', name: '=HYPERLINK("x")', role: 'nurse' } as const
    const alarm = alarms[0]
    const before = NIGHT.filter(({ seq }) => seq <= (alarm?.seq ?? 0))
    const acknowledged = {
      v: 1,
      seq: before.length + 1,
      hubAtMs: before.at(-1)?.hubAtMs,
      kind: 'acknowledgement',
      alarmId: alarm?.alarmId,
      level: alarm?.level,
      by,
      commandId: '0'.repeat(32),
    }
    const end = { ...NIGHT.find(({ kind }) => kind === 'session.closed'), seq: before.length + 2 }
    const it = await kept([...before, acknowledged, end] as never)
    await using _ = it.fixture
    const said = await it.fixture.say('/api/sessions/s-1/alarms.csv', { cookie: it.cookie })
    expect(said.text).toContain(`"'=HYPERLINK(""x"")"`)
    expect(said.text).not.toMatch(/[,"]=HYPER/)
  })
})
