import { readInvitation, type Invitation } from './share-file.ts'

/** The part of the File Handling API (WICG) that an installed app uses; TypeScript does not know it yet. */
type LaunchQueue = { setConsumer: (consumer: (launch: { files: readonly FileSystemFileHandle[] }) => void) => void }

/** Calls back when the installed app was started with a `.honeydue` file. */
export function onOpenedFile(listener: (invitation: Invitation | undefined) => void): void {
  const { launchQueue }: { launchQueue?: LaunchQueue } = Object(globalThis)
  launchQueue?.setConsumer(({ files }) => {
    const [handle] = files
    if (handle) void handle.getFile().then(readInvitation).then(listener)
  })
}
