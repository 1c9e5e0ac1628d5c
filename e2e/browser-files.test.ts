// Proves what files are to a browser: a recording shown with no hub at all, wrong files said in a sentence, and a table brought
// in, recognised the second time, replayed, or stopped half-way with nothing left of it.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HttpSessions } from '@chairside/shared/protocol/http.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Browser,
  complaintsOf,
  createStage,
  NURSE,
  openBrowser,
  type Page,
  QA,
  type Stage,
} from './stage.ts'
import { createBedside, createPerson } from './support/bedside.ts'
import { ROOT } from './support/client-build.ts'
import { isInSight, seriousOf, signInAs } from './support/look.ts'
import { madeRecording } from './support/made-recording.ts'

const SECOND = 1_000
const MINUTE = 60_000

let browser: Browser
let stage: Stage
let page: Page
let dir: string
let cookie: string
/** The one session that was recorded here, as a file. */
let exported: string

const words = async (of: { textContent(): Promise<string | null> }): Promise<string> =>
  ((await of.textContent()) ?? '').replace(/\s+/g, ' ')
const pill = (at: Page) => at.getByText(/^(⟲ )?REPLAY$/).first()
const lines = (): string[] => exported.trimEnd().split('\n')

/** Everything the hub lists, and everything its log holds. */
async function kept(): Promise<{ sessions: number; streams: string[] }> {
  const answer = await fetch(`${stage.url}/api/sessions`, { headers: { cookie } })
  const { sessions } = (await answer.json()) as HttpSessions
  return {
    sessions: sessions.length,
    streams: (await stage.log.streams()).map(({ stream }) => stream).sort(),
  }
}

beforeAll(async () => {
  browser = await openBrowser()
  dir = await mkdtemp(join(tmpdir(), 'chairside-files-'))
  stage = await createStage()
  const [room] = stage.rooms
  if (room === undefined) throw new Error('the stage has rooms')
  const nurse = await createPerson(stage, NURSE)
  const bedside = await createBedside(stage, room)
  await bedside.say({ heartRate: 70, spo2: 97 })
  const sessionId = await nurse.open(room, 'K-0417')
  await nurse.start(sessionId)
  await bedside.run(5 * MINUTE, (ms) => ({
    heartRate: 70 + Math.floor(ms / MINUTE),
    spo2: 97,
    ...(ms === 2 * MINUTE ? { cuff: [184, 102] as const } : {}),
  }))
  await nurse.close(sessionId)
  bedside.end()
  cookie = (await createPerson(stage, QA)).cookie
  const answer = await fetch(`${stage.url}/api/sessions/${sessionId}/export.ndjson`, { headers: { cookie } })
  if (!answer.ok) throw new Error(await answer.text())
  exported = await answer.text()
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  page = await context.newPage()
  page.setDefaultTimeout(15_000)
})
afterAll(async () => {
  await browser?.close()
  await stage?.[Symbol.asyncDispose]()
  if (dir !== undefined) await rm(dir, { recursive: true, force: true })
})

/** `npm run replay -- FILE`, as it is run. @returns what it said, and its address if it serves */
async function replay(file: string): Promise<{ child: ChildProcess; said: string; url: string | undefined }> {
  const child = spawn(process.execPath, [join(ROOT, 'tools', 'replay.ts'), file], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  const ended = once(child, 'exit').then(() => undefined)
  const url = await new Promise<string | undefined>((resolve) => {
    const hear = (chunk: Buffer): void => {
      said += chunk.toString()
      const found = /http:\/\/\S+/.exec(said)
      if (found !== null && said.includes('Ctrl-C')) resolve(found[0])
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    void ended.then(resolve)
  })
  return { child, said, url }
}

describe('a recording with no hub at all', () => {
  test('[EE12] npm run replay shows it: its numbers, its alarms, where it is from, REPLAY; nothing but that page is asked', async () => {
    const file = join(dir, 'K-0417.ndjson')
    await writeFile(file, exported)
    const { child, said, url } = await replay(file)
    try {
      if (url === undefined) throw new Error(said)
      const alone = await browser.newContext({ viewport: { width: 1280, height: 800 } })
      const at = await alone.newPage()
      const complaints = complaintsOf(at)
      const asked: string[] = []
      at.on('request', (request) => asked.push(request.url()))
      at.on('websocket', (socket) => asked.push(socket.url()))
      await at.goto(url)
      await at.getByRole('heading', { name: 'K-0417 · Room 1' }).waitFor()
      await at.getByText(/FROM A FILE/).waitFor()
      await at.getByText('SIMULATED').first().waitFor()
      const slider = at.getByRole('slider', { name: 'Moment of the recording' })
      await slider.fill(String(Number(await slider.getAttribute('min')) + 3 * MINUTE))
      await expect.poll(() => words(at.getByLabel('Values at this moment'))).toContain('HR73')
      expect(await words(at.getByLabel('Values at this moment'))).toContain('BP184/102')
      expect(await words(at.getByLabel('Alarms as recorded'))).toContain('SBP 184 (≥ 180)')
      expect(await isInSight(pill(at))).toBe(true)
      expect(asked.filter((address) => !address.startsWith(new URL(url).origin))).toEqual([])
      expect(asked.filter((address) => /\/api\/|socket\.io/.test(address))).toEqual([])
      expect(await seriousOf(at)).toEqual([])
      expect(complaints).toEqual([])
      await alone.close()
    } finally {
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      expect((await gone)[0]).toBe(0)
    }
  })

  test('[EE12] a wrong file is refused in words before anything is served', async () => {
    const file = join(dir, 'table.csv')
    await writeFile(file, madeRecording(1, 60))
    const { child, said, url } = await replay(file)
    expect(url).toBeUndefined()
    expect(child.exitCode).toBe(1)
    expect(said).toContain('table.csv is not a Chairside recording')
  })
})

describe('a file opened on the page', () => {
  const open = async (name: string, text: string): Promise<void> => {
    await page.goto(`${stage.url}/open`)
    await page.getByLabel('A recording').setInputFiles({
      name,
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(text),
    })
  }

  test('[EE12] whole, it is shown with no word of anything wrong', async () => {
    await open('K-0417.ndjson', exported)
    await page.getByLabel('Values at this moment').waitFor()
    expect(await page.getByText('Not the whole recording').count()).toBe(0)
    expect(await isInSight(pill(page))).toBe(true)
  })

  test('[EE12] cut or edited, what its hashes hold is shown under a sentence that says what is wrong', async () => {
    const all = lines()
    const last: { readonly seq: number } = JSON.parse(all.at(-1) ?? '')
    const [end, left] = [last.seq, last.seq - 20]
    // Two stretches of sixty are sealed before the cut.
    expect(left).toBeGreaterThan(121)
    const cut = all.slice(0, -20).join('\n')
    await open('cut.ndjson', `${cut}\n`)
    await page.getByLabel('Values at this moment').waitFor()
    expect(await words(page.getByRole('alert').first())).toContain(
      `Not the whole recording. The file ends after record ${left} of ${end}: the rest is missing. Shown are records 1 to ${left}. ` +
        `Of these, records 121 to ${left} could not be checked against a hash.`,
    )

    /** With another value in the first line from here on that has one. */
    const editedFrom = (from: number): string => {
      const line = all.findIndex((text, at) => at >= from && /"value":\d+/.test(text))
      expect(line - from).toBeLessThan(10)
      const edited = (all[line] ?? '').replace(/"value":\d+/, '"value":64')
      expect(edited).not.toBe(all[line])
      return `${all.with(line, edited).join('\n')}\n`
    }
    await open('edited-late.ndjson', editedFrom(100))
    await page.getByLabel('Values at this moment').waitFor()
    expect(await words(page.getByRole('alert').first())).toMatch(
      /Not the whole recording.*changed after it was exported: records 61 to 120 do not match.*Shown are records 1 to 60/,
    )
    await page.keyboard.press('End')
    await expect.poll(() => words(page.getByLabel('Values at this moment'))).toMatch(/HR7[0-2]/)

    await open('edited-early.ndjson', editedFrom(50))
    await page.getByRole('heading', { name: 'This recording is damaged' }).waitFor()
    expect(await words(page.getByRole('alert').first())).toContain(
      'changed after it was exported: records 1 to 60 do not match their hash',
    )
    expect(await page.getByText('64').count()).toBe(0)
  })

  test('[EE12] foreign, newer, empty, or a table: refused in a sentence, with another file to choose', async () => {
    const [header = '', ...rest] = lines()
    for (const [name, text, title, sentence] of [
      [
        'foreign.json',
        '{"hello":"world"}\n',
        'This is not a Chairside recording',
        /first line does not say so/,
      ],
      ['picture.ndjson', '\u0089PNG\r\n\u001a\n', 'This is not a Chairside recording', /not the header/],
      [
        'newer.ndjson',
        [header.replace('"v":1', '"v":2'), ...rest].join('\n'),
        'This file is from a newer Chairside',
        /newer Chairside \(file version 2/,
      ],
      ['empty.ndjson', '', 'This is not a Chairside recording', /empty: there is no recording/],
      [
        'table.csv',
        madeRecording(1, 60),
        'This is not a Chairside recording',
        /table.*Import on the page of sessions/,
      ],
    ] as const) {
      await open(name, text)
      await page.getByRole('heading', { name: title }).waitFor()
      expect(await words(page.getByRole('alert').first())).toMatch(sentence)
      expect(await page.getByRole('button', { name: /Choose a file/ }).count()).toBe(1)
      expect(await page.getByLabel('Values at this moment').count()).toBe(0)
    }
    expect(await isInSight(pill(page))).toBe(true)
  })
})

describe('a table brought in from the browser', () => {
  const dialog = () => page.getByRole('dialog')
  const bring = async (name: string, text: string, starts?: string): Promise<void> => {
    await page.goto(`${stage.url}/sessions`)
    await page.getByRole('button', { name: /Import a recording/ }).click()
    await dialog()
      .getByLabel('Recordings')
      .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
    if (starts !== undefined) {
      const [day = '', time = ''] = starts.split('T')
      await dialog().getByLabel('Day').fill(day)
      await dialog().getByLabel('Time').fill(time)
    }
    await dialog().getByRole('button', { name: 'Import it' }).click()
  }
  const table = madeRecording(5, 15 * 60)

  test('[EE12] it says how far it is, is in, and replays as imported, with the alarms its numbers raise', async () => {
    await signInAs(page, stage.url, QA)
    await bring('ward.csv', table, '2025-11-24T09:30:00')
    const line = dialog().getByRole('listitem').filter({ hasText: 'ward.csv' })
    const seen: string[] = []
    await expect
      .poll(
        async () => {
          seen.push(await words(line.getByRole('status')))
          return seen.at(-1)
        },
        { timeout: 30_000, interval: 20 },
      )
      .toBe('In.')
    expect(seen.some((each) => /Sending|Reading|records? of|Waiting/.test(each))).toBe(true)
    await line.getByRole('link', { name: 'Replay it' }).click()
    await page.getByText(/IMPORTED/).waitFor()
    expect(await words(page.getByRole('banner'))).toMatch(/RECORDED.*IMPORTED ward\.csv/)
    expect(await words(page.getByRole('banner'))).toContain('24 Nov 2025, 09:30')
    expect(await words(page.getByLabel('Alarms as recorded'))).toContain('BP extremely high')
    const slider = page.getByRole('slider', { name: 'Moment of the recording' })
    await slider.fill(String(Date.parse('2025-11-24T08:30:00Z') + 100 * SECOND))
    // Row 100 of the file.
    const [, heartRate, , , spo2] = (table.split('\n')[101] ?? '').split(',')
    await expect
      .poll(() => words(page.getByLabel('Values at this moment')))
      .toContain(heartRate === '0' ? 'HR––' : `HR${heartRate}`)
    expect(await words(page.getByLabel('Values at this moment'))).toContain(`SpO₂${spo2}`)
    expect(await words(page.getByLabel('Values at this moment'))).toContain('BP184/104')
    await page.goto(`${stage.url}/sessions`)
    const row = page.getByRole('link', { name: /IMPORTED ward\.csv/ })
    await row.waitFor()
    expect(await words(row)).toContain('24 Nov 2025 09:30–09:4')
    expect(await words(row)).toContain('204/122')
  })

  test('[EE12] the same file again is recognised and leads to the session that it is', async () => {
    const before = await kept()
    await bring('another-name.csv', table)
    const line = dialog().getByRole('listitem').filter({ hasText: 'another-name.csv' })
    await line.getByText('It is in already.').waitFor()
    expect(await words(line.getByRole('alert'))).toMatch(/already/)
    await line.getByRole('link', { name: 'Replay the session that it is' }).click()
    await page.getByText(/IMPORTED/).waitFor()
    expect(await words(page.getByRole('banner'))).toContain('ward.csv')
    expect(await kept()).toEqual(before)
  })

  test('[EE12] stopped half-way, nothing of it remains: not in the list, not in the log', async () => {
    const before = await kept()
    // Long enough that it cannot be through before a busy machine has brought the tap on Stop to the hub.
    await bring('three-days.csv', madeRecording(6, 72 * 3_600))
    const line = dialog().getByRole('listitem').filter({ hasText: 'three-days.csv' })
    // Three days are sent first, beside whatever else this machine does.
    await line.getByText(/records? of/).waitFor({ timeout: 60_000 })
    await line.getByRole('button', { name: 'Stop' }).click()
    await line.getByText('Not brought in.').waitFor()
    expect(await words(line.getByRole('alert'))).toMatch(/stopped/i)
    expect(await kept()).toEqual(before)
    await page.goto(`${stage.url}/sessions`)
    await page.getByRole('link', { name: /ward\.csv/ }).waitFor()
    expect(await page.getByText('three-days').count()).toBe(0)
  })
})
