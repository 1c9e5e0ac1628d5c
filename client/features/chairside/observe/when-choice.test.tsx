// Proves the chips of a time as they stand in a form: of an act from now, of a correction from what is recorded.
import { MantineProvider } from '@mantine/core'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { textOf } from '../../../testing/markup.ts'
import { readWhen, type When } from './when.ts'
import { WhenChoice } from './when-choice.tsx'

const RECORDED_MS = Date.parse('2025-11-24T03:11:42Z')
const NOW_MS = Date.parse('2025-11-24T03:25:29Z')
const shown = (when: When, recordedMs?: number): string => {
  const whenNow = {
    nowMs: NOW_MS,
    openedAtMs: Date.parse('2025-11-24T02:40:00Z'),
    zone: 'UTC',
    ...(recordedMs === undefined ? {} : { recordedMs }),
  }
  const read = readWhen(when, whenNow)
  const form = {
    when,
    whenNow,
    setWhen: () => undefined,
    at: read.ok ? ((read.atMs === undefined ? {} : { atMs: read.atMs }) as never) : undefined,
    whenTrouble: read.ok ? undefined : read.why,
  }
  return renderToStaticMarkup(
    <MantineProvider>
      <WhenChoice form={form} label="It was" />
    </MantineProvider>,
  )
}
const chosen = (html: string): string =>
  /<input[^>]*checked=""[^>]*\/>(?:<span>([^<]*))/.exec(html)?.[1] ?? ''

describe('when it was', () => {
  test('[UI310] an act begins at now, a correction at what is recorded', () => {
    expect(chosen(shown({ is: 'now' }))).toBe('now')
    const correction = shown({ is: 'now' }, RECORDED_MS)
    expect(chosen(correction)).toBe('as recorded 03:11:42')
    expect(textOf(correction)).not.toMatch(/\bnow\b/)
    expect(textOf(correction)).not.toContain('→')
  })
  test('[UI310] what comes of a correction stands before it is sent', () => {
    const earlier = shown({ is: 'ago', minutes: 2 }, RECORDED_MS)
    expect(chosen(earlier)).toBe('−2 min')
    expect(textOf(earlier)).toContain('03:11:42 → 03:09:42')
    expect(textOf(shown({ is: 'ago', minutes: -1 }, RECORDED_MS))).toContain('03:11:42 → 03:12:42')
    expect(textOf(shown({ is: 'at', typed: '03:10:00' }, RECORDED_MS))).toContain('03:11:42 → 03:10:00')
  })
})
