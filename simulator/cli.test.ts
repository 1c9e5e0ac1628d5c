// Proves what the two command lines say when they are used wrongly: a sentence, what there is, and exit code 2.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseRecordedCsv } from '@chairside/shared/record/recorded-csv.ts'
import { afterAll, describe, expect, it } from 'vitest'
import { clockText, roomIdOf, UsageError } from './command-line.ts'
import { codeOf, describeFile, play, progressLine } from './play.ts'
import { plan, simulate } from './simulate.ts'

const folder = mkdtempSync(join(tmpdir(), 'chairside-cli-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const good = join(folder, 'good.csv')
writeFileSync(good, 't_s,hr,spo2,phase\n0,90,98,x\n1,90,98,x\n')
const bad = join(folder, 'bad.csv')
writeFileSync(bad, 't_s,hr,spo2,phase\n0,90,98,x\n1,9o,98,x\n')
const TOKENS = JSON.stringify([{ deviceId: 'sim-1', token: 'secret-token', roomId: 'room-1' }])

/** What a program says to wrong input; it must not have begun anything. */
const refusal = async (
  program: typeof play,
  args: readonly string[],
  env: Record<string, string>,
): Promise<string> => {
  const error = await program(args, env).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(UsageError)
  return (error as UsageError).message
}
const started = (program: 'simulate' | 'play', args: readonly string[], tokens: string) =>
  spawn(process.execPath, [fileURLToPath(new URL(`./${program}.ts`, import.meta.url)), ...args], {
    env: { ...process.env, CHAIRSIDE_DEVICE_TOKENS: tokens },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
const ended = (child: ReturnType<typeof started>) =>
  new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    let out = ''
    let err = ''
    child.stdout?.on('data', (chunk) => {
      out += chunk
    })
    child.stderr?.on('data', (chunk) => {
      err += chunk
    })
    child.on('close', (code) => resolve({ code, out, err }))
  })

describe('npm run simulate', () => {
  it.each([
    [['--scenario', 'storm'], {}, ['There is no scenario "storm"', 'mixed, calm, hypertensive-surge']],
    [['--speed', '3'], {}, ['--speed', '--rooms --scenario --seed']],
    [['--seed', 'x'], {}, ['--seed is "x"', 'whole number']],
    [['--rooms', '0'], {}, ['--rooms is "0"']],
    [['--url', 'hub'], {}, ['--url is "hub"']],
    [['extra'], {}, ['"extra" is not an option']],
    [['--infuse'], {}, ['--infuse', '--as NAME']],
    [[], {}, ['no device tokens', 'npm run admin -- device add', 'device token']],
    [[], { CHAIRSIDE_DEVICE_TOKENS: '{' }, ['CHAIRSIDE_DEVICE_TOKENS is not JSON']],
    [[], { CHAIRSIDE_DEVICE_TOKENS: '[{"deviceId":"a"}]' }, ['must be a JSON array', '0.']],
    [['--tokens', join(folder, 'none.json')], {}, ['There is no such file']],
    [['--rooms', '3'], { CHAIRSIDE_DEVICE_TOKENS: TOKENS }, ['--rooms is 3', 'for 1 (room-1)']],
    [['--scenario', 'two-devices'], { CHAIRSIDE_DEVICE_TOKENS: TOKENS }, ['needs 2 devices', 'room-1 has 1']],
    [['--as', 'R. Osei'], { CHAIRSIDE_DEVICE_TOKENS: TOKENS }, ['CHAIRSIDE_PASSWORD', 'R. Osei']],
  ] as [string[], Record<string, string>, string[]][])(
    '[SM11] %j %j: refused with a sentence',
    async (args, env, words) => {
      const sentence = await refusal(simulate, args, env)
      for (const word of words) expect(sentence).toContain(word)
      expect(sentence).not.toContain('secret-token')
    },
  )

  it('[SM11] wrong input at the shell: the sentence on stderr, no stack, exit code 2; help: 0', async () => {
    const wrong = await ended(started('simulate', ['--scenario', 'storm'], TOKENS))
    expect(wrong).toMatchObject({ code: 2, out: '' })
    expect(wrong.err).toContain('There is no scenario "storm"')
    expect(wrong.err).not.toContain('    at ')
    const help = await ended(started('simulate', ['--help'], TOKENS))
    expect(help.code).toBe(0)
    expect(help.out).toContain('hypertensive-surge: Blood pressure climbs')
  })

  it('[SM11] stopped while there is no hub, it says bye and exits 0', async () => {
    const child = started('simulate', ['--url', 'http://127.0.0.1:9'], TOKENS)
    child.stdout?.on('data', (chunk) => {
      if (String(chunk).includes('calm')) child.kill('SIGINT')
    })
    const { code, out } = await ended(child)
    expect(out).toContain('Bye.')
    expect(code).toBe(0)
  })

  it('[SM11] mixed deals another scenario to each room, and two devices to a room that has them', () => {
    const tokens = [1, 2, 3, 3].map((n, i) => ({
      deviceId: `sim-${i}` as never,
      token: 't',
      roomId: `room-${n}`,
    }))
    expect(plan('mixed', tokens, undefined).map(({ roomId, scenario }) => [roomId, scenario.name])).toEqual([
      ['room-1', 'hypertensive-surge'],
      ['room-2', 'calm'],
      ['room-3', 'two-devices'],
    ])
    expect(plan('calm', tokens, 2)).toHaveLength(2)
  })
})

describe('npm run play', () => {
  it('[PL13] wrong input at the shell: the sentence on stderr, no stack, exit code 2', async () => {
    const wrong = await ended(started('play', [bad, '--room', '4'], ''))
    expect(wrong).toMatchObject({ code: 2, out: '' })
    expect(wrong.err).toContain('Line 3, column 2')
    expect(wrong.err).not.toContain('    at ')
  })

  it.each([
    [[], {}, ['Which file?', 'Usage']],
    [[good], {}, ['Which room?']],
    [[good, good, '--room', '4'], {}, ['One file at a time']],
    [[join(folder, 'none.csv'), '--room', '4'], {}, ['There is no such file']],
    [[folder, '--room', '4'], {}, ['It is a folder']],
    [[bad, '--room', '4'], {}, ['bad.csv', 'Line 3, column 2 (hr): "9o" is not a number', 'leave it empty']],
    [[good, '--room', '4', '--map', 'a=b'], {}, ['"b" is not a signal']],
    [
      [good, '--room', '4'],
      {},
      ['no device token for room-4', 'device add', '--room room-4 --kind recorded'],
    ],
    [[good, '--room', '4', '--speed', '50'], {}, ['--speed is "50"']],
    [[good, '--room', '4', '--patient', 'A-1'], {}, ['--patient', '--as NAME']],
    [[good, '--room', '4', '--as', 'N'], { CHAIRSIDE_DEVICE_TOKEN: 'secret-token' }, ['CHAIRSIDE_PASSWORD']],
    [[good, '--room', '4', '--password', 'x'], {}, ['--password', 'Options:']],
  ] as [string[], Record<string, string>, string[]][])(
    '[PL13] %j %j: refused with a sentence',
    async (args, env, words) => {
      const sentence = await refusal(play, args, env)
      for (const word of words) expect(sentence).toContain(word)
      expect(sentence).not.toContain('secret-token')
    },
  )

  it('[PL13] it tells what the file holds before it plays, and how far it is while it plays', () => {
    const parsed = parseRecordedCsv(
      't_s,hr,spo2,phase\n0,90,98,Relax\n1,90,0,Relax\n2,90,98,Relax\n60,90,98,Stress\n',
    )
    expect(parsed.ok && describeFile(parsed.value)).toEqual([
      'noneeg_1hz layout, 4 rows, 01:00 long',
      '  pulseRate: 4 values, 0 without a reading, every 1 s',
      '  spo2: 3 values, 1 without a reading, every 1 s',
      '  line 5: no rows for 58 s before it',
      '  phases: Relax T+00:00, Stress T+01:00',
    ])
    const status = {
      link: 'linked' as const,
      made: 754,
      acknowledged: 752,
      refused: 0,
      held: 2,
      lost: 0,
      recorded: true as boolean | undefined,
      connections: 1,
      playedMs: 754_000,
      lengthMs: 2_466_000,
      measurements: 2_297,
      rate: 20,
    }
    expect(progressLine(status)).toBe(
      'T+12:34 of 41:06 · 30 % · 20× · 754 sent, 752 acknowledged, 0 refused, 2 held · linked · recorded',
    )
    expect(progressLine({ ...status, recorded: false })).toContain('NOT RECORDED: no session is open')
    expect(clockText(3_723_000)).toBe('1:02:03')
    expect(roomIdOf('4')).toBe('room-4')
    expect(roomIdOf('blue')).toBe('blue')
    expect(codeOf('/x/s25047-2704-05-04-10-44n.csv')).toMatch(/^[A-Za-z0-9][A-Za-z0-9-]{1,23}$/)
  })
})
