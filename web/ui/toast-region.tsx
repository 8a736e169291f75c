import './toast.css'
import { X } from 'lucide-react'
import {
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastRegion as ToastRegionBase
} from 'react-aria-components/Toast'
import { Text } from 'react-aria-components/Text'
import { Button, IconButton } from './button.tsx'
import { toasts } from './toast.ts'

/** Where toasts appear. Loaded with the first toast. */
export function ToastRegion({ label, closeLabel }: { label: string; closeLabel: string }) {
  return (
    <ToastRegionBase queue={toasts} aria-label={label} className="toast-region">
      {({ toast }) => (
        <Toast toast={toast} className={`toast toast-${toast.content.tone ?? 'plain'}`}>
          <ToastContent className="grow">
            <Text slot="title">{toast.content.text}</Text>
          </ToastContent>
          {toast.content.action !== undefined && (
            <Button
              slot={null}
              variant="quiet"
              className="toast-action"
              onPress={() => {
                toast.content.action?.onAction()
                toasts.close(toast.key)
              }}
            >
              {toast.content.action.label}
            </Button>
          )}
          <IconButton slot="close" label={closeLabel} className="toast-close">
            <X aria-hidden />
          </IconButton>
        </Toast>
      )}
    </ToastRegionBase>
  )
}
