import { useState } from 'react'
import { addPasskey, beginPasskey } from '#contract/factors.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { FormError } from '../../../ui/form-error.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { Form } from '../../form.tsx'
import { createPasskey } from '../../passkeys.ts'
import { useForm } from '../../use-form.ts'
import { useSend } from '../../use-send.ts'

type AddPasskeyDialogProps = {
  onClose: () => void
  /** Recovery codes come with the first factor. */
  onDone: (recoveryCodes: readonly string[] | null) => void
}

/** Names a passkey, then has the browser make it. */
export function AddPasskeyDialog({ onClose, onDone }: AddPasskeyDialogProps) {
  const [unmade, setUnmade] = useState<'known' | 'unused'>()
  const adding = useSend(addPasskey, { onDone: ({ recoveryCodes }) => onDone(recoveryCodes) })
  const beginning = useSend(beginPasskey, {
    readsAnew: false,
    onDone: async (options) => {
      const credential = await createPasskey(options)
      if (credential === undefined || credential === 'known') setUnmade(credential ?? 'unused')
      else adding.send({ body: { label: form.draft.label.trim(), credential } })
    }
  })
  const form = useForm({ label: deviceName() }, ['label'], adding.fields)
  const isPending = beginning.isPending || adding.isPending

  return (
    <Dialog isOpen onClose={onClose} title={t('passkeys.add')} closeLabel={t('app.close')}>
      <Form
        check={form.check}
        sending={{ isPending, problem: adding.problem ?? beginning.problem }}
        submitLabel={t('passkeys.make')}
        onSubmit={() => {
          setUnmade(undefined)
          beginning.send({})
        }}
        actions={<Button onPress={onClose}>{t('action.cancel')}</Button>}
      >
        {unmade !== undefined && <FormError>{t(`passkeys.${unmade}Here`)}</FormError>}
        <p>{t('passkeys.makeText')}</p>
        <TextField
          {...form.field('label')}
          label={t('passkeys.label')}
          description={t('passkeys.labelHint')}
          maxLength={60}
          isRequired
          validationBehavior="aria"
        />
      </Form>
    </Dialog>
  )
}

const systems = ['Android', 'iPhone', 'iPad', 'Mac', 'Windows', 'Linux'] as const

/** What people call a device when they are not asked: its system. */
function deviceName(): string {
  return systems.find((name) => navigator.userAgent.includes(name)) ?? ''
}
