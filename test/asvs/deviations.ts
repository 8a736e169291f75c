import type { Deviations } from './document.ts'

const deployment =
  'Not there yet: it belongs to the images and manifests for a cluster. Who runs honeyDue terminates TLS in front of it (docs/security.md).'
const staff = 'Not there yet: there is no administration by way of the network, so nobody to whom it could apply.'

/** Requirements of level 1 and 2 that honeyDue does not meet, or only in part: why, and what stands in their place. */
export const deviations: Deviations = {
  '1.2.2': 'Not there yet: no field takes the address of a page. It comes with tradespeople and their web pages.',
  '2.1.2':
    'In part: rules over several fields are tested (schedules, assignments, dates), and told with their reasons in docs/decisions/0006, but in no list of their own.',
  '3.5.4': deployment,
  '4.1.2': 'TLS and its redirect are the proxy’s: honeyDue itself never redirects a call of its API.',
  '5.4.3':
    'In part: files are not scanned for viruses. Pictures are drawn anew, so nothing but pixels goes on; a PDF is only ever saved, never shown.',
  '6.3.3':
    'In part: a second factor and passkeys are there for everybody and forced on nobody. A household whose members lock themselves out is worse off; what matters asks again (step-up).',
  '6.5.4':
    'In part: a share code has 50 bits and not 128, because people read it to each other. It is short-lived, has few uses, is kept as a keyed digest, and misses are limited.',
  '6.5.5': 'In part: numeric codes live ten minutes; the link to choose a new password, with its 256 bits, an hour.',
  '7.4.5': staff,
  '11.5.1':
    'In part: every secret has 256 random bits except codes that people type: eight digits for ten minutes and five tries, and share codes (6.5.4).',
  '12.1.1': deployment,
  '12.1.2': deployment,
  '12.2.1': deployment,
  '12.2.2': deployment,
  '12.3.3': deployment,
  '13.2.1':
    'In part: PostgreSQL has a role of its own for the service; separate roles for each replica come with the images and manifests.',
  '13.3.1': 'In part: secrets come from files only; that images and manifests hold none comes with them.',
  '13.3.2':
    'In part: honeyDue makes its own secrets readable for itself alone; that given ones are so is the operator’s, and checked with the rotation of secrets to come.',
  '13.4.1': deployment,
  '14.3.1':
    'In part: the client deletes all it has read, from memory and from what it kept for offline, when somebody signs out; Clear-Site-Data names the cache alone.',
  '15.2.1': '`npm run audit` is the gate. It asks the registry, so it is no part of `npm test`, which needs no network.'
}
