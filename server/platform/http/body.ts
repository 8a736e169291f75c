import { AppError } from '../errors.ts'
import { limits } from './limits.ts'

/** `ignoreBOM` keeps a byte order mark in the text, where JSON.parse refuses it (RFC 8259 §8.1). */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** They reach an object's prototype wherever one object is copied into another. */
const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * A request body: strict UTF-8, JSON of bounded depth, breadth and number of keys, no key twice, no lone surrogate and no
 * NUL (PostgreSQL can store neither), no key that reaches a prototype. Throws `invalid_json`.
 */
export function parseBody(bytes: Buffer): unknown {
  try {
    const text = utf8.decode(bytes)
    const body: unknown = JSON.parse(text)
    if (inspect(body, 0) !== keysWritten(text)) throw new SyntaxError('the same key twice')
    return body
  } catch (error) {
    throw new AppError('invalid_json', { cause: error })
  }
}

/** Throws at the first thing that is too much or forbidden; returns how many keys there are, at any depth. */
function inspect(value: unknown, depth: number): number {
  if (typeof value === 'string') return inspectText(value)
  if (typeof value !== 'object' || value === null) return 0
  if (depth === limits.jsonDepth) throw new RangeError('nested too deeply')
  if (Array.isArray(value)) return inspectItems(value, depth)
  const entries = Object.entries(value)
  if (entries.length > limits.jsonKeys) throw new RangeError('too many keys')
  let keys = entries.length
  for (const [key, inner] of entries) {
    if (forbiddenKeys.has(key)) throw new TypeError('forbidden key')
    inspectText(key)
    keys += inspect(inner, depth + 1)
  }
  return keys
}

function inspectItems(items: readonly unknown[], depth: number): number {
  if (items.length > limits.jsonItems) throw new RangeError('too many items')
  let keys = 0
  for (const item of items) keys += inspect(item, depth + 1)
  return keys
}

function inspectText(text: string): 0 {
  if (!text.isWellFormed() || text.includes('\0')) throw new TypeError('text that cannot be stored')
  return 0
}

/**
 * How many keys a JSON text writes: its colons outside of strings. JSON.parse keeps the last of two equal keys, another
 * reader the first, and what one of them checked the other one carries out (RFC 8259 §4).
 */
function keysWritten(text: string): number {
  let colons = 0
  let inString = false
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === '"') inString = !inString
    else if (inString && character === '\\') at++
    else if (!inString && character === ':') colons++
  }
  return colons
}
