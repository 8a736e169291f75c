import { KeyRound } from 'lucide-react'
import type { Provider } from '#contract/identities.ts'

/** Our own plain marks: nothing of anybody's brand, and nothing from anybody's server. */
const letters: Readonly<Record<Provider['kind'], string | undefined>> = { google: 'G', apple: 'A', oidc: undefined }

export function ProviderMark({ kind }: { kind: Provider['kind'] }) {
  const letter = letters[kind]
  if (letter === undefined) return <KeyRound aria-hidden />
  return (
    <span className="provider-mark" aria-hidden>
      {letter}
    </span>
  )
}
