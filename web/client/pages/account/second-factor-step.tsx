import { useState } from 'react'
import type { SignInReply } from '#contract/accounts.ts'
import { answerSecondFactor, type SignInProof } from '#contract/factors.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { FormError } from '../../../ui/form-error.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { Form } from '../../form.tsx'
import { askPasskey, passkeysWork } from '../../passkeys.ts'
import { problemText } from '../../problem-text.ts'
import { RecoveryCodeProof, TotpProof } from '../../step-up/proof-choice.tsx'
import { useSend } from '../../use-send.ts'
import { AccountCard } from './account-card.tsx'

export type Question = Extract<SignInReply, { secondFactor: unknown }>['secondFactor']
type Method = Question['methods'][number]
type StepProps = { question: Question; onReply: (reply: SignInReply) => void | Promise<void>; onRestart: () => void }

/** The second half of signing in: the code of an app first, any other way a press away. */
export function SecondFactorStep({ question, onReply, onRestart }: StepProps) {
  const ways = question.methods.filter((method) => method !== 'passkey' || passkeysWork())
  const [method, setMethod] = useState(ways[0])
  const sending = useSend(answerSecondFactor, { onDone: (reply) => onReply(reply) })
  const send = (proof: SignInProof) =>
    sending.send({ body: { challenge: question.challenge, proof, transport: 'cookie' } })
  const isOver = sending.problem?.code === 'challenge_not_accepted'

  return (
    <AccountCard
      title={t('secondFactor.title')}
      intro={method === undefined ? t('secondFactor.noWay') : t(`secondFactor.intro.${method}`)}
      below={
        <>
          {!isOver &&
            ways
              .filter((other) => other !== method)
              .map((other) => (
                <Button
                  key={other}
                  variant="quiet"
                  onPress={() => {
                    sending.reset()
                    setMethod(other)
                  }}
                >
                  {t(`secondFactor.use.${other}`)}
                </Button>
              ))}
          <Button variant={isOver ? 'primary' : 'quiet'} onPress={onRestart}>
            {t('secondFactor.restart')}
          </Button>
        </>
      }
    >
      {method !== undefined && (
        <Answer key={method} method={method} challenge={question.challenge} sending={sending} onProof={send} />
      )}
    </AccountCard>
  )
}

type AnswerProps = {
  method: Method
  challenge: string
  sending: Pick<ReturnType<typeof useSend<typeof answerSecondFactor>>, 'isPending' | 'problem'>
  onProof: (proof: SignInProof) => void
}

function Answer({ method, ...props }: AnswerProps) {
  return method === 'passkey' ? <PasskeyAnswer {...props} /> : <TypedAnswer {...props} method={method} />
}

function TypedAnswer({
  method,
  sending,
  onProof
}: Omit<AnswerProps, 'challenge'> & { method: Exclude<Method, 'passkey'> }) {
  const [proof, setProof] = useState<SignInProof>()
  const [checked, setChecked] = useState(false)
  const Field = fields[method]
  return (
    <Form
      check={() => {
        setChecked(true)
        return proof !== undefined
      }}
      sending={sending}
      submitLabel={t('signIn.submit')}
      onSubmit={() => proof && onProof(proof)}
    >
      <Field
        isMissing={checked && proof === undefined}
        onChange={(changed) => setProof(changed?.method === 'password' ? undefined : changed)}
      />
    </Form>
  )
}

const fields = { totp: TotpProof, recovery_code: RecoveryCodeProof, mailed_code: MailedCodeProof }

type MailedCodeProps = { onChange: (proof: SignInProof | undefined) => void; isMissing: boolean }

function MailedCodeProof({ onChange, isMissing }: MailedCodeProps) {
  const [code, setCode] = useState('')
  return (
    <TextField
      label={t('verify.code')}
      className="code-field"
      inputMode="numeric"
      autoComplete="one-time-code"
      maxLength={11}
      isRequired
      validationBehavior="aria"
      value={code}
      error={isMissing ? t('field.required') : undefined}
      onChange={(typed) => {
        setCode(typed)
        const digits = typed.replaceAll(/\D/g, '')
        onChange(digits.length === 8 ? { method: 'mailed_code', code: digits } : undefined)
      }}
    />
  )
}

/** The passkey signs the question itself. */
function PasskeyAnswer({ challenge, sending, onProof }: Omit<AnswerProps, 'method'>) {
  const [state, setState] = useState<'asking' | 'unused'>()
  const ask = async () => {
    setState('asking')
    const assertion = await askPasskey(challenge).catch(() => undefined)
    setState(assertion === undefined ? 'unused' : undefined)
    if (assertion !== undefined) onProof({ method: 'passkey', assertion })
  }
  return (
    <div className="stack">
      {sending.problem !== null && <FormError>{problemText(sending.problem)}</FormError>}
      {state === 'unused' && <FormError>{t('factors.passkeyUnused')}</FormError>}
      <Button
        variant="primary"
        size="large"
        isPending={sending.isPending || state === 'asking'}
        onPress={() => void ask()}
      >
        {t('factors.usePasskey')}
      </Button>
    </div>
  )
}
