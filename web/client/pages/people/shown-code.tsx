import { lazy, Suspense } from 'react'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { showToast } from '../../../ui/toast.ts'
import { paths } from '../../paths.ts'
import { later } from '../../later.ts'

const QrCode = lazy(async () => ({ default: (await later(import('../../qr-code.tsx'), 'base')).QrCode }))

type ShownCodeProps = {
  code: string
  /** Where it is used; an invitation when left out. */
  link?: string
  onClose: () => void
}

/** A code the moment it was made: to scan, to read out, to copy. It is never shown again. */
export function ShownCode({ code, link: path = paths.join(code), onClose }: ShownCodeProps) {
  const link = new URL(path, location.origin).href
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('share.codeTitle')}
      closeLabel={t('app.close')}
      footer={
        <>
          <Button onPress={() => void copy(code)}>{t('share.copyCode')}</Button>
          <Button variant="primary" onPress={() => void copy(link)}>
            {t('share.copyLink')}
          </Button>
        </>
      }
    >
      <p className="muted">{t('share.codeOnce')}</p>
      <p className="shown-code figures" aria-label={t('share.codeLabel', { code: code.split('').join(' ') })}>
        {code.slice(0, 5)}
        <span aria-hidden> </span>
        {code.slice(5)}
      </p>
      <div className="qr-frame">
        <Suspense>
          <QrCode text={link} label={t('share.qr')} />
        </Suspense>
      </div>
    </Dialog>
  )
}

async function copy(text: string): Promise<void> {
  await navigator.clipboard.writeText(text)
  showToast({ text: t('action.copied') })
}
