import { useState } from 'react'
import { t } from '../messages/i18n.ts'

type Fields = Readonly<Record<string, string>>

/** The names of the given fields that are still empty. */
export function emptyFields<D extends object>(draft: D, required: readonly (keyof D & string)[]): string[] {
  return required.filter((name) => {
    const value = draft[name]
    return typeof value === 'string' ? value.trim() === '' : value === undefined || value === null
  })
}

/** What is being typed, which required fields are empty, and what the server refused: everything a field needs. */
export function useForm<D extends object>(initial: D, required: readonly (keyof D & string)[], refused: Fields = {}) {
  const [draft, setDraft] = useState(initial)
  const [missing, setMissing] = useState<readonly string[]>([])

  function set<K extends keyof D & string>(name: K, value: D[K]): void {
    setDraft((before) => ({ ...before, [name]: value }))
    setMissing((before) => before.filter((other) => other !== name))
  }
  function error(name: keyof D & string): string | undefined {
    return missing.includes(name) ? t('field.required') : refused[name]
  }

  return {
    draft,
    set,
    /** Puts another draft in place of this one. */
    replace: setDraft,
    error,
    /** Value, change and error of one field. */
    field: <K extends keyof D & string>(name: K) => ({
      value: draft[name],
      onChange: (value: D[K]) => set(name, value),
      error: error(name)
    }),
    /** Marks the empty required fields; true when there are none. */
    check: (): boolean => {
      const empty = emptyFields(draft, required)
      setMissing(empty)
      return empty.length === 0
    }
  }
}
