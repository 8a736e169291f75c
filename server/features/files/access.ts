/** What other features may use of files. */
export { finishArchive, saveArchive } from './archive-queries.ts'
export { keepArchive, sendArchive } from './archives.ts'
export { fileEntries } from './file-entries.ts'
export { deleteIfUnattached } from './file-queries.ts'
export { filesOfHome, filesOfPersonElsewhere, photosOf, replacePhotos, savePhotos } from './photo-queries.ts'
export { requirePhotos } from './require-photos.ts'
export { stored } from './stored.ts'
export type { FileServices } from './services.ts'
