import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { argv } from 'node:process'
import sharp from 'sharp'
import { signIn } from '#contract/accounts.ts'
import { listCompletions, setCompletionPhotos } from '#contract/completions.ts'
import { createDocument } from '#contract/documents.ts'
import { beginUpload, finishUpload, sendUploadPart } from '#contract/files.ts'
import { downloadProofPack, getProofPack, requestProofPack } from '#contract/proof-packs.ts'
import { printYearReport } from '#contract/reports.ts'
import { listResidences } from '#contract/residences.ts'
import type { Input, Output, Route } from '#contract/route.ts'
import { demoEmails, demoPassword } from '#server/demo/fill-demo.ts'
import { freePort, roomyConfig, startHoneyDue } from './honeydue-process.ts'
import { pdf } from './picture.ts'

/** `npm run samples [-- FOLDER]`: the report of a year and a proof pack, as the demo household gets them. */

type Call = <R extends Route>(route: R, input: Input<R>) => Promise<Output<R>>
type Parts = {
  params?: Record<string, string>
  query?: Record<string, unknown>
  body?: unknown
  bytes?: Uint8Array<ArrayBuffer>
}

function caller(url: string, token?: string): Call {
  return async (route, input) => {
    const parts = input as Parts // what Input<R> is made of
    const body = parts.bytes ?? (parts.body === undefined ? null : JSON.stringify(parts.body))
    const headers = {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== null && { 'content-type': route.bytes?.type ?? 'application/json' })
    }
    const response = await fetch(`${url}${addressOf(route, parts)}`, { method: route.method, headers, body })
    if (!response.ok) throw new Error(`${route.path}: ${response.status} ${await response.text()}`)
    return (route.file ? await response.blob() : await response.json()) as Output<typeof route> // as the contract says
  }
}

function addressOf({ path }: Route, { params = {}, query = {} }: Parts): string {
  const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]))
  return `${path.replaceAll(/:(\w+)/g, (_, name: string) => params[name] ?? '')}?${search.toString()}`
}

/** A house on a hill, as large as a photo of a phone. */
function photo(sky: string): Promise<Buffer> {
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="1200"><rect width="1600" height="1200" fill="${sky}"/>
    <ellipse cx="800" cy="1250" rx="1200" ry="450" fill="#5b8c5a"/><rect x="550" y="520" width="500" height="360" fill="#f3eee4"/>
    <path d="M500 540 L800 300 L1100 540 Z" fill="#8f5400"/><rect x="750" y="680" width="110" height="200" fill="#655d4e"/></svg>`
  return sharp(Buffer.from(drawing)).jpeg().toBuffer()
}

async function addFile(call: Call, residenceId: string, bytes: Buffer, name: string): Promise<string> {
  const { id } = await call(beginUpload, { params: { residenceId }, body: { size: bytes.length, name } })
  const params = { uploadId: id }
  await call(sendUploadPart, { params, query: { offset: 0 }, bytes: new Uint8Array(bytes) })
  return (await call(finishUpload, { params })).id
}

async function writeSamples(call: Call, folder: string): Promise<void> {
  const { items: homes } = await call(listResidences, { query: {} })
  const home = homes[0]
  if (!home) throw new Error('the demo has no home')
  const params = { residenceId: home.id }
  const { items: history } = await call(listCompletions, { params, query: { kind: 'done', limit: 3 } })
  for (const [index, { id }] of history.entries()) {
    const photoIds = [
      await addFile(call, home.id, await photo(['#9cc4e4', '#f2b33d', '#b8a9ff'][index] ?? ''), 'house.jpg')
    ]
    await call(setCompletionPhotos, { params: { completionId: id }, body: { photoIds } })
  }
  const fileIds = [await addFile(call, home.id, pdf('Receipt: gutter brush'), 'receipt.pdf')]
  const details = { kind: 'receipt', seller: 'Hardware store' } as const
  await call(createDocument, { params, body: { title: 'Gutter brush', details, fileIds } })

  const year = Number(home.today.slice(0, 4))
  const report = await call(printYearReport, { params, query: { year: year - 1, by: 'asset', language: 'en' } })
  await writeFile(join(folder, 'year-report.pdf'), report.stream())
  const include = { photos: true, notes: true, costs: true, people: true, papers: true }
  await call(requestProofPack, { params, body: { from: `${year}-01-01`, to: home.today, include, language: 'en' } })
  for (;;) {
    const { proofPack } = await call(getProofPack, { params })
    if (proofPack?.state === 'ready') break
    if (proofPack?.state !== 'waiting') throw new Error(`the pack is ${proofPack?.state}`)
    await new Promise((done) => setTimeout(done, 500))
  }
  await writeFile(join(folder, 'proof-pack.zip'), (await call(downloadProofPack, { params })).stream())
}

const folder = resolve(argv[2] ?? 'samples')
const data = await mkdtemp(join(tmpdir(), 'honeydue-samples-'))
const port = await freePort()
const honeyDue = startHoneyDue(['all', '--demo', '--config', await roomyConfig(data), '--data', data], port)
try {
  await honeyDue.ready
  await mkdir(folder, { recursive: true })
  const reply = await caller(honeyDue.url)(signIn, {
    body: { email: demoEmails[0], password: demoPassword, transport: 'bearer' }
  })
  if (!('token' in reply) || typeof reply.token !== 'string') throw new Error('the demo asks for a second factor')
  await writeSamples(caller(honeyDue.url, reply.token), folder)
  process.stdout.write(`year-report.pdf and proof-pack.zip are in ${folder}\n`)
} finally {
  await honeyDue.stop()
  await rm(data, { recursive: true, force: true })
}
