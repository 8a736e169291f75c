import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import helmet, { type HelmetOptions } from 'helmet'

/** Where browsers tell what our content security policy stopped (reports.ts). */
export const reportPath = '/reports/policy'

const everywhere = {
  strictTransportSecurity: { maxAge: 63_072_000, includeSubDomains: true, preload: true },
  referrerPolicy: { policy: 'no-referrer' },
  crossOriginOpenerPolicy: { policy: 'same-origin' },
  crossOriginResourcePolicy: { policy: 'same-origin' },
  xFrameOptions: { action: 'deny' }
} as const satisfies HelmetOptions

const pagePolicy = {
  ...everywhere,
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      manifestSrc: ["'self'"],
      workerSrc: ["'self'"],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      // No text becomes a script: the one address that does is made by the policy of keep-shell.ts.
      requireTrustedTypesFor: ["'script'"],
      trustedTypes: ['honeydue'],
      reportUri: [reportPath],
      reportTo: ['policy']
    }
  }
} as const satisfies HelmetOptions

const apiPolicy = {
  ...everywhere,
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
      sandbox: [] // a file that is opened by its address is nobody's page
    }
  }
} as const satisfies HelmetOptions

/** What of the browser no page of ours needs, so that no script that got in can use it either. */
const unused = [
  'accelerometer',
  'autoplay',
  'bluetooth',
  'browsing-topics',
  'camera',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'gamepad',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'picture-in-picture',
  'screen-wake-lock',
  'serial',
  'storage-access',
  'usb',
  'xr-spatial-tracking'
]
/** Copying a code, and passkeys. */
const usedByPages = ['clipboard-read', 'clipboard-write', 'publickey-credentials-create', 'publickey-credentials-get']

/** Pages: everything from this origin and nothing inline. */
export const pageHeaders: Readonly<Record<string, string>> = {
  ...headersOf(pagePolicy),
  'permissions-policy': permissions(unused, usedByPages),
  'reporting-endpoints': `policy="${reportPath}"`
}
/** Answers of the API are data: a browser that shows one as a page may do nothing with it. */
export const apiHeaders: Readonly<Record<string, string>> = {
  ...headersOf(apiPolicy),
  'permissions-policy': permissions([...unused, ...usedByPages], [])
}

function permissions(off: readonly string[], own: readonly string[]): string {
  return [...off.map((feature) => `${feature}=()`), ...own.map((feature) => `${feature}=(self)`)].join(', ')
}

/** Reckoned once: the policies are the same for every answer, and helmet reckons them anew for each. */
function headersOf(policy: HelmetOptions): Readonly<Record<string, string>> {
  const response = new ServerResponse(new IncomingMessage(new Socket()))
  helmet(policy)(response.req, response, () => {})
  return Object.fromEntries(Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]))
}
