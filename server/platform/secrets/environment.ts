import type { WatchedSecret } from './watched-secret.ts'

/** Names by which libraries and tools take credentials from the environment. */
const wellKnown = /^(PGPASSWORD|OTEL_EXPORTER_OTLP_(\w+_)?HEADERS)$/
/** Shorter ones stand in other words by chance. */
const shortest = 8

/**
 * The variables that hold a secret, in a sentence each: by their name (that of a secret's file, also behind a prefix), because
 * they are an address with a password in it, or because a secret that we have stands in them. What is in the environment is
 * read by every child, by crash reports and by whoever may look at `/proc`.
 */
export function environmentProblems(
  environment: Readonly<Record<string, string | undefined>>,
  secrets: readonly WatchedSecret[]
): string[] {
  const names = secrets.map(({ name }) => name)
  const values = secrets.flatMap(({ active }) => (active ? partsOf(active.reveal()) : []))
  const isSecret = (name: string, value: string): boolean =>
    wellKnown.test(name) ||
    names.some((file) => name === file || name.endsWith(`_${file}`)) ||
    (URL.parse(value)?.password ?? '') !== '' ||
    values.some((secret) => value.includes(secret))
  return Object.entries(environment)
    .filter(([name, value]) => value !== undefined && value !== '' && isSecret(name.toUpperCase(), value))
    .map(([name]) => `environment: ${name} holds a secret; put it into a file of the secrets folder and unset it`)
}

/** What of a file is secret by itself: of a login its password, of a ring its keys. */
function partsOf(text: string): string[] {
  const parts: string[] = []
  try {
    JSON.parse(text, (key, value: unknown) => {
      if (['k', 'password', 'secretKey'].includes(key) && typeof value === 'string') parts.push(value)
      return value
    })
  } catch {} // plain text
  return [text, ...parts].filter(({ length }) => length >= shortest)
}
