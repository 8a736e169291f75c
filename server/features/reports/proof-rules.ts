/** Where a photo of a completion lies in the pack: a name that every file system takes, and none twice. */
export function photoPath(
  { id, completedOn, taskTitle }: { id: string; completedOn: string; taskTitle: string },
  index: number,
  extension: string
): string {
  return `photos/${completedOn} ${plain(taskTitle, 'photo')} ${id.slice(-6)}-${index + 1}.${extension}`
}

/** The same for a file of a paper. */
export function paperPath({ id, title }: { id: string; title: string }, index: number, extension: string): string {
  return `papers/${plain(title, 'paper')} ${id.slice(-6)}-${index + 1}.${extension}`
}

function plain(title: string, otherwise: string): string {
  const words = title
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .slice(0, 40)
    .trim()
  return words === '' ? otherwise : words
}
