import './factors.css'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { showToast } from '../../../ui/toast.ts'
import { saveFile } from '../../save-file.ts'

/** Ten codes the moment they were made: to copy, to save, to print. They are never shown again. */
export function RecoveryCodesDialog({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const text = `${t('factors.codesFileTitle', { host: location.host })}\n\n${codes.join('\n')}\n`
  return (
    <Dialog
      isOpen
      role="alertdialog"
      onClose={onClose}
      title={t('factors.codesTitle')}
      closeLabel={t('app.close')}
      footer={
        <>
          <Button onPress={() => void copy(text)}>{t('action.copy')}</Button>
          <Button onPress={() => saveFile(new Blob([text], { type: 'text/plain' }), t('factors.codesFile'))}>
            {t('factors.codesSave')}
          </Button>
          <Button onPress={() => print()}>{t('factors.codesPrint')}</Button>
          <Button variant="primary" onPress={onClose}>
            {t('factors.codesKept')}
          </Button>
        </>
      }
    >
      <p>{t('factors.codesText')}</p>
      <ul className="recovery-codes figures" aria-label={t('factors.codesTitle')}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
    </Dialog>
  )
}

async function copy(text: string): Promise<void> {
  await navigator.clipboard.writeText(text)
  showToast({ text: t('action.copied') })
}
