import './strength-note.css'
import { t, type PlainKey } from '../messages/i18n.ts'
import { passwordStrength, type Strength } from './password-strength.ts'

const words: Readonly<Record<Strength, PlainKey>> = {
  short: 'strength.short',
  weak: 'strength.weak',
  fair: 'strength.fair',
  good: 'strength.good'
}
const steps: readonly Strength[] = ['weak', 'fair', 'good']

/** What a password is worth while it is typed: in words, read out when they change, with bars for the eye beside them. */
export function StrengthNote({ password, personal }: { password: string; personal: readonly string[] | undefined }) {
  const strength = password === '' ? undefined : passwordStrength(password, personal)
  return (
    <p role="status" className="strength">
      {strength !== undefined && (
        <>
          <span className="strength-steps" aria-hidden>
            {steps.map((step, index) => (
              <i key={step} className={index <= steps.indexOf(strength) ? 'reached' : ''} />
            ))}
          </span>
          {t(words[strength])}
        </>
      )}
    </p>
  )
}
