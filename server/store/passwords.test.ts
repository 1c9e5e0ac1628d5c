// Proves passwords: format, verification, policy, and that unknown names cost the same work.
import { argon2Sync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  checkNewPassword,
  generatePassword,
  hashPassword,
  isOutdated,
  PASSWORD_COST,
  verifyPassword,
} from './passwords.ts'

const CHEAP = { memoryKib: 64, passes: 1, lanes: 1 }

describe('passwords', () => {
  it('[PE1] a password is kept as an argon2id string that carries its own parameters and a fresh salt', async () => {
    const [first, second] = await Promise.all([hashPassword('a quiet chair'), hashPassword('a quiet chair')])
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
    expect(first).not.toBe(second)
    expect(await verifyPassword('a quiet chair', first)).toBe(true)
    expect(await verifyPassword('a quiet chaiR', first)).toBe(false)
  })

  it('[PE1] the hash agrees with the reference implementation of argon2id', () => {
    // The published vector of the argon2 command line: "password", salt "somesalt", t=2, m=65536, p=1.
    const hash = argon2Sync('argon2id', {
      message: 'password',
      nonce: 'somesalt',
      parallelism: 1,
      tagLength: 32,
      memory: 65_536,
      passes: 2,
    })
    expect(hash.toString('hex')).toBe('09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7')
  })

  it('[PE1] a hash made with other parameters still verifies and is known to be outdated', async () => {
    const old = await hashPassword('a quiet chair', CHEAP)
    expect(await verifyPassword('a quiet chair', old)).toBe(true)
    expect(isOutdated(old)).toBe(true)
    expect(isOutdated(await hashPassword('a quiet chair'))).toBe(false)
  })

  it('[PE1] the same letters composed differently are the same password', async () => {
    const phc = await hashPassword('caf\u00e9 au lait', CHEAP)
    expect(await verifyPassword('cafe\u0301 au lait', phc)).toBe(true)
  })

  it('[PE2] a name nobody has costs the same work and is refused', async () => {
    const known = await hashPassword('a quiet chair')
    const timeOf = async (phc: string | undefined) => {
      const from = performance.now()
      for (let round = 0; round < 3; round++) expect(await verifyPassword('wrong', phc)).toBe(false)
      return performance.now() - from
    }
    await timeOf(known)
    const [real, none] = [await timeOf(known), await timeOf(undefined)]
    // Without the work the answer comes a thousand times sooner; scheduling noise stays far below a factor of five.
    expect(none).toBeGreaterThan(real / 5)
  })

  it('[PE2] a hash that cannot be read verifies nothing, not even an empty password', async () => {
    for (const broken of ['', '$argon2id$v=19$m=1$$', 'a quiet chair'])
      expect(await verifyPassword(broken, broken)).toBe(false)
  })

  it.each([
    ['short', 'at least 10'],
    ['aaaaaaaaaaaa', 'repeated'],
    ['my r. osei password', 'name of the person'],
    ['x'.repeat(100) + 'yz1'.repeat(50), 'longer than 200'],
  ])('[PE3] %s is refused with a sentence and the field', (password, sentence) => {
    const checked = checkNewPassword(password, 'R. Osei')
    expect(checked).toMatchObject({ ok: false, error: { code: 'malformed', field: 'password' } })
    expect(checked.ok ? '' : checked.error.message).toContain(sentence)
  })

  it('[PE3] ten characters are enough, and a generated password always passes', () => {
    expect(checkNewPassword('abcdefghij', 'R. Osei').ok).toBe(true)
    const made = new Set(Array.from({ length: 50 }, generatePassword))
    expect(made.size).toBe(50)
    for (const password of made) expect(checkNewPassword(password, 'R. Osei').ok).toBe(true)
    expect(PASSWORD_COST.memoryKib).toBeGreaterThanOrEqual(19_456)
  })
})
