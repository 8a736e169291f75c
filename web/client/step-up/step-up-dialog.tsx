import { useQuery } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { challengeSession } from '#contract/factors.ts'
import type { Output } from '#contract/route.ts'
import { beginProviderProof, getStepUp, stepUp, type Proof, type ProofMethod } from '#contract/security.ts'
import { q } from '../../api.ts'
import { t } from '../../messages/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FormError } from '../../ui/form-error.tsx'
import { Form } from '../form.tsx'
import { Loaded } from '../loaded.tsx'
import { askPasskey, passkeysWork } from '../passkeys.ts'
import { leaveFor } from '../pages/account/provider-journey.ts'
import { ProviderMark } from '../pages/account/provider-mark.tsx'
import { problemText } from '../problem-text.ts'
import { meQuery } from '../session.ts'
import { useSend } from '../use-send.ts'
import { ProofChoice, type TypedMethod } from './proof-choice.tsx'

export type StepUpDialogProps = { onEnd: (proved: boolean) => void }

/** Shows once more who one is. */
export function StepUpDialog({ onEnd }: StepUpDialogProps) {
  const query = useQuery({ ...q(getStepUp, {}), staleTime: 0 })
  return (
    <Dialog isOpen onClose={() => onEnd(false)} title={t('stepUp.title')} closeLabel={t('app.close')}>
      <Loaded query={query} skeleton={[3, 3]}>
        {(required) => <Ways {...required} onEnd={onEnd} />}
      </Loaded>
    </Dialog>
  )
}

type Required = Output<typeof getStepUp>

function Ways({ alone, first, second, providers, onEnd }: Required & StepUpDialogProps) {
  const firstTyped = first.filter(isTyped)
  const secondTyped = second.filter(isTyped)
  const byPasskey = alone.includes('passkey') && passkeysWork()
  const byForm = firstTyped.length > 0 && (second.length === 0 || secondTyped.length > 0)
  if (providers.length > 0) return <AtProvider providers={providers} />
  if (!byPasskey && !byForm) return <p>{t('stepUp.noWay')}</p>
  return (
    <div className="stack">
      {byPasskey && <PasskeyProof onEnd={onEnd} isPrimary={!byForm} />}
      {byForm && <ProofForm first={firstTyped} second={secondTyped} onEnd={onEnd} />}
    </div>
  )
}

function isTyped(method: ProofMethod): method is TypedMethod {
  return method !== 'passkey'
}

/** Who has nothing of their own to show is asked by the provider they come in with. */
function AtProvider({ providers }: Pick<Required, 'providers'>) {
  const { pathname, search } = location // the dialog stands outside the router
  const leaving = useSend(beginProviderProof, { onDone: ({ url }) => leaveFor(url, `${pathname}${search}`) })
  return (
    <div className="stack">
      <p className="muted">{t('stepUp.atProvider')}</p>
      {leaving.problem !== null && <FormError>{problemText(leaving.problem)}</FormError>}
      {providers.map(({ id, kind, name }) => (
        <Button key={id} isPending={leaving.isPending} onPress={() => leaving.send({ body: { provider: id } })}>
          <ProviderMark kind={kind} />
          {t('providers.continueWith', { provider: name })}
        </Button>
      ))}
    </div>
  )
}

function PasskeyProof({ onEnd, isPrimary }: StepUpDialogProps & { isPrimary: boolean }) {
  const sending = useSend(stepUp, { onDone: () => onEnd(true) })
  const [unused, setUnused] = useState(false)
  const asking = useSend(challengeSession, {
    onDone: async ({ challenge }) => {
      const assertion = await askPasskey(challenge)
      setUnused(assertion === undefined)
      if (assertion !== undefined) sending.send({ body: { proofs: [{ method: 'passkey', assertion }] } })
    }
  })
  const problem = sending.problem ?? asking.problem
  return (
    <>
      {problem !== null && <FormError>{problemText(problem)}</FormError>}
      {unused && <FormError>{t('factors.passkeyUnused')}</FormError>}
      <Button
        variant={isPrimary ? 'primary' : 'secondary'}
        isPending={asking.isPending || sending.isPending}
        onPress={() => asking.send({})}
      >
        <KeyRound aria-hidden />
        {t('factors.usePasskey')}
      </Button>
    </>
  )
}

type Typed = { first: readonly TypedMethod[]; second: readonly TypedMethod[] }

function ProofForm({ first, second, onEnd }: Typed & StepUpDialogProps) {
  const { data: me } = useQuery({ ...meQuery, enabled: false })
  const sending = useSend(stepUp, { onDone: () => onEnd(true) })
  const [proofs, setProofs] = useState<{ first?: Proof | undefined; second?: Proof | undefined }>({})
  const [checked, setChecked] = useState(false)
  const given = [proofs.first, proofs.second].filter((proof) => proof !== undefined)
  const wanted = second.length === 0 ? 1 : 2

  return (
    <Form
      check={() => {
        setChecked(true)
        return given.length === wanted
      }}
      sending={sending}
      submitLabel={t('stepUp.submit')}
      onSubmit={() => sending.send({ body: { proofs: given } })}
      actions={<Button onPress={() => onEnd(false)}>{t('action.cancel')}</Button>}
    >
      <p className="muted">{me === undefined ? t('stepUp.intro') : t('stepUp.introFor', { email: me.email })}</p>
      {/* for the password manager, which else would not know whose password to offer */}
      <input type="text" autoComplete="username" value={me?.email ?? ''} readOnly hidden />
      <ProofChoice
        methods={first}
        isMissing={checked && proofs.first === undefined}
        onChange={(proof) => setProofs((before) => ({ ...before, first: proof }))}
      />
      {second.length > 0 && (
        <ProofChoice
          methods={second}
          isMissing={checked && proofs.second === undefined}
          onChange={(proof) => setProofs((before) => ({ ...before, second: proof }))}
        />
      )}
    </Form>
  )
}
