import 'reflect-metadata'
import { KeyObject, sign, webcrypto, X509Certificate as NodeCertificate } from 'node:crypto'
import {
  AuthorityInfoAccessExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  Extension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
  type X509Certificate
} from '@peculiar/x509'

type Pair = { readonly certificate: X509Certificate; readonly keys: CryptoKeyPair }
type CryptoKeyPair = webcrypto.CryptoKeyPair

/** What can be wrong with a signer. */
export type Flaws = {
  readonly withoutLeafPurpose?: boolean
  readonly withoutIntermediatePurpose?: boolean
  readonly leafIsAuthority?: boolean
  readonly intermediateIsNoAuthority?: boolean
  readonly leafUntil?: string
  readonly intermediateUntil?: string
  readonly curve?: 'P-256' | 'P-384'
  /** Signed by the root, which it calls by another name. */
  readonly intermediateNamesAnother?: boolean
  /** Signed by the leaf of a signer without flaws. */
  readonly leafIssuesLeaf?: boolean
}

/** Signs as the App Store does. */
export type Signer = {
  /** DER, base64: leaf, intermediate, root. */
  readonly x5c: readonly [string, string, string]
  readonly leaf: NodeCertificate
  readonly intermediate: NodeCertificate
  readonly key: KeyObject
  jws(payload: object, header?: object): string
}

/** An authority of the tests' own, made as Apple's is: root, intermediate, leaf, each with what Apple's says it is for. */
export type SigningAuthority = {
  /** PEM */
  readonly root: string
  readonly signer: Signer
  flawed(flaws: Flaws): Promise<Signer>
  /** For localhost, signed by the same root. */
  readonly tls: { readonly cert: string; readonly key: string }
  /** Those who sign certificates, from the root, and who answers for the second. */
  readonly issuers: readonly Issuing[]
}

const p384 = { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' } as const
const asn1Null = Uint8Array.of(5, 0)
const purposes = { intermediate: '1.2.840.113635.100.6.2.1', leaf: '1.2.840.113635.100.6.11.1' }

export type Issuing = {
  readonly subject: Buffer
  readonly publicKey: Buffer
  readonly key: KeyObject
  readonly responder?: { readonly certificate: Buffer; readonly key: KeyObject }
}

export type AuthorityOptions = {
  /** Where the certificates say that their state can be asked for. */
  readonly ocspUrl?: string
}

export async function signingAuthority({ ocspUrl }: AuthorityOptions = {}): Promise<SigningAuthority> {
  const rootKeys = await newKeys('P-384')
  const root = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=Root of the tests',
    keys: rootKeys,
    signingAlgorithm: p384,
    ...during(),
    extensions: [new BasicConstraintsExtension(true, undefined, true)]
  })
  const top: Pair = { certificate: root, keys: rootKeys }
  const asked = ocspUrl === undefined ? [] : [new AuthorityInfoAccessExtension({ ocsp: ocspUrl })]
  const purpose = (oid: string, isLeftOut = false) => (isLeftOut ? [] : [new Extension(oid, false, asn1Null)])

  const intermediateWith = (flaws: Flaws) =>
    issue(top, 'CN=Intermediate of the tests', {
      curve: 'P-384',
      ...(flaws.intermediateNamesAnother && { issuerName: 'CN=Another root' }),
      ...during(flaws.intermediateUntil),
      extensions: [
        new BasicConstraintsExtension(flaws.intermediateIsNoAuthority !== true, undefined, true),
        ...purpose(purposes.intermediate, flaws.withoutIntermediatePurpose),
        ...asked
      ]
    })

  const leafWith = (issuer: Pair, flaws: Flaws) =>
    issue(issuer, 'CN=Signer of the tests', {
      curve: flaws.curve ?? 'P-256',
      ...during(flaws.leafUntil),
      extensions: [
        new BasicConstraintsExtension(flaws.leafIsAuthority === true, undefined, true),
        ...purpose(purposes.leaf, flaws.withoutLeafPurpose),
        ...asked
      ]
    })

  const intermediate = await intermediateWith({})
  const leaf = await leafWith(intermediate, {})
  const flawed = async (flaws: Flaws) => {
    if (flaws.leafIssuesLeaf) return signerOf(await leafWith(leaf, flaws), leaf, root)
    const isOther = Object.keys(flaws).some((name) => /intermediate/i.test(name))
    const above = isOther ? await intermediateWith(flaws) : intermediate
    return signerOf(await leafWith(above, flaws), above, root)
  }
  return {
    root: root.toString('pem'),
    signer: signerOf(leaf, intermediate, root),
    flawed,
    tls: await tlsPair(top),
    issuers: [issuing(top), { ...issuing(intermediate), responder: await responderOf(intermediate) }]
  }
}

function issuing({ certificate, keys }: Pair): Issuing {
  const { subjectName, publicKey } = certificate
  return {
    subject: Buffer.from(subjectName.toArrayBuffer()),
    publicKey: Buffer.from(publicKey.rawData).subarray(-97), // the point of P-384
    key: KeyObject.from(keys.privateKey)
  }
}

async function responderOf(issuer: Pair): Promise<NonNullable<Issuing['responder']>> {
  const { certificate, keys } = await issue(issuer, 'CN=Responder of the tests', {
    curve: 'P-384',
    ...during(),
    extensions: [new ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.9'])]
  })
  return { certificate: Buffer.from(certificate.rawData), key: KeyObject.from(keys.privateKey) }
}

async function tlsPair(root: Pair): Promise<SigningAuthority['tls']> {
  const { certificate, keys } = await issue(root, 'CN=localhost', {
    curve: 'P-256',
    ...during(),
    extensions: [new SubjectAlternativeNameExtension([{ type: 'dns', value: 'localhost' }])]
  })
  const key = KeyObject.from(keys.privateKey).export({ format: 'pem', type: 'pkcs8' })
  return { cert: certificate.toString('pem'), key }
}

type Wanted = {
  readonly issuerName?: string
  readonly curve: 'P-256' | 'P-384'
  readonly notBefore: Date
  readonly notAfter: Date
  readonly extensions: Extension[]
}

async function issue(issuer: Pair, subject: string, { curve, issuerName, ...wanted }: Wanted): Promise<Pair> {
  const keys = await newKeys(curve)
  const certificate = await X509CertificateGenerator.create({
    subject,
    issuer: issuerName ?? issuer.certificate.subject,
    publicKey: keys.publicKey,
    signingKey: issuer.keys.privateKey,
    signingAlgorithm: p384,
    ...wanted
  })
  return { certificate, keys }
}

function newKeys(namedCurve: string): Promise<CryptoKeyPair> {
  return webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve }, true, ['sign', 'verify'])
}

/** Long before any test's now, until long after. */
function during(until = '2099-01-01T00:00:00Z'): { notBefore: Date; notAfter: Date } {
  return { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date(until) }
}

function signerOf(leaf: Pair, intermediate: Pair, root: X509Certificate): Signer {
  const base64 = (certificate: X509Certificate) => Buffer.from(certificate.rawData).toString('base64')
  const x5c = [base64(leaf.certificate), base64(intermediate.certificate), base64(root)] as const
  const key = KeyObject.from(leaf.keys.privateKey)
  return {
    x5c,
    key,
    leaf: new NodeCertificate(Buffer.from(leaf.certificate.rawData)),
    intermediate: new NodeCertificate(Buffer.from(intermediate.certificate.rawData)),
    jws: (payload, header = {}) => compact(payload, { alg: 'ES256', x5c, ...header }, key)
  }
}

/** A JWS of ES256, whatever its header says. */
export function compact(payload: object, header: object, key: KeyObject): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = `${part(header)}.${part(payload)}`
  return `${signed}.${sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
}
