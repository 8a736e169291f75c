/** What other features may use of files. */
export { deleteIfUnattached } from './file-queries.ts'
export { filesOfHome, photosOf, replacePhotos, savePhotos } from './photo-queries.ts'
export { requirePhotos } from './require-photos.ts'
export { stored } from './stored.ts'
export type { FileServices } from './services.ts'
