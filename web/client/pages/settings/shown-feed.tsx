import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Disclosure } from '../../../ui/disclosure.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { showToast } from '../../../ui/toast.ts'

const programs = ['apple', 'google', 'outlook'] as const

/** The address the moment it was made, and how to give it to a calendar. It is never shown again. */
export function ShownFeed({ url, onClose }: { url: string; onClose: () => void }) {
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('feeds.shown')}
      closeLabel={t('app.close')}
      footer={
        <>
          <Button onPress={() => void copy(url)}>{t('feeds.copy')}</Button>
          <a className="button button-primary" href={url.replace(/^https?:/, 'webcal:')}>
            {t('feeds.open')}
          </a>
        </>
      }
    >
      <div className="stack">
        <p className="muted">{t('feeds.once')}</p>
        <TextField label={t('feeds.address')} value={url} isReadOnly onChange={() => {}} />
        {programs.map((program) => (
          <Disclosure key={program} label={t(`feeds.${program}`)}>
            <p>{t(`feeds.${program}.how`)}</p>
          </Disclosure>
        ))}
      </div>
    </Dialog>
  )
}

async function copy(text: string): Promise<void> {
  await navigator.clipboard.writeText(text)
  showToast({ text: t('action.copied') })
}
