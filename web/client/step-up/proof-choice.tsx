import { useState, type ComponentType } from 'react'
import type { Proof, ProofMethod } from '#contract/security.ts'
import { t } from '../../messages/i18n.ts'
import { Select } from '../../ui/select.tsx'
import { CurrentPassword } from '../account-fields.tsx'

export type ProofFieldProps = {
  /** Undefined while there is nothing to send yet. */
  onChange: (proof: Proof | undefined) => void
  /** It was left empty. */
  isMissing: boolean
}

/** How each way of showing who one is is entered. */
const fields: Readonly<Record<ProofMethod, ComponentType<ProofFieldProps>>> = { password: PasswordProof }

/** One of several ways to show who one is; without a choice when there is only one. */
export function ProofChoice({ methods, ...field }: ProofFieldProps & { methods: readonly ProofMethod[] }) {
  const [chosen, setChosen] = useState(methods[0])
  if (chosen === undefined) return null
  const Field = fields[chosen]
  return (
    <>
      {methods.length > 1 && (
        <Select
          label={t('stepUp.choose')}
          options={methods.map((method) => ({ value: method, label: t(`stepUp.method.${method}`) }))}
          value={chosen}
          onChange={(method) => {
            setChosen(method)
            field.onChange(undefined)
          }}
        />
      )}
      <Field key={chosen} {...field} />
    </>
  )
}

function PasswordProof({ onChange, isMissing }: ProofFieldProps) {
  const [password, setPassword] = useState('')
  return (
    <CurrentPassword
      value={password}
      error={isMissing ? t('field.required') : undefined}
      onChange={(typed) => {
        setPassword(typed)
        onChange(typed === '' ? undefined : { method: 'password', password: typed })
      }}
    />
  )
}
