import { updateMe, type Me } from '#contract/accounts.ts'
import { formatTime } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import { ComboBox } from '../../../ui/combo-box.tsx'
import { NumberField } from '../../../ui/number-field.tsx'
import { Select } from '../../../ui/select.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { showToast } from '../../../ui/toast.ts'
import { changesOf } from '../../changes.ts'
import { Form } from '../../form.tsx'
import { applyMe, useMe } from '../../session.ts'
import { languageNames } from '../../shell/language-choice.tsx'
import { timeZoneOptions } from '../../time-zones.ts'
import { useForm } from '../../use-form.ts'
import { useSend } from '../../use-send.ts'

type Draft = Pick<Me, 'displayName' | 'language' | 'timeZone' | 'dueSoonDays' | 'reminderHour' | 'doneNotices'>
const languages = ['en', 'de'] as const
const noticeKinds = ['plain', 'full', 'none'] as const
/** Null: none. */
const hours = [null, ...Array.from({ length: 24 }, (_, hour) => hour)]

export function ProfileSection() {
  const me = useMe()
  const sending = useSend(updateMe, {
    onDone: async (changed) => {
      await applyMe(changed)
      showToast({ text: t('action.saved') })
    }
  })
  const { displayName, language, timeZone, dueSoonDays, reminderHour, doneNotices } = me
  const form = useForm<Draft>(
    { displayName, language, timeZone, dueSoonDays, reminderHour, doneNotices },
    ['displayName', 'timeZone'],
    sending.fields
  )

  return (
    <Card aria-labelledby="you">
      <h2 id="you" className="card-title">
        {t('settings.profile')}
      </h2>
      <Form check={form.check} sending={sending} submitLabel={t('action.save')} onSubmit={save}>
        <TextField
          {...form.field('displayName')}
          label={t('account.name')}
          description={t('account.nameHint')}
          maxLength={80}
          autoComplete="name"
          isRequired
          validationBehavior="aria"
        />
        <Select
          {...form.field('language')}
          label={t('settings.language')}
          options={languages.map((value) => ({ value, label: languageNames[value] }))}
        />
        <ComboBox
          {...form.field('timeZone')}
          label={t('settings.timeZone')}
          description={t('settings.timeZoneHint')}
          options={timeZoneOptions(timeZone)}
          emptyText={t('choice.noMatch')}
        />
        <NumberField
          {...form.field('dueSoonDays')}
          label={t('settings.dueSoon')}
          suffix={t('settings.dueSoonSuffix')}
          minValue={1}
          maxValue={365}
        />
        <ReminderHour {...form.field('reminderHour')} />
        <DoneNotices {...form.field('doneNotices')} />
      </Form>
    </Card>
  )

  function save(): void {
    const body = changesOf(me, { ...form.draft, displayName: form.draft.displayName.trim() })
    if (body === undefined) showToast({ text: t('action.saved') })
    else sending.send({ body })
  }
}

type DoneNoticesProps = {
  value: Me['doneNotices']
  onChange: (kind: Me['doneNotices']) => void
  error: string | undefined
}

function DoneNotices(field: DoneNoticesProps) {
  return (
    <Select
      {...field}
      label={t('settings.doneNotices')}
      description={t('settings.doneNoticesHint')}
      options={noticeKinds.map((value) => ({ value, label: t(`settings.doneNotices.${value}`) }))}
    />
  )
}

type ReminderHourProps = { value: number | null; onChange: (hour: number | null) => void; error: string | undefined }

function ReminderHour({ value, onChange, error }: ReminderHourProps) {
  return (
    <Select
      label={t('settings.reminderHour')}
      options={hours.map((hour) => ({ value: String(hour), label: hourWords(hour) }))}
      value={String(value)}
      onChange={(chosen) => onChange(hours.find((hour) => String(hour) === chosen) ?? null)}
      error={error}
    />
  )
}

function hourWords(hour: number | null): string {
  if (hour === null) return t('settings.reminderNone')
  return t('settings.reminderAt', { time: formatTime(`${String(hour).padStart(2, '0')}:00`) })
}
