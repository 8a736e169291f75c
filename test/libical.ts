import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from './source-files.ts'

/** Debian's own, whatever else is called python3: the binding of libical belongs to it. */
const python = '/usr/bin/python3'

export function hasLibical(): boolean {
  const { status } = spawnSync(python, ['-c', 'import gi; gi.require_version("ICalGLib", "3.0")'])
  return status === 0
}

/** How libical reads a calendar: what it finds wrong, and the first dates of what is in it, by UID. */
export function readByLibical(text: string, count: number): { errors: string[]; dates: Record<string, string[]> } {
  const { status, stdout, stderr } = spawnSync(python, [join(root, 'test/libical.py'), String(count)], {
    input: text,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024
  })
  assert.equal(status, 0, stderr)
  return JSON.parse(stdout) as ReturnType<typeof readByLibical> // as test/libical.py writes it
}
