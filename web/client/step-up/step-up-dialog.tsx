import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { getStepUp, stepUp, type Proof } from '#contract/security.ts'
import { q } from '../../api.ts'
import { t } from '../../messages/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Form } from '../form.tsx'
import { Loaded } from '../loaded.tsx'
import { meQuery } from '../session.ts'
import { useSend } from '../use-send.ts'
import { ProofChoice } from './proof-choice.tsx'

export type StepUpDialogProps = { onEnd: (proved: boolean) => void }

/** Shows once more who one is. */
export function StepUpDialog({ onEnd }: StepUpDialogProps) {
  const query = useQuery({ ...q(getStepUp, {}), staleTime: 0 })
  return (
    <Dialog isOpen onClose={() => onEnd(false)} title={t('stepUp.title')} closeLabel={t('app.close')}>
      <Loaded query={query} skeleton={[3, 3]}>
        {(required) =>
          required.first.length === 0 ? <p>{t('stepUp.noWay')}</p> : <ProofForm {...required} onEnd={onEnd} />
        }
      </Loaded>
    </Dialog>
  )
}

type Required = { first: readonly Proof['method'][]; second: readonly Proof['method'][] }

function ProofForm({ first, second, onEnd }: Required & StepUpDialogProps) {
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
