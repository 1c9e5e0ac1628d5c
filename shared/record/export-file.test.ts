// Proves what a reader of exported files shows, and that nothing that was changed is ever shown as recorded.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exported, exportedLines, testSha } from '../testing/exports.ts'
import {
  at,
  attached,
  closed,
  cuff,
  every1s,
  infusion,
  live,
  NURSE,
  opened,
  records,
  spo2,
  vitals,
} from '../testing/given.ts'
import { history } from '../testing/histories.ts'
import { holds, LONG, PROPERTY_TIMEOUT_MS as timeout } from '../testing/runs.ts'
import {
  createExportFeed,
  createExportReader,
  encodeHeader,
  fileFormatOf,
  type ReadExport,
  readExport,
} from './export-file.ts'
import { encodeLine } from './line.ts'
import { stamp } from './record.ts'

const read = (text: string): ReadExport => {
  const result = readExport(text, testSha)
  if (!result.ok) throw new Error(result.error.message)
  return result.value
}
const refused = (text: string) => {
  const result = readExport(text, testSha)
  if (result.ok) throw new Error('was read')
  return result.error
}
/** Read in pieces, cut at these places. */
const inPieces = (text: string, cuts: readonly number[]) => {
  const feed = createExportFeed(testSha)
  let from = 0
  for (const cut of [...cuts, text.length]) {
    const pushed = feed.push(text.slice(from, cut))
    if (!pushed.ok || !pushed.value) break
    from = cut
  }
  return feed.end()
}

/** 12 records: small enough to try every byte, with words that are not ASCII. */
const small = exported(
  live(
    [
      opened(0),
      attached(0),
      infusion(1, 'start', 52.5),
      ...every1s(2, 5, spo2(97)),
      cuff(6, 182, 121, 140),
      vitals(7, spo2('sensorOff')),
      closed(8),
    ],
    9,
  ).log,
  5,
)
const { lines } = small
const count = lines.length
const whole = read(small.text)

/** What is shown is the beginning of what was exported, to the byte; and either all of it, or it says what is wrong. */
function isHonest(text: string, mayBeWhole = false): void {
  const result = readExport(text, testSha)
  if (!result.ok) {
    expect(result.error.message.length).toBeGreaterThan(20)
    return
  }
  const { lines: shown, records, problem, verifiedThrough, header } = result.value
  expect(shown).toEqual(lines.slice(0, shown.length))
  expect(records).toEqual(whole.records.slice(0, shown.length))
  expect(verifiedThrough).toBeLessThanOrEqual(shown.length)
  if (mayBeWhole && problem === undefined) {
    expect(shown.length).toBe(count)
    expect(verifiedThrough).toBe(count)
    expect(header).toEqual(whole.header)
    return
  }
  expect(problem).toBeDefined()
  expect(problem?.fromSeq).toBe(shown.length + 1)
}

describe('whole files', { timeout }, () => {
  test('[EX1] any history comes back line by line, with all its hashes', () => {
    holds(
      fc.property(history, fc.constantFrom(1, 7, 60, 240), ({ facts, endS }, size) => {
        const { log } = live(facts, endS)
        const file = exported(log, size)
        const back = read(file.text)
        expect(back.problem).toBeUndefined()
        expect(back.lines).toEqual(log.map(encodeLine))
        // Each record is what its line says (RE1); here, that each stands in its place.
        expect(back.records.map(({ seq }) => seq)).toEqual(log.map(({ seq }) => seq))
        expect(back.records.at(-1)).toEqual(JSON.parse(JSON.stringify(log.at(-1))))
        expect(back.verifiedThrough).toBe(log.length)
        expect(back.header).toMatchObject({
          stream: 'session:s-1',
          records: log.length,
          exportedAtMs: at(100_000),
        })
      }),
      20,
    )
  })
  test('[EX2] read in pieces, cut anywhere, it is the same', () => {
    const edited = small.text.replace('"systolic":182', '"systolic":128')
    holds(
      fc.property(
        fc.constantFrom(small.text, edited, small.text.slice(0, -200), ''),
        fc.array(fc.nat(small.text.length), { maxLength: 12 }),
        (text, cuts) => {
          const sorted = [...cuts].filter((cut) => cut <= text.length).sort((a, b) => a - b)
          expect(inPieces(text, sorted)).toEqual(readExport(text, testSha))
        },
      ),
    )
    expect(
      inPieces(
        small.text,
        Array.from({ length: small.text.length }, (_, index) => index),
      ),
    ).toEqual(readExport(small.text, testSha))
  })
  test('[EX3] line ends are not the recording: CRLF, a missing last one, blank lines, a byte-order mark', () => {
    const { text } = small
    for (const same of [
      text.replaceAll('\n', '\r\n'),
      text.slice(0, -1),
      `${text}\n\n`,
      `\uFEFF${text}`,
      `\uFEFF\r\n${text.replaceAll('\n', '\r\n\r\n')}`,
    ])
      expect(read(same)).toEqual(whole)
  })
  test('[EX4] a kind of a newer version is kept as an unknown entry, in its place', () => {
    const newer = JSON.stringify({
      v: 1,
      seq: 3,
      hubAtMs: at(1),
      kind: 'telepathy',
      value: { any: ['thing'] },
    })
    const file = exportedLines([lines[0] as string, lines[1] as string, newer, ...lines.slice(3)])
    const back = read(file.text)
    expect(back.problem).toBeUndefined()
    expect(back.records[2]).toEqual({
      v: 1,
      seq: 3,
      hubAtMs: at(1),
      kind: 'unknown',
      originalKind: 'telepathy',
    })
    expect(back.lines[2]).toBe(newer)
  })
  test('[EX5] what the log holds after the closing is read: alarms that ended with it, and the file it was', () => {
    const { log } = live([opened(0), attached(0), ...every1s(1, 30, { heartRate: 140 }), closed(31)], 60)
    const file = { name: 'a.ndjson', bytes: 5, sha256: 'a'.repeat(64), format: 'ndjson' as const }
    const body = { kind: 'session.imported' as const, by: NURSE, file, dated: true }
    const all = [...log, stamp(body, (log.length + 1) as never, at(9_000))]
    expect(log.at(-1)).toMatchObject({ kind: 'alarm', transition: 'ended', endedBy: 'sessionClosed' })
    const back = read(exported(all).text)
    expect(back.problem).toBeUndefined()
    expect(back.records.at(-1)).toMatchObject({ kind: 'session.imported', dated: true })
  })
  test('[EX6] 100,000 records are read in a few seconds, and each is hashed once', () => {
    const count = LONG ? 100_000 : 10_000
    const facts = [opened(0), ...every1s(1, count - 1, { spo2: 97, pulseRate: 72 })]
    const { text, segments } = exported(records(facts))
    let hashed = 0
    const result = readExport(text, (part) => {
      hashed += part.length
      return testSha(part)
    })
    expect(result).toMatchObject({ ok: true, value: { verifiedThrough: count } })
    expect(hashed).toBeLessThan(text.length + 100 * segments.length)
  })
})

describe('files that were changed', { timeout }, () => {
  const bytes = (): Iterable<number> =>
    Array.from({ length: small.text.length }, (_, index) => index).values()

  test('[EX7] a file cut at any byte shows whole records only, and says that the rest is missing', () => {
    for (const at of bytes()) {
      const text = small.text.slice(0, at)
      isHonest(text, at === small.text.length - 1)
      if (at < small.header.length) expect(refused(text).code).toBe('not-a-recording')
    }
    const inside = read(small.text.slice(0, -20))
    expect(inside.problem?.message).toBe(
      `The file ends after record ${count - 1} of ${count}, in the middle of a line: the rest is missing. ` +
        `Shown are records 1 to ${count - 1}. Of these, record ${count - 1} could not be checked against a hash.`,
    )
    const between = read(`${[small.header, ...lines.slice(0, 5)].join('\n')}\n`)
    expect(between.problem?.message).toBe(
      `The file ends after record 5 of ${count}: the rest is missing. Shown are records 1 to 5.`,
    )
    expect(between.verifiedThrough).toBe(5)
  })
  test('[EX8] every single changed, added or missing character is found, and nothing after it is shown', () => {
    const { text } = small
    for (const at of bytes()) {
      const was = text[at] as string
      const next = String.fromCharCode(was.charCodeAt(0) ^ 1)
      const isLineEnd = was === '\n' || text[at - 1] === '\n'
      const edits: (readonly [string, boolean])[] = [
        [text.slice(0, at) + text.slice(at + 1), was === '\n'],
        [text.slice(0, at) + next + text.slice(at + 1), false],
        [`${text.slice(0, at)}7${text.slice(at)}`, false],
        [`${text.slice(0, at)}\n${text.slice(at)}`, at === 0 || isLineEnd],
        [`${text.slice(0, at)} ${text.slice(at)}`, false],
      ]
      // The full run tries all five at every place, a check one after the other.
      for (const [edited, mayBeWhole] of LONG ? edits : edits.slice(at % 5, (at % 5) + 1))
        isHonest(edited, mayBeWhole)
    }
  })
  test('[EX8] lines that are missing, doubled, swapped or from elsewhere are found', () => {
    const place = fc.nat(count - 1)
    holds(
      fc.property(place, place, fc.constantFrom('drop', 'double', 'swap', 'move'), (one, other, how) => {
        const list = [...lines]
        if (how === 'drop') list.splice(one, 1)
        if (how === 'double') list.splice(other, 0, list[one] as string)
        if (how === 'swap') [list[one], list[other]] = [list[other] as string, list[one] as string]
        if (how === 'move') list.splice(other, 0, ...list.splice(one, 1))
        isHonest(
          `${[small.header, ...list].join('\n')}\n`,
          one === other && (how === 'swap' || how === 'move'),
        )
      }),
    )
  })
  test('[EX8] an edit is found by the hash, also where the record still reads well', () => {
    const { problem, records, verifiedThrough } = read(small.text.replace('"systolic":182', '"systolic":128'))
    expect(problem).toEqual({
      code: 'recording-damaged',
      message:
        'This recording was changed after it was exported: records 6 to 10 do not match their hash. Shown are records 1 to 5.',
      fromSeq: 6,
    })
    expect(records).toHaveLength(5)
    expect(verifiedThrough).toBe(5)
  })
  test('[EX9] what comes after the last record is named and not shown; all records are', () => {
    for (const extra of [lines[0], '{"any":"thing"}', 'x', '{"half":'])
      for (const end of ['', '\n']) {
        const { problem, records } = read(`${small.text}${extra}${end}`)
        expect(records).toHaveLength(count)
        expect(problem).toMatchObject({ code: 'recording-damaged', fromSeq: count + 1 })
        expect(problem?.message).toBe(
          `There is more in the file after record ${count}, the last one. All of its records are shown.`,
        )
      }
  })
  test('[EX10] a record of a newer version ends what is shown, and says so', () => {
    const newer = (lines[3] as string).replace('"v":1', '"v":2')
    const { problem, records } = read(exportedLines([...lines.slice(0, 3), newer, ...lines.slice(4)], 3).text)
    expect(records).toHaveLength(3)
    expect(problem).toMatchObject({ code: 'protocol-version', fromSeq: 4 })
    expect(problem?.message).toContain('newer Chairside')
  })
  test.each([
    ['another session', exportedLines(lines, 5, 'session:other').text, 'another session'],
    [
      'not the opening',
      exportedLines(lines.slice(1).map((line, at) => line.replace(/"seq":\d+/, `"seq":${at + 1}`))).text,
      'does not begin with the opening',
    ],
    [
      'a first record that is none',
      exportedLines(['{"v":1,"seq":1,"hubAtMs":1e300,"kind":"x"}']).text,
      'Record 1 cannot be read',
    ],
    ['a header and nothing else', `${small.header}\n`, 'none of its records'],
    ['a header without line end', small.header, 'none of its records'],
  ])('[EX11] %s: nothing is shown', (_name, text, words) => {
    expect(refused(text).message).toContain(words)
  })
  test('[EX11] a session that opens a second time, and time that goes back, end what is shown', () => {
    const again = (lines[0] as string).replace('"seq":1,', '"seq":4,')
    const twice = read(
      exportedLines([...lines.slice(0, 3), again.replace(/"hubAtMs":\d+/, `"hubAtMs":${at(3)}`)], 3).text,
    )
    expect(twice.problem).toMatchObject({ code: 'recording-damaged', fromSeq: 4, field: 'kind' })
    const back = (lines[3] as string).replace(/"hubAtMs":\d+/, `"hubAtMs":${at(-1)}`)
    expect(read(exportedLines([...lines.slice(0, 3), back], 3).text).problem).toMatchObject({
      fromSeq: 4,
      field: 'hubAtMs',
    })
  })
})

describe('headers', () => {
  const headed = (change: (header: Record<string, unknown>) => void): string => {
    const { sha: _sha, ...header } = JSON.parse(small.header) as Record<string, unknown>
    change(header)
    const before = JSON.stringify(header).slice(0, -1)
    return `${before},"sha":"${testSha(before)}"}\n${lines.join('\n')}\n`
  }
  test('[EX12] a file of a newer Chairside is refused in words', () => {
    expect(refused(headed((header) => Object.assign(header, { v: 2, more: 1 })))).toMatchObject({
      code: 'protocol-version',
      field: 'v',
    })
  })
  test('[EX12] fields that a later build adds are kept and do not matter', () => {
    expect(read(headed((header) => Object.assign(header, { site: 'North' }))).header).toMatchObject({
      site: 'North',
    })
  })
  test.each<[string, string, string]>([
    ['empty', '', 'The file is empty'],
    ['blank lines', '\r\n \n', 'The file is empty'],
    ['a byte-order mark and nothing', '\uFEFF', 'The file is empty'],
    ['a CSV', 't_s,hr,spo2,phase\n0,90,98,x\n', 'A CSV is brought in with Import'],
    ['foreign JSON', '{"resourceType":"Bundle"}\n', 'its first line does not say so'],
    ['a list', '[{"chairside":"session"}]\n', 'its first line does not say so'],
    ['null', 'null\n', 'its first line does not say so'],
    ['JSON over many lines', '{\n  "chairside": "session"\n}\n', 'its first line is not the header'],
    ['a line without end', 'x'.repeat(16_000_001), 'its first line'],
  ])('[EX13] %s is not a recording', (_name, text, words) => {
    const error = refused(text)
    expect(error.code).toBe('not-a-recording')
    expect(error.message).toContain(words)
  })
  test('[EX14] segments that leave a record out, or name more than there are, are damage', () => {
    const segmentsOf = (header: Record<string, unknown>) =>
      header.segments as { first: number; last: number }[]
    for (const change of [
      (header: Record<string, unknown>) => segmentsOf(header).splice(1, 1),
      (header: Record<string, unknown>) => segmentsOf(header).reverse(),
      (header: Record<string, unknown>) => Object.assign(segmentsOf(header)[0] as object, { first: 2 }),
      (header: Record<string, unknown>) => Object.assign(segmentsOf(header)[0] as object, { last: 0 }),
      (header: Record<string, unknown>) => Object.assign(header, { records: 3 }),
      (header: Record<string, unknown>) => Object.assign(header, { segments: [] }),
      (header: Record<string, unknown>) => Object.assign(header, { stream: 'hub' }),
      (header: Record<string, unknown>) => Object.assign(header, { stream: 'session:.' }),
      (header: Record<string, unknown>) => Object.assign(header, { stream: 'session:..' }),
    ])
      expect(refused(headed((header) => void change(header)))).toMatchObject({ code: 'recording-damaged' })
  })
  test('[EX14] a header that promises a thousand million records costs nothing and is found out', () => {
    const promised = headed((header) => {
      header.records = 1e9
      header.segments = [{ first: 1, last: 1e9, sha: 'a'.repeat(64) }]
    })
    const { problem, records, verifiedThrough } = read(promised)
    expect(records).toHaveLength(count)
    expect(verifiedThrough).toBe(0)
    expect(problem?.message).toContain(`after record ${count} of 1000000000`)
    expect(problem?.message).toContain(`records 1 to ${count} could not be checked`)
  })
  test('[EX15] a line longer than any record is not one', () => {
    const long = `{"v":1,"seq":3,"hubAtMs":${at(1)},"kind":"x","y":"${'z'.repeat(1_000_000)}"}`
    const { problem } = read(exportedLines([...lines.slice(0, 2), long], 2).text)
    expect(problem).toMatchObject({ code: 'recording-damaged', fromSeq: 3 })
    expect(problem?.message).toContain('longer than any record')
  })
  test('[EX15] nor is it looked at when it is the last and its line end is gone', () => {
    const parse = JSON.parse
    let longest = 0
    JSON.parse = (text, reviver) => {
      longest = Math.max(longest, text.length)
      return parse(text, reviver)
    }
    try {
      const { problem } = read(
        `${small.header}\n${lines.slice(0, 5).join('\n')}\n[${'1,'.repeat(9_000_000)}1]`,
      )
      expect(problem?.message).toContain('longer than any record')
      expect(longest).toBeLessThan(100_000)
    } finally {
      JSON.parse = parse
    }
  })
  test('[EX16] whoever reads line by line gets the same, and is told when to stop', () => {
    const reader = createExportReader(testSha)
    expect(reader.take(small.header)).toEqual({ ok: true, value: true })
    for (const line of lines) expect(reader.take(line)).toEqual({ ok: true, value: true })
    expect(reader.take('more')).toEqual({ ok: true, value: false })
    expect(reader.take(lines[0] as string)).toEqual({ ok: true, value: false })
    expect(reader.end(false)).toMatchObject({ ok: true, value: { verifiedThrough: count } })
  })
  test('[EX16] which kind of file it is can be told from its beginning', () => {
    expect(
      ['{"chairside"', '\uFEFF{', ' {', 't_s,hr', '', '\uFEFF', '# Chairside'].map(fileFormatOf),
    ).toEqual(['ndjson', 'ndjson', 'ndjson', 'csv', 'csv', 'csv', 'csv'])
  })
  test('[EX14] the header line is written with its hash last', () => {
    const { stream, build, exportedAtMs, records, segments } = whole.header
    expect(encodeHeader({ stream, build, exportedAtMs, records, segments }, testSha)).toBe(small.header)
    expect(small.header).toMatch(/,"sha":"[0-9a-f]{64}"\}$/)
  })
})
