import { ToastQueue } from 'react-stately/useToastState'

export type ToastContent = {
  text: string
  /** Said instead of a plain note when something went wrong. */
  tone?: 'plain' | 'problem'
  /** One thing to do about it, such as undo. */
  action?: { label: string; onAction: () => void }
}

/** How long undo is offered, in milliseconds. */
export const undoTimeMs = 8000

/** The one queue of the application; the region in the shell shows it. */
export const toasts = new ToastQueue<ToastContent>({ maxVisibleToasts: 2 })

/** Shows a note at the bottom for 8 seconds; hovering or focusing it stops the clock. Returns a function that closes it. */
export function showToast(content: ToastContent): () => void {
  const key = toasts.add(content, { timeout: undoTimeMs })
  return () => toasts.close(key)
}

/** Closes what only told that something is done: whoever has gone on to other work has seen it, and it would lie over its buttons. */
export function closeNotes(): void {
  for (const { key, content } of toasts.visibleToasts) {
    if (content.tone !== 'problem' && content.action === undefined) toasts.close(key)
  }
}
