import './dialog.css'
import { X } from 'lucide-react'
import { Dialog as AriaDialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { useEffect, type ReactNode } from 'react'
import { IconButton } from './button.tsx'
import { closeNotes } from './toast.ts'

export type OverlayProps = {
  isOpen: boolean
  onClose: () => void
  title: string
  /** The words of the close button, for a screen reader. */
  closeLabel: string
  children: ReactNode
  /** Buttons, kept in sight at the bottom. */
  footer?: ReactNode
}

/** A short question in the middle of the screen. */
export function Dialog(props: OverlayProps & { role?: 'dialog' | 'alertdialog' }) {
  return <Overlay {...props} look="dialog" />
}

/** Work beside the page: a side sheet on the desktop, the full screen on the phone. */
export function Sheet(props: OverlayProps) {
  return <Overlay {...props} look="sheet" />
}

type Look = { look: 'dialog' | 'sheet'; role?: 'dialog' | 'alertdialog' }

function Overlay({ isOpen, onClose, title, closeLabel, children, footer, look, role = 'dialog' }: OverlayProps & Look) {
  useEffect(() => {
    if (isOpen) closeNotes()
  }, [isOpen])
  return (
    <ModalOverlay
      className={`overlay overlay-${look}`}
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      isDismissable={role === 'dialog'}
    >
      <Modal className={`panel panel-of-${look}`}>
        <AriaDialog className="panel-dialog" role={role}>
          <header className="panel-header">
            <Heading slot="title" className="panel-title">
              {title}
            </Heading>
            <IconButton label={closeLabel} onPress={onClose}>
              <X aria-hidden />
            </IconButton>
          </header>
          <div className="panel-body">{children}</div>
          {Boolean(footer) && <footer className="panel-footer">{footer}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
