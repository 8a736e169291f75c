import type { ApiProblem } from '../api.ts'
import { formatWait } from '../messages/formats.ts'
import { t, type PlainKey } from '../messages/i18n.ts'

/** What a person reads about a problem. */
export function problemText(problem: ApiProblem): string {
  if (problem.code === 'too_many_requests' && problem.retryAfter !== undefined) {
    return t('form.tooManyUntil', { when: formatWait(problem.retryAfter) })
  }
  if (problem.limit?.isOwn === false) return t('form.homePlanFull')
  return t(`error.${problem.code}`)
}

/** What a field says about itself, by the stable reason of the API. */
const reasons: Readonly<Record<string, PlainKey>> = {
  missing: 'field.required',
  blank: 'field.required',
  minLength: 'field.tooShort',
  maxLength: 'field.tooLong',
  too_long: 'field.tooLong',
  too_short: 'password.tooShort',
  common: 'password.common',
  repetitive: 'password.repetitive',
  sequence: 'password.sequence',
  personal: 'password.personal',
  breached: 'password.breached'
}

/** The refused fields of a body, by JSON Pointer without its first slash: `displayName`, `schedule/every`. */
export function fieldTexts(problem: ApiProblem | null): Readonly<Record<string, string>> {
  const refused = problem?.fields.filter((field) => field.in === 'body') ?? []
  return Object.fromEntries(
    refused.map(({ path, reason }) => [path.replace(/^\//, ''), t(reasons[reason] ?? 'field.wrong')])
  )
}
