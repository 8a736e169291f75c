import { useState } from 'react'
import { createGuestLink, type ShownAddress } from '#contract/guests.ts'
import type { Residence } from '#contract/residences.ts'
import type { Task } from '#contract/tasks.ts'
import { t } from '../../../../messages/i18n.ts'
import { Button } from '../../../../ui/button.tsx'
import { Dialog } from '../../../../ui/dialog.tsx'
import { SegmentedControl } from '../../../../ui/radio-group.tsx'
import { Select } from '../../../../ui/select.tsx'
import { Switch } from '../../../../ui/switch.tsx'
import { TextField } from '../../../../ui/text-field.tsx'
import { showToast } from '../../../../ui/toast.ts'
import { Form } from '../../../form.tsx'
import { paths } from '../../../paths.ts'
import { useForm } from '../../../use-form.ts'
import { useSend } from '../../../use-send.ts'
import { ContractorChoice } from '../../contractors/contractor-choice.tsx'

type Draft = { contractorId: string | null; days: string; address: ShownAddress; showsPhotos: boolean }

const dayChoices = [1, 3, 7, 14, 30, 60]

export function InviteDialog(props: { task: Task; residence: Residence; onClose: () => void }) {
  const { task, onClose } = props
  const [secret, setSecret] = useState<string>()
  const title = secret === undefined ? t('guests.inviteTitle', { title: task.title }) : t('guests.linkTitle')
  return (
    <Dialog isOpen onClose={onClose} title={title} closeLabel={t('app.close')}>
      {secret === undefined ? <Choices {...props} onMade={setSecret} /> : <ShownLink secret={secret} />}
    </Dialog>
  )
}

type ChoicesProps = { task: Task; residence: Residence; onMade: (secret: string) => void }

function Choices({ task, residence, onMade }: ChoicesProps) {
  const sending = useSend(createGuestLink, { onDone: ({ secret }) => onMade(secret) })
  const initial: Draft = { contractorId: task.contractorId, days: '7', address: 'full', showsPhotos: false }
  const { draft, set, field } = useForm<Draft>(initial, [], sending.fields)
  return (
    <Form submitLabel={t('guests.make')} sending={sending} check={() => true} onSubmit={make}>
      <p>{t('guests.inviteText')}</p>
      <ContractorChoice residenceId={residence.id} {...field('contractorId')} />
      <Select
        label={t('guests.days')}
        options={dayChoices.map((count) => ({ value: String(count), label: t('guests.daysCount', { count }) }))}
        {...field('days')}
      />
      <SegmentedControl
        label={t('guests.address')}
        options={[
          { value: 'none', label: t('guests.address.none') },
          { value: 'town', label: t('guests.address.town') },
          { value: 'full', label: t('guests.address.full') }
        ]}
        {...field('address')}
      />
      <Switch isSelected={draft.showsPhotos} onChange={(shows) => set('showsPhotos', shows)}>
        {t('guests.showsPhotos')}
      </Switch>
    </Form>
  )

  function make(): void {
    const { days, ...body } = draft
    sending.send({ params: { taskId: task.id }, body: { ...body, days: Number(days) } })
  }
}

/** It is never shown again. */
function ShownLink({ secret }: { secret: string }) {
  const link = new URL(paths.job(secret), location.origin).href
  const copy = async () => {
    await navigator.clipboard.writeText(link)
    showToast({ text: t('action.copied') })
  }
  return (
    <div className="stack">
      <p>{t('guests.linkOnce')}</p>
      <TextField label={t('guests.linkLabel')} value={link} isReadOnly />
      <Button variant="primary" size="large" onPress={() => void copy()}>
        {t('guests.copy')}
      </Button>
    </div>
  )
}
