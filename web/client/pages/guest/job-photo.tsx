import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { Photo } from '#contract/completions.ts'
import { getGuestFile } from '#contract/guests.ts'
import { call } from '../../../api.ts'
import { t } from '../../../messages/i18n.ts'

/** What the job looks like. */
export function JobPhotos({ photos }: { photos: readonly Photo[] }) {
  if (photos.length === 0) return null
  return (
    <ul className="guest-photos" aria-label={t('guest.photos')}>
      {photos.map((photo, index) => (
        <li key={photo.fileId}>
          <JobPhoto photo={photo} number={index + 1} />
        </li>
      ))}
    </ul>
  )
}

/** Read with the secret of the link, which an image element would not send. */
function JobPhoto({ photo: { fileId, width, height }, number }: { photo: Photo; number: number }) {
  const { data } = useQuery({
    queryKey: [getGuestFile.path, fileId],
    queryFn: ({ signal }) => call(getGuestFile, { params: { fileId }, query: { size: 'thumbnail' } }, signal)
  })
  const image = useRef<HTMLImageElement>(null)
  useEffect(() => {
    if (!data || image.current === null) return undefined
    const address = URL.createObjectURL(data)
    image.current.src = address
    return () => URL.revokeObjectURL(address)
  }, [data])
  return <img ref={image} alt={t('guest.photo', { number })} width={width} height={height} />
}
