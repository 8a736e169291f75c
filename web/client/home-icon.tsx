import './home-icon.css'
import { House } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Residence } from '#contract/residences.ts'
import { photoAddress } from './photos/photo-address.ts'

/** Beside the name of a home in a list: its picture, or else a sign; the name says it all. */
export function HomeIcon({
  home: { photoId },
  otherwise
}: {
  home: Pick<Residence, 'photoId'>
  otherwise?: ReactNode
}) {
  if (photoId === null) return otherwise ?? <House aria-hidden />
  return <img className="home-icon" src={photoAddress(photoId, 'thumbnail')} alt="" loading="lazy" />
}
