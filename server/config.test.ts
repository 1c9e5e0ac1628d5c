// Proves the environment's door: defaults, every bad variable named, and no plain http on a network by accident.
import { isAbsolute } from 'node:path'
import { describe, expect, it } from 'vitest'
import { adminEnvironment, isEncrypted, readConfig } from './config.ts'
import { must } from './store/store-fixture.ts'

const read = (environment: Record<string, string> = {}) => readConfig(environment, 'Europe/Berlin')

describe('the environment', () => {
  it('[PE50] with nothing set the hub is local, real-time, quiet about itself and nobody’s demo', () => {
    const config = must(read())
    expect(config).toMatchObject({
      port: 8080,
      host: '127.0.0.1',
      zone: 'Europe/Berlin',
      clockRate: 1,
      allowHttp: false,
      logLevel: 'info',
      disk: { warnBytes: 2 * 2 ** 30, stopBytes: 2 ** 29, reserveBytes: 2 ** 28 },
      signIn: { maxMs: 43_200_000, idleMs: 7_200_000 },
      site: { checkIn: 'required', secondChecker: false, dischargeAfterMs: 3_600_000 },
      demo: false,
    })
    expect(isAbsolute(config.dataDir)).toBe(true)
    for (const absent of ['publicUrl', 'trustProxy', 'tls']) expect(config).not.toHaveProperty(absent)
    expect(isEncrypted(config)).toBe(false)
  })

  it('[PE50] a variable set to nothing counts as not set', () => {
    expect(must(read({ PORT: '', CLOCK_RATE: ' ', TLS_CERT: '', CLINIC_ZONE: '' })).port).toBe(8080)
  })

  it.each([
    ['PORT', '80a'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['HOST', 'a b'],
    ['CLINIC_ZONE', 'Berlin'],
    ['CLOCK_RATE', '0.5'],
    ['CLOCK_RATE', '21'],
    ['CLOCK_RATE', 'fast'],
    ['PUBLIC_URL', 'hub.example'],
    ['PUBLIC_URL', 'https://hub.example/path'],
    ['PUBLIC_URL', 'ftp://hub.example'],
    ['TRUST_PROXY', 'yes'],
    ['ALLOW_HTTP', 'yes'],
    ['LOG_LEVEL', 'loud'],
    ['DISK_WARN_MB', '2GB'],
    ['DISK_STOP_MB', '4096'],
    ['SIGN_IN_MAX_HOURS', '0'],
    ['CHECK_IN', 'maybe'],
    ['SECOND_CHECKER', 'yes'],
    ['DISCHARGE_MINUTES', '29'],
    ['DISCHARGE_MINUTES', '241'],
    ['TLS_KEY', 'set without TLS_CERT'],
  ])('[PE51] %s=%s is refused by name, with what it may be', (name, value) => {
    const refused = read({ [name]: value })
    const field = name === 'TLS_KEY' ? 'TLS_CERT' : name
    expect(refused).toMatchObject({ ok: false, error: { code: 'malformed', field } })
    expect(refused.ok ? '' : refused.error.message).toContain(field)
  })

  it('[PE51] every bad variable is named at once', () => {
    const refused = read({ PORT: 'x', CLOCK_RATE: '0', LOG_LEVEL: 'loud', DATA_DIR: 'fine' })
    expect(refused.ok ? '' : refused.error.field).toBe('PORT,CLOCK_RATE,LOG_LEVEL')
  })

  it('[PE52] without encryption the hub listens to its own machine only, unless told in so many words', () => {
    for (const host of ['0.0.0.0', '::', '192.168.1.20', 'hub.local']) {
      expect(read({ HOST: host }), host).toMatchObject({ ok: false, error: { field: 'HOST' } })
      expect(read({ HOST: host, PUBLIC_URL: 'https://hub.example' }).ok, 'a proxy does not change that').toBe(
        false,
      )
      expect(read({ HOST: host, ALLOW_HTTP: '1' }).ok, host).toBe(true)
      expect(read({ HOST: host, TLS_CERT: 'c.pem', TLS_KEY: 'k.pem' }).ok, host).toBe(true)
    }
    for (const host of ['127.0.0.1', '127.0.1.1', 'localhost', '::1'])
      expect(read({ HOST: host }).ok, host).toBe(true)
  })

  it('[PE52] encrypted means its own certificate or an https PUBLIC_URL', () => {
    expect(isEncrypted(must(read({ TLS_CERT: 'c.pem', TLS_KEY: 'k.pem' })))).toBe(true)
    expect(isEncrypted(must(read({ PUBLIC_URL: 'https://hub.example/' })))).toBe(true)
    expect(isEncrypted(must(read({ PUBLIC_URL: 'http://hub.example', ALLOW_HTTP: '1' })))).toBe(false)
    expect(must(read({ PUBLIC_URL: 'https://hub.example:443/' })).publicUrl).toBe('https://hub.example')
    expect(must(read({ TRUST_PROXY: '1' })).trustProxy).toBe(1)
    expect(must(read({ TRUST_PROXY: '10.0.0.0/8, loopback' })).trustProxy).toBe('10.0.0.0/8, loopback')
  })

  it('[HV1] a site says whether it keeps check-in here, asks for a second checker, and how long it keeps a patient', () => {
    const environment = { CHECK_IN: 'none', SECOND_CHECKER: '1', DISCHARGE_MINUTES: '120' }
    expect(must(read(environment)).site).toEqual({
      checkIn: 'none',
      secondChecker: true,
      dischargeAfterMs: 7_200_000,
    })
  })

  it('[PE53] the command line takes the folder and the password from the environment, never from an argument', () => {
    expect(adminEnvironment({ DATA_DIR: '/data', CHAIRSIDE_PASSWORD: 'p' })).toEqual({
      dataDir: '/data',
      password: 'p',
    })
    expect(adminEnvironment({}).password).toBeUndefined()
  })
})
