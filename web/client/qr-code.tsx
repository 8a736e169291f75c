import './qr-code.css'
import { create } from 'qrcode'
import { squaresPath } from './squares-path.ts'

/** A QR code as one path, with the quiet zone of four modules that ISO/IEC 18004 asks for; dark on light in every theme. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { modules } = create(text, { errorCorrectionLevel: 'M' })
  const side = modules.size + 8
  return (
    <svg className="qr" viewBox={`-4 -4 ${side} ${side}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <path d={`M-4-4h${side}v${side}h-${side}z`} fill="#fff" />
      <path d={squaresPath(modules.data, modules.size)} fill="#231f18" />
    </svg>
  )
}
