// Owns the environment: read once, checked at this door, and nowhere else does server code look at process.env.
// Never guesses over a bad value: every variable that cannot be used is named, with what it may be.
import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import { DEFAULT_SITE, type Site } from '@chairside/shared/visit/site.ts'
import * as z from 'zod'

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

export type Config = {
  readonly port: number
  readonly host: string
  /** Absolute. */
  readonly dataDir: string
  /** IANA zone of the clinic; sessions carry it. */
  readonly zone: string
  /** Hub milliseconds per wall millisecond, 1–20. */
  readonly clockRate: number
  /** Origin that screens use (scheme, host, port), e.g. https://hub.clinic.example; absent: whatever Host says. */
  readonly publicUrl?: string
  /** Express "trust proxy": a number of hops, or addresses. Absent: no proxy is believed. */
  readonly trustProxy?: number | string
  /** Paths of PEM files. */
  readonly tls?: { readonly certPath: string; readonly keyPath: string }
  readonly allowHttp: boolean
  readonly logLevel: (typeof LOG_LEVELS)[number]
  readonly disk: { readonly warnBytes: number; readonly stopBytes: number; readonly reserveBytes: number }
  /** How long a sign-in lasts, wall time: at most, and without use. */
  readonly signIn: { readonly maxMs: number; readonly idleMs: number }
  /** What this site decides about visits; each session carries it from its opening. */
  readonly site: Site
  /** Set by `npm start` only: demo people may be offered on the sign-in page. */
  readonly demo: boolean
}

export type Environment = Readonly<Record<string, string | undefined>>

const MEGABYTE = 1024 * 1024

/** Whether the zone is one this machine's time zone data knows. */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || (isIP(host) === 4 && host.startsWith('127.'))

const wholeNumber = (from: number, to: number, fallback: number) =>
  z
    .string()
    .regex(/^\d+$/)
    .transform(Number)
    .refine((value) => value >= from && value <= to)
    .optional()
    .transform((value) => value ?? fallback)

const flag = z
  .enum(['0', '1'])
  .optional()
  .transform((value) => value === '1')

const zOriginUrl = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const bare = url !== undefined && url.pathname === '/' && url.search === '' && url.username === ''
  if (bare && (url.protocol === 'http:' || url.protocol === 'https:')) return url.origin
  context.addIssue({ code: 'custom' })
  return z.NEVER
})

const HOPS_OR_ADDRESSES = /^(loopback|linklocal|uniquelocal|[0-9a-fA-F.:]+(\/\d{1,3})?)$/
const zTrustProxy = z
  .string()
  .refine((text) => text.split(',').every((part) => HOPS_OR_ADDRESSES.test(part.trim())))
  .transform((text) => (/^\d{1,2}$/.test(text) ? Number(text) : text))

const zEnvironment = z.object({
  PORT: wholeNumber(0, 65_535, 8080),
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:[\]-]+$/)
    .default('127.0.0.1'),
  DATA_DIR: z.string().default('./data'),
  CLINIC_ZONE: z.string().refine(isZone),
  CLOCK_RATE: z
    .string()
    .regex(/^\d+(\.\d+)?$/)
    .transform(Number)
    .refine((rate) => rate >= 1 && rate <= 20)
    .optional()
    .transform((rate) => rate ?? 1),
  PUBLIC_URL: zOriginUrl.optional(),
  TRUST_PROXY: zTrustProxy.optional(),
  TLS_CERT: z.string().optional(),
  TLS_KEY: z.string().optional(),
  ALLOW_HTTP: flag,
  LOG_LEVEL: z.enum(LOG_LEVELS).default('info'),
  DISK_WARN_MB: wholeNumber(0, 10_000_000, 2048),
  DISK_STOP_MB: wholeNumber(0, 10_000_000, 512),
  DISK_RESERVE_MB: wholeNumber(0, 100_000, 256),
  SIGN_IN_MAX_HOURS: wholeNumber(1, 24, 12),
  SIGN_IN_IDLE_MINUTES: wholeNumber(1, 1_440, 120),
  CHECK_IN: z.enum(['required', 'none']).default(DEFAULT_SITE.checkIn),
  SECOND_CHECKER: flag,
  DISCHARGE_MINUTES: wholeNumber(30, 240, DEFAULT_SITE.dischargeAfterMs / 60_000),
  DEMO: flag,
})
type Variable = keyof typeof zEnvironment.shape

const MAY_BE: Record<Variable, string> = {
  PORT: 'a port number from 0 to 65535',
  HOST: 'an address or host name to listen on',
  DATA_DIR: 'a folder',
  CLINIC_ZONE: 'an IANA time zone such as Europe/Berlin',
  CLOCK_RATE: 'a number from 1 to 20',
  PUBLIC_URL: 'the address screens open, scheme and host only, such as https://hub.clinic.example',
  TRUST_PROXY: 'a number of proxies (1), "loopback", or their addresses separated by commas',
  TLS_CERT: 'the path of a PEM certificate',
  TLS_KEY: 'the path of a PEM key',
  ALLOW_HTTP: '1 or 0',
  LOG_LEVEL: `one of ${LOG_LEVELS.join(', ')}`,
  DISK_WARN_MB: 'a whole number of megabytes',
  DISK_STOP_MB: 'a whole number of megabytes',
  DISK_RESERVE_MB: 'a whole number of megabytes, at most 100000',
  SIGN_IN_MAX_HOURS: 'a whole number of hours from 1 to 24',
  SIGN_IN_IDLE_MINUTES: 'a whole number of minutes from 1 to 1440',
  CHECK_IN: 'required, or none (monitoring only: check-in, gate and discharge are kept elsewhere)',
  SECOND_CHECKER: '1 or 0',
  DISCHARGE_MINUTES: 'a whole number of minutes from 30 to 240',
  DEMO: '1 or 0',
}

type Parsed = z.output<typeof zEnvironment>

/** What is wrong between variables that are each well-formed. */
function contradictions(env: Parsed): readonly (readonly [string, string])[] {
  const found: [string, string][] = []
  if ((env.TLS_CERT === undefined) !== (env.TLS_KEY === undefined)) {
    const missing = env.TLS_CERT === undefined ? 'TLS_CERT' : 'TLS_KEY'
    found.push([missing, `${missing} is missing: set both TLS_CERT and TLS_KEY, or neither.`])
  }
  if (env.TLS_CERT === undefined && !env.ALLOW_HTTP && !isLoopback(env.HOST))
    found.push([
      'HOST',
      `HOST is ${env.HOST}, but without encryption the hub listens on 127.0.0.1 only. ` +
        'Set TLS_CERT and TLS_KEY, or set ALLOW_HTTP=1 to send numbers and passwords unencrypted.',
    ])
  if (env.DISK_STOP_MB > env.DISK_WARN_MB)
    found.push(['DISK_STOP_MB', 'DISK_STOP_MB must not be above DISK_WARN_MB: warn first, stop later.'])
  return found
}

const configOf = (env: Parsed): Config => ({
  port: env.PORT,
  host: env.HOST,
  dataDir: resolve(env.DATA_DIR),
  zone: env.CLINIC_ZONE,
  clockRate: env.CLOCK_RATE,
  ...(env.PUBLIC_URL === undefined ? {} : { publicUrl: env.PUBLIC_URL }),
  ...(env.TRUST_PROXY === undefined || env.TRUST_PROXY === 0 ? {} : { trustProxy: env.TRUST_PROXY }),
  ...(env.TLS_CERT === undefined || env.TLS_KEY === undefined
    ? {}
    : { tls: { certPath: resolve(env.TLS_CERT), keyPath: resolve(env.TLS_KEY) } }),
  allowHttp: env.ALLOW_HTTP,
  logLevel: env.LOG_LEVEL,
  disk: {
    warnBytes: env.DISK_WARN_MB * MEGABYTE,
    stopBytes: env.DISK_STOP_MB * MEGABYTE,
    reserveBytes: env.DISK_RESERVE_MB * MEGABYTE,
  },
  signIn: { maxMs: env.SIGN_IN_MAX_HOURS * 3_600_000, idleMs: env.SIGN_IN_IDLE_MINUTES * 60_000 },
  site: {
    checkIn: env.CHECK_IN,
    secondChecker: env.SECOND_CHECKER,
    dischargeAfterMs: env.DISCHARGE_MINUTES * 60_000,
  },
  demo: env.DEMO,
})

const machineZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone

/** A variable set to nothing counts as not set. */
const given = (env: Environment): Environment =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''))

/**
 * The hub's settings from an environment.
 * @returns the settings, or `malformed` whose `field` lists every variable at fault and whose message says what each may be
 */
export function readConfig(env: Environment, zoneOfMachine: string = machineZone()): Result<Config> {
  const set = given(env)
  const parsed = zEnvironment.safeParse({ ...set, CLINIC_ZONE: set.CLINIC_ZONE ?? zoneOfMachine })
  if (!parsed.success) {
    const bad = [...new Set(parsed.error.issues.map((issue) => issue.path[0] as Variable))]
    const sentences = bad.map((name) => `${name} is "${set[name] ?? ''}"; it must be ${MAY_BE[name]}.`)
    return refuse('malformed', sentences.join(' '), bad.join(','))
  }
  const wrong = contradictions(parsed.data)
  if (wrong.length > 0)
    return refuse(
      'malformed',
      wrong.map(([, sentence]) => sentence).join(' '),
      wrong.map(([name]) => name).join(','),
    )
  return ok(configOf(parsed.data))
}

/** Whether screens reach the hub encrypted: by its own certificate, or by a proxy that PUBLIC_URL names. */
export const isEncrypted = (config: Pick<Config, 'tls' | 'publicUrl'>): boolean =>
  config.tls !== undefined || (config.publicUrl?.startsWith('https:') ?? false)

/** The settings of this process. */
export const configOfProcess = (): Result<Config> => readConfig(process.env)

/** What the admin command line takes from the environment of this process. */
export const adminEnvironment = (
  env: Environment = process.env,
): { readonly dataDir: string; readonly password: string | undefined } => {
  const set = given(env)
  return { dataDir: resolve(set.DATA_DIR ?? './data'), password: set.CHAIRSIDE_PASSWORD }
}
