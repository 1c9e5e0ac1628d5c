// Proves `npm run verify` as a program: its words, its exit codes, and what it says it cannot prove.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import type { Verdict } from './verify/verify-file.ts'
import { exported, GOOD, LAST_HASH, LINES } from './verify/verify-fixture.ts'

const dir = mkdtempSync(join(tmpdir(), 'chairside-verify-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

let count = 0
function file(text: string | Uint8Array): string {
  count += 1
  const path = join(dir, `file-${count}.ndjson`)
  writeFileSync(path, text)
  return path
}
function run(...args: string[]) {
  const program = fileURLToPath(new URL('./verify.ts', import.meta.url))
  return spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' })
}

describe('npm run verify', { timeout: 60_000 }, () => {
  it('[EX62] an edit with all hashes computed anew is found by the hub’s last hash only, and that is said', () => {
    const forged = file(exported(LINES.map((line) => line.replace('"systolic":165', '"systolic":125'))))
    const plain = run(forged)
    expect(plain.status).toBe(0)
    expect(plain.stdout).toContain('computes all hashes anew')
    expect(plain.stdout).toContain('/api/streams/session:s-1/segments')
    const compared = run(forged, '--expect', String(LAST_HASH))
    expect(compared.status).toBe(1)
    expect(compared.stdout).toContain('not the session that the hub has')
    const same = run(file(GOOD), '--expect', String(LAST_HASH))
    expect(same.status).toBe(0)
    expect(same.stdout).toContain('is the one expected')
  })

  it('[EX63] says it in words, with the exit code of the worst', () => {
    const good = file(GOOD)
    const cut = file(GOOD.slice(0, -500))
    const whole = run(good)
    expect(whole.status).toBe(0)
    expect(whole.stdout).toContain(`${good}: WHOLE`)
    expect(whole.stdout).toContain('Session     s-1 · patient code K-0417 · Room 1 · Europe/Stockholm')
    expect(whole.stdout).toContain('2024-11-21 12:00:00 UTC to 2024-11-21 12:03:20 UTC (3:20)')
    expect(whole.stdout).toContain(`Last hash   ${LAST_HASH}`)
    const both = run(good, cut)
    expect(both.status).toBe(1)
    expect(both.stdout).toContain(`${cut}: CUT SHORT`)
    expect(both.stdout).toContain('Records 1 to 180 match their hashes.')
  })

  it('[EX63] what is not understood, and a file that cannot be read, is 2', () => {
    expect(run().status).toBe(2)
    expect(run('--loud', 'x').stderr).toContain('npm run verify')
    const missing = run(join(dir, 'nowhere.ndjson'), file(GOOD))
    expect(missing.status).toBe(2)
    expect(missing.stderr).toContain('there is no such file')
    expect(missing.stdout, 'and the other is checked').toContain('WHOLE')
    expect(run(dir).status).toBe(2)
    expect(run('--expect', 'abc', 'x').status).toBe(2)
    expect(run('--help').status).toBe(0)
  })

  it('[EX63] --json prints one object', () => {
    const { stdout, status } = run(file(GOOD), file('time,hr\n'), '--json')
    expect(status).toBe(1)
    const said = JSON.parse(stdout) as { files: { verdict: Verdict }[]; proves: string; doesNotProve: string }
    expect(said.files.map(({ verdict }) => verdict)).toEqual(['whole', 'foreign'])
    expect(said.doesNotProve).toContain('hub')
  })

  it('[EX63] names that people typed do not reach the terminal as commands', () => {
    const lines = LINES.map((line) => line.replace('"Room 1"', '"Room \\u001b[2J"'))
    const { stdout, status } = run(file(exported(lines)))
    expect(status).toBe(0)
    expect(stdout).toContain('Room  [2J')
  })
})
