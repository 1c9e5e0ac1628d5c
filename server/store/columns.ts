// Owns how our kinds of value are kept in a column, so that one schema suits SQLite now and PostgreSQL later.
// Never holds a table.
import { sql } from 'kysely'

/** Milliseconds since 1970 as a whole number (64 bit; read back as a number). */
export const epochMs = () => sql`integer`
/** 0 or 1. */
export const flag = () => sql`integer`
export const wholeNumber = () => sql`integer`
export const text = () => sql`text`
/** After a create table: SQLite keeps the declared types to the letter. */
export const STRICT = sql`strict`

export type Flag = 0 | 1
export const toFlag = (value: boolean): Flag => (value ? 1 : 0)
export const ofFlag = (value: number): boolean => value !== 0
