import { addContractor, updateContractor, type Contractor } from '#contract/contractors.ts'
import { etagOf } from '../../../api.ts'
import { t } from '../../../messages/i18n.ts'
import { Chips } from '../../../ui/chips.tsx'
import { Sheet } from '../../../ui/dialog.tsx'
import { Switch } from '../../../ui/switch.tsx'
import { TextArea, TextField } from '../../../ui/text-field.tsx'
import { showToast } from '../../../ui/toast.ts'
import { changesOf } from '../../changes.ts'
import { Form } from '../../form.tsx'
import { useForm } from '../../use-form.ts'
import { useRebased } from '../../use-rebased.ts'
import { useSend } from '../../use-send.ts'
import { contractorDraft, contractorOf, newContractorDraft, type ContractorDraft } from './contractor-draft.ts'
import { specialties, specialtyKey } from './specialty-words.ts'

export function NewContractorSheet({ residenceId, onClose }: { residenceId: string; onClose: () => void }) {
  const sending = useSend(addContractor, {
    onDone: ({ name }) => {
      onClose()
      showToast({ text: t('contractors.added', { name }) })
    }
  })
  const form = useForm<ContractorDraft>(newContractorDraft, ['name'], sending.fields)
  return (
    <Sheet isOpen onClose={onClose} title={t('contractors.add')} closeLabel={t('app.close')}>
      <Form
        submitLabel={t('contractors.add')}
        sending={sending}
        check={() => form.check()}
        onSubmit={() => sending.send({ params: { residenceId }, body: contractorOf(form.draft) })}
      >
        <Fields form={form} />
      </Form>
    </Sheet>
  )
}

/** What somebody else saves meanwhile shows in the fields that were left alone. */
export function EditContractorSheet({ contractor, onClose }: { contractor: Contractor; onClose: () => void }) {
  const sending = useSend(updateContractor, {
    onDone: () => {
      onClose()
      showToast({ text: t('action.saved') })
    }
  })
  const form = useForm<ContractorDraft>(contractorDraft(contractor), ['name'], sending.fields)
  useRebased(contractorDraft(contractor), form.draft, form.replace)
  return (
    <Sheet
      isOpen
      onClose={onClose}
      title={t('contractors.editTitle', { name: contractor.name })}
      closeLabel={t('app.close')}
    >
      <Form submitLabel={t('action.save')} sending={sending} check={() => form.check()} onSubmit={save}>
        <Fields form={form} />
      </Form>
    </Sheet>
  )

  function save(): void {
    const body = changesOf(contractor, contractorOf(form.draft))
    if (body === undefined) return onClose()
    const ifMatch = etagOf(contractor)
    sending.send({ params: { contractorId: contractor.id }, body, ...(ifMatch === undefined ? {} : { ifMatch }) })
  }
}

function Fields({ form: { field, draft, set } }: { form: ReturnType<typeof useForm<ContractorDraft>> }) {
  return (
    <>
      <TextField label={t('contractors.name')} maxLength={200} isRequired {...field('name')} />
      <TextField label={t('contractors.company')} maxLength={200} {...field('company')} />
      <TextField label={t('contractors.phone')} type="tel" maxLength={60} {...field('phone')} />
      <TextField
        label={t('contractors.email')}
        type="email"
        maxLength={254}
        {...field('email')}
        error={field('email').error === undefined ? undefined : t('contractors.emailWrong')}
      />
      <TextField label={t('contractors.site')} inputMode="url" maxLength={2000} {...field('site')} />
      <Chips
        label={t('contractors.specialties')}
        options={specialties.map((value) => ({ value, label: t(specialtyKey[value]) }))}
        value={draft.specialties}
        onChange={(chosen) => set('specialties', chosen)}
      />
      <TextArea label={t('contractors.notes')} rows={3} maxLength={10_000} {...field('notes')} />
      <Switch isSelected={draft.favourite} onChange={(favourite) => set('favourite', favourite)}>
        {t('contractors.favourite')}
      </Switch>
    </>
  )
}
