// Owns the promise that docs/PROTOCOL.md is complete: it fails when the wire knows something the document does not say.
// Never checks the wording.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ERROR_CODES } from '@chairside/shared/protocol/codes.ts'
import {
  DEVICE_PROTOCOL,
  MAX_DEVICE_MESSAGE_BYTES,
  MAX_REPORTS_PER_MESSAGE,
  zHello,
  zHelloDevice,
  zReport,
  zReportMessage,
} from '@chairside/shared/protocol/devices.ts'
import { HISTORY_MAX_RECORDS } from '@chairside/shared/protocol/http.ts'
import {
  SCREEN_PROTOCOL,
  zCommand,
  zCommandBody,
  zScreenHello,
  zTailOpen,
} from '@chairside/shared/protocol/screens.ts'
import { zExportHeader } from '@chairside/shared/record/export-file.ts'
import { UNAVAILABLE_REASONS, zReading } from '@chairside/shared/record/reading.ts'
import { RECORD_SCHEMAS, RECORD_VERSION } from '@chairside/shared/record/record.ts'
import { CATALOGUE } from '@chairside/shared/vitals.ts'
import { describe, expect, test } from 'vitest'
import type * as z from 'zod'

const ROOT = join(import.meta.dirname, '..')
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')
const DOC = read('docs/PROTOCOL.md')

const section = (heading: string): string => {
  const from = DOC.indexOf(`\n${heading}\n`)
  const level = /^#+/.exec(heading)?.[0].length ?? 1
  const end = new RegExp(`\n#{1,${level}} `).exec(DOC.slice(from + heading.length))
  return from < 0 ? '' : DOC.slice(from, end === null ? undefined : from + heading.length + end.index)
}
/** The row of a table in `text` whose first cell names `name`; '' when there is none. */
const row = (text: string, name: string): string =>
  text.split('\n').find((line) => line.startsWith('| `') && inCode(line.split('|')[1] ?? '', name)) ?? ''
const inCode = (text: string, word: string): boolean =>
  new RegExp(`\`[^\`\n]*(?<![A-Za-z-])${word.replaceAll('.', '\\.')}(?![A-Za-z-])[^\`\n]*\``).test(text)
const blocks = (language: string): string[] =>
  [...DOC.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, body = '']) => body)

/** Names of the members of `export type NAME = { … }`, as they stand in the source. */
const membersOf = (source: string, type: string): string[] => {
  const body = new RegExp(`export type ${type} =([\\s\\S]*?)\n(?=export |const |//|/\\*\\*|$)`).exec(
    source,
  )?.[1]
  return [...(body ?? '').matchAll(/(?:readonly |^ {2})'?([a-zA-Z]+(?::[a-z]+)?)'?\??:/gm)].map(
    ([, name = '']) => name,
  )
}

/** Carries who did it, always; a cuff order and a quarantine carry it only where a person was the cause. */
const isHumanAct = (kind: string, fields: readonly string[]): boolean =>
  fields.includes('by') && fields.includes('commandId') && kind !== 'cuff.ordered' && kind !== 'quarantine'
const ENVELOPE = new Set(['v', 'seq', 'hubAtMs', 'kind'])
const ACT = new Set(['by', 'screenId', 'commandId'])

describe('docs/PROTOCOL.md', () => {
  test.each(Object.entries(ERROR_CODES))('[DO1] lists the code %s as %s', (code, errorClass) => {
    expect(row(section('# Codes'), code)).toContain(`| ${errorClass} |`)
  })

  test.each([
    ['shared/protocol/devices.ts', 'DeviceToHub'],
    ['shared/protocol/devices.ts', 'HubToDevice'],
    ['shared/protocol/screens.ts', 'ScreenToHub'],
    ['shared/protocol/screens.ts', 'HubToScreen'],
  ])('[DO2] names every event of %s %s', (file, type) => {
    const events = membersOf(read(file), type)
    expect(events.length).toBeGreaterThan(2)
    const plain = DOC.replaceAll(/```[\s\S]*?```/g, (block) => block.replaceAll(/^.*$/gm, '`$&`'))
    for (const event of events) expect(inCode(plain, event), event).toBe(true)
  })

  test.each([
    ['shared/protocol/devices.ts', 'HubInfo'],
    ['shared/protocol/devices.ts', 'HelloAckDevice'],
    ['shared/protocol/devices.ts', 'AcceptedThrough'],
    ['shared/protocol/devices.ts', 'ReportAck'],
    ['shared/protocol/devices.ts', 'CuffOrder'],
    ['shared/protocol/devices.ts', 'InfusionState'],
    ['shared/protocol/devices.ts', 'DeviceMark'],
    ['shared/protocol/screens.ts', 'Mark'],
    ['shared/protocol/screens.ts', 'TailRecords'],
    ['shared/protocol/screens.ts', 'TailLagged'],
    ['shared/protocol/screens.ts', 'ScreenSelf'],
    ['shared/protocol/screens.ts', 'TailOpenAck'],
    ['shared/protocol/rooms.ts', 'RoomSummary'],
    ['shared/protocol/rooms.ts', 'RoomAlarm'],
    ['shared/protocol/rooms.ts', 'LatestNumbers'],
    ['shared/protocol/rooms.ts', 'RoomLive'],
    ['shared/protocol/rooms.ts', 'SuiteSummary'],
    ['shared/protocol/rooms.ts', 'SoundGrant'],
    ['shared/protocol/rooms.ts', 'MyRooms'],
    ['shared/protocol/http.ts', 'HttpMe'],
    ['shared/protocol/http.ts', 'HttpSession'],
    ['shared/protocol/http.ts', 'HttpSegment'],
    ['shared/protocol/http.ts', 'ImportProgress'],
  ])('[DO2] names every field of %s %s', (file, type) => {
    const fields = membersOf(read(file), type)
    expect(fields.length).toBeGreaterThan(1)
    for (const field of fields) expect(new RegExp(`\\b${field}\\b`).test(DOC), `${type}.${field}`).toBe(true)
  })

  test.each(
    RECORD_SCHEMAS.map((schema): [string, string[]] => [schema.shape.kind.value, Object.keys(schema.shape)]),
  )('[DO3] describes the record kind %s with every field', (kind, fields) => {
    const isAct = isHumanAct(kind, fields)
    const text = kind === 'alarm' ? section('### `alarm`') : row(section('# Records'), kind)
    expect(text, kind).not.toBe('')
    if (isAct) expect(text).toContain('✋')
    for (const field of fields)
      if (!ENVELOPE.has(field) && !(isAct && ACT.has(field)))
        expect(inCode(text, field), `${kind}.${field}`).toBe(true)
  })

  test.each(
    zReport.options.map((option): [string, string[]] => [option.shape.kind.value, Object.keys(option.shape)]),
  )('[DO4] describes the report kind %s with every field', (kind, fields) => {
    const text = section(`### \`kind: "${kind}"\``)
    expect(text).not.toBe('')
    const common = ['deviceId', 'epoch', 'seq', 'kind']
    for (const field of fields) if (!common.includes(field)) expect(inCode(text, field), field).toBe(true)
  })

  test('[DO4] describes every field of hello, screen:hello, tail:open and a command', () => {
    for (const field of Object.keys({ ...zHello.shape, ...zHelloDevice.shape }))
      expect(row(section('## hello'), field), field).not.toBe('')
    for (const schema of [zScreenHello, zTailOpen, zCommand])
      for (const field of Object.keys(schema.shape)) expect(inCode(DOC, field), field).toBe(true)
  })

  test.each(
    zCommandBody.options.map((option): [string, string[]] => [
      option.shape.type.value,
      Object.keys(option.shape),
    ]),
  )('[DO4] describes the command %s with every field', (type, fields) => {
    const text = row(section('## Commands'), type)
    expect(text, type).not.toBe('')
    for (const field of fields) if (field !== 'type') expect(inCode(text, field), field).toBe(true)
  })

  test.each(Object.values(CATALOGUE))('[DO5] has $id with its unit, range and codes', (entry) => {
    const text = row(section('### Signals'), entry.id)
    expect(text).toContain(`\`${entry.ucum}\``)
    expect(text).toContain(`| ${entry.accepted.from}–${entry.accepted.to} | ${entry.digits} |`)
    expect(text).toContain(`| ${entry.loinc} | ${entry.mdc} |`)
  })

  test('[DO5] explains every reason for having no value', () => {
    for (const reason of UNAVAILABLE_REASONS)
      expect(row(section('### Readings'), reason), reason).not.toBe('')
  })

  test('[DO6] names every HTTP route', () => {
    const folder = 'server/http/routes'
    const paths = readdirSync(join(ROOT, folder))
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .flatMap((file) => [...read(`${folder}/${file}`).matchAll(/method: '(\w+)',\s*path: '([^']+)'/g)])
      .map(([, method = '', path = '']) => `${method.toUpperCase()} ${path}`)
    expect(paths.length).toBeGreaterThan(8)
    for (const path of paths) expect(section('# HTTP').includes(`\`${path}`), path).toBe(true)
  })

  test('[DO6] describes every field of the header of an exported file, and the columns of a CSV', () => {
    const text = section('## NDJSON: the log itself')
    for (const field of Object.keys(zExportHeader.shape)) expect(inCode(text, field), field).toBe(true)
    const columns = /^t_s,.*$/m.exec(read('server/http/export-csv.ts').replaceAll("'", '\n'))?.[0] ?? '?'
    expect(section('## CSV')).toContain(columns)
    for (const column of columns.split(',')) expect(inCode(section('## CSV'), column), column).toBe(true)
  })

  test('[DO6] says the status of every code that HTTP has one for', () => {
    const table = /const STATUS[^{]*\{([\s\S]*?)\n\}/.exec(read('server/http/route.ts'))?.[1] ?? ''
    const statuses = [...table.matchAll(/'?([a-z-]+)'?: (\d+),/g)]
    expect(statuses.length).toBeGreaterThan(15)
    const line = /^Status codes: .*$/m.exec(section('# HTTP'))?.[0] ?? ''
    for (const [, code = '', status = ''] of statuses)
      expect(new RegExp(`${status} [^·0-9]*\`${code}\``).test(line), `${status} ${code}`).toBe(true)
  })

  test('[DO6] describes every parameter of the list of sessions and of an import', () => {
    const parametersOf = (file: string): string[] => {
      const body = /const zQuery = z\.strictObject\(\{([\s\S]*?)\n\}\)/.exec(read(file))?.[1] ?? ''
      return [...body.matchAll(/^ {2}(\w+):/gm)].map(([, name = '']) => name)
    }
    const list = parametersOf('server/http/routes/sessions.ts')
    const imports = parametersOf('server/http/routes/imports.ts')
    expect(list.length).toBeGreaterThan(6)
    expect(imports.length).toBeGreaterThan(3)
    for (const name of list) expect(inCode(section('## The list of sessions'), name), name).toBe(true)
    for (const name of imports) {
      const text = section('## Imports')
      expect(inCode(text, name) || text.includes(`?${name}=`), name).toBe(true)
    }
  })

  test('[DO6] names the numbers that the wire keeps', () => {
    expect(DOC).toContain(`1 to ${MAX_REPORTS_PER_MESSAGE} reports`)
    expect(DOC).toContain(MAX_DEVICE_MESSAGE_BYTES.toLocaleString('en'))
    expect(section('### Sealed history')).toContain(`${HISTORY_MAX_RECORDS.toLocaleString('en')} records`)
    const megabytes = /IMPORT_MAX_BYTES = (\d+) \* 1024/.exec(read('server/import/import-desk.ts'))?.[1]
    expect(section('## Imports')).toContain(`${megabytes} MB`)
    expect(section('# Versions')).toContain(
      `Device protocol **${DEVICE_PROTOCOL}**, screen protocol **${SCREEN_PROTOCOL}**, record version **${RECORD_VERSION}**`,
    )
  })

  test('[DO7] gives examples that the hub takes', () => {
    const schemaOf = (example: Record<string, unknown>): z.ZodType | undefined => {
      if ('devices' in example && !('ok' in example)) return zHello
      if ('reports' in example) return zReportMessage
      if ('kind' in example) return zReport
      return 'status' in example ? zReading : undefined
    }
    let checked = 0
    for (const block of blocks('json')) {
      const example = JSON.parse(block) as Record<string, unknown>
      const schema = schemaOf(example)
      if (schema === undefined) continue
      expect(schema.safeParse(example).error?.message, block).toBeUndefined()
      for (const report of (example['reports'] as unknown[] | undefined) ?? [])
        expect(zReport.safeParse(report).error?.message, block).toBeUndefined()
      checked += 1
    }
    expect(checked).toBeGreaterThan(5)
  })

  test('[DO7] gives programs that are whole', () => {
    const dir = mkdtempSync(join(tmpdir(), 'chairside-doc-'))
    try {
      const programs = blocks('js').filter((block) => block.includes('import '))
      expect(programs).toHaveLength(2)
      for (const [at, program] of programs.entries()) {
        const file = join(dir, `program-${at}.mjs`)
        writeFileSync(file, program)
        execFileSync(process.execPath, ['--check', file], { stdio: 'pipe' })
      }
    } finally {
      rmSync(dir, { recursive: true, force: true })
    }
  })
})
