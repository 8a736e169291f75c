import { useState, type ComponentType } from 'react'
import type { Proof, ProofMethod } from '#contract/security.ts'
import { t } from '../../messages/i18n.ts'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { CurrentPassword } from '../account-fields.tsx'
import { TotpField, totpDigits } from '../totp-field.tsx'

export type ProofFieldProps = {
  /** Undefined while there is nothing to send yet. */
  onChange: (proof: Proof | undefined) => void
  /** It was left empty. */
  isMissing: boolean
}

/** What is typed. A passkey is not: it has a button of its own. */
export type TypedMethod = Exclude<ProofMethod, 'passkey'>

/** How each way of showing who one is is entered. */
const fields: Readonly<Record<TypedMethod, ComponentType<ProofFieldProps>>> = {
  password: PasswordProof,
  totp: TotpProof,
  recovery_code: RecoveryCodeProof
}

/** One of several ways to show who one is; without a choice when there is only one. */
export function ProofChoice({ methods, ...field }: ProofFieldProps & { methods: readonly TypedMethod[] }) {
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

export function TotpProof({ onChange, isMissing }: ProofFieldProps) {
  const [code, setCode] = useState('')
  return (
    <TotpField
      value={code}
      error={isMissing ? t('factors.totpRequired') : undefined}
      onChange={(typed) => {
        setCode(typed)
        const digits = totpDigits(typed)
        onChange(digits === undefined ? undefined : { method: 'totp', code: digits })
      }}
    />
  )
}

export function RecoveryCodeProof({ onChange, isMissing }: ProofFieldProps) {
  const [code, setCode] = useState('')
  return (
    <TextField
      label={t('factors.recoveryCode')}
      description={t('factors.recoveryCodeHint')}
      className="code-field"
      autoComplete="off"
      autoCapitalize="characters"
      maxLength={20}
      isRequired
      validationBehavior="aria"
      value={code}
      error={isMissing ? t('factors.recoveryCodeRequired') : undefined}
      onChange={(typed) => {
        setCode(typed)
        const whole = /^[0-9A-Za-z -]{12,20}$/.test(typed.trim())
        onChange(whole ? { method: 'recovery_code', code: typed.trim() } : undefined)
      }}
    />
  )
}
