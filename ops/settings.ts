import { dirname, resolve } from 'node:path'
import Type, { type Static } from 'typebox'
import { Check, Errors } from 'typebox/value'
import { OpsError } from './exit-codes.ts'
import { readYaml } from './yaml-file.ts'

const strict = { additionalProperties: false }
const Name = Type.String({ pattern: '^[a-z0-9]([a-z0-9-]*[a-z0-9])?$' })

const NeonId = Type.String({ pattern: '^[a-z0-9-]{1,60}$' })
const Url = Type.String({ pattern: '^https://[^/?#@\\s]+$' })

/** `ops.yaml`: where the tool works. No values: those are in files that it names. Every key: ops.example.yaml. */
const File = Type.Object(
  {
    /** Typed by the operator before anything is changed. */
    environment: Name,
    kubeconfig: Type.String({ minLength: 1 }),
    context: Type.Optional(Type.String({ minLength: 1 })),
    /** The uid of its kube-system, as secrets status shows it: another cluster is refused. */
    clusterUid: Type.Optional(Type.String({ minLength: 1 })),
    namespace: Name,
    /** Where pods answer /internal/credentials. */
    internalPort: Type.Integer({ minimum: 1, maximum: 65_535 }),
    escrow: Type.Object(
      {
        folder: Type.String({ minLength: 1 }),
        recipients: Type.Array(Type.String({ pattern: '^age1[a-z0-9]+$' }), { minItems: 2 }),
        identityFile: Type.String({ minLength: 1 })
      },
      strict
    ),
    /** For POSTGRES_PASSWORD. */
    postgres: Type.Optional(
      Type.Object(
        {
          host: Type.String({ minLength: 1 }),
          port: Type.Integer({ minimum: 1, maximum: 65_535 }),
          database: Type.String({ minLength: 1 }),
          certificateAuthorityFile: Type.Optional(Type.String({ minLength: 1 })),
          rotator: Type.Object(
            { user: Type.String({ minLength: 1 }), passwordFile: Type.String({ minLength: 1 }) },
            strict
          ),
          roles: Type.Array(Type.String({ pattern: '^[a-z_][a-z0-9_]{0,62}$' }), { minItems: 2, maxItems: 2 }),
          /** `plain` where something before PostgreSQL wants the password itself. */
          hash: Type.Optional(Type.Enum(['verifier', 'plain']))
        },
        strict
      )
    ),
    /** For POSTGRES_PASSWORD at Neon, where no role may change the two by SQL. */
    neon: Type.Optional(
      Type.Object(
        {
          project: NeonId,
          branch: NeonId,
          /** NEON_API_KEY */
          apiKeyFile: Type.String({ minLength: 1 }),
          url: Type.Optional(Url),
          certificateAuthorityFile: Type.Optional(Type.String({ minLength: 1 }))
        },
        strict
      )
    ),
    /** For ghcr-credentials. */
    registry: Type.Optional(
      Type.Object(
        {
          /** As images name it: git.example.org */
          host: Type.String({ pattern: '^[a-z0-9.-]+(:\\d{1,5})?$' }),
          /** Whose packages it may read. */
          user: Type.String({ pattern: '^[\\w.-]{1,64}$' }),
          /** GITEA_ROBOT_PASSWORD; without it a human makes the tokens. */
          passwordFile: Type.Optional(Type.String({ minLength: 1 })),
          certificateAuthorityFile: Type.Optional(Type.String({ minLength: 1 }))
        },
        strict
      )
    ),
    /** For FCM_SERVER_KEY. */
    google: Type.Optional(
      Type.Object(
        {
          /** GOOGLE_ADMIN_KEY: the JSON key of an account that may manage the keys of the one that sends. */
          adminKeyFile: Type.String({ minLength: 1 }),
          /** In place of Google's own hosts. */
          url: Type.Optional(Url),
          certificateAuthorityFile: Type.Optional(Type.String({ minLength: 1 }))
        },
        strict
      )
    ),
    /** For apns_auth_key.p8. */
    apns: Type.Optional(
      Type.Object(
        {
          /** The bundle id of the app. */
          topic: Type.String({ minLength: 1 }),
          url: Type.Optional(Url),
          certificateAuthorityFile: Type.Optional(Type.String({ minLength: 1 }))
        },
        strict
      )
    ),
    /** For OBS_INGEST_TOKEN. */
    ingest: Type.Optional(
      Type.Object(
        {
          /** As the product's telemetry.url. */
          url: Url,
          /** What may manage its tokens. */
          adminTokenFile: Type.String({ minLength: 1 }),
          certificateAuthorityFile: Type.Optional(Type.String({ minLength: 1 }))
        },
        strict
      )
    ),
    /** For REDIS_PASSWORD. */
    redis: Type.Optional(
      Type.Object(
        {
          url: Type.String({ pattern: '^rediss?://[^/?#@\\s]+$' }),
          /** As redis.url of config.yaml names it. */
          user: Type.String({ pattern: '^[\\w-]{1,64}$' }),
          certificateAuthorityFile: Type.Optional(Type.String({ minLength: 1 })),
          rotator: Type.Object(
            { user: Type.String({ pattern: '^[\\w-]{1,64}$' }), passwordFile: Type.String({ minLength: 1 }) },
            strict
          ),
          /** The Secret that Redis has its ACL file from. */
          acl: Type.Object({ secret: Name, key: Type.String({ pattern: '^[\\w.-]{1,64}$' }) }, strict)
        },
        strict
      )
    ),
    /** For admin-basic-auth. */
    admin: Type.Optional(
      Type.Object(
        {
          /** What Traefik lets nobody see without a name and a password. */
          url: Type.String({ pattern: '^https://[^?#@\\s]+$' }),
          certificateAuthorityFile: Type.Optional(Type.String({ minLength: 1 })),
          /** Where Traefik's pods are, whose access log says who was let in. */
          traefik: Type.Object({ namespace: Name, label: Type.String({ pattern: '^[\\w./-]+=[\\w.-]+$' }) }, strict)
        },
        strict
      )
    ),
    /** For cloudflare-origin-cert. */
    cloudflare: Type.Optional(
      Type.Object(
        {
          /** The zone's id. */
          zone: Type.String({ pattern: '^[0-9a-f]{32}$' }),
          /** Whom the certificate is for. */
          hosts: Type.Array(Type.String({ pattern: '^(\\*\\.)?[a-z0-9-]+(\\.[a-z0-9-]+)+$' }), {
            minItems: 1,
            maxItems: 100
          }),
          tokenFile: Type.String({ minLength: 1 }),
          /** Each Traefik, past the edge. */
          addresses: Type.Array(Type.String({ pattern: '^[^\\s/]+:\\d{1,5}$' }), { minItems: 1 }),
          /** Who signs certificates for origins. */
          originAuthorityFile: Type.Optional(Type.String({ minLength: 1 })),
          url: Type.Optional(Url),
          certificateAuthorityFile: Type.Optional(Type.String({ minLength: 1 }))
        },
        strict
      )
    ),
    /** For EMAIL_HOST_PASSWORD. */
    smtp: Type.Optional(
      Type.Object(
        {
          host: Type.String({ minLength: 1 }),
          port: Type.Integer({ minimum: 1, maximum: 65_535 }),
          security: Type.Enum(['tls', 'starttls']),
          user: Type.String({ minLength: 1 }),
          certificateAuthorityFile: Type.Optional(Type.String({ minLength: 1 }))
        },
        strict
      )
    )
  },
  strict
)
export type OpsSettings = Static<typeof File>

/** Paths in the file stand beside it. */
export function readOpsSettings(path: string): OpsSettings {
  const file = readYaml(path, (why) => new OpsError('wrong use', `${path} ${why} What goes into it: ops.example.yaml`))
  if (!Check(File, file)) {
    const problems = Errors(File, file).map(
      ({ instancePath, message }) => `  ${instancePath.slice(1).replaceAll('/', '.') || 'the file'} ${message}`
    )
    throw new OpsError('wrong use', `${path} will not do:\n${problems.join('\n')}`)
  }
  const beside = (name: string) => resolve(dirname(path), name)
  const { folder, identityFile, recipients } = file.escrow
  const escrow = { folder: beside(folder), identityFile: beside(identityFile), recipients }
  return { ...file, kubeconfig: beside(file.kubeconfig), escrow, ...sectionsOf(file, beside) }
}

function sectionsOf(file: OpsSettings, beside: (name: string) => string): Partial<OpsSettings> {
  return {
    ...(file.postgres && { postgres: withRotator(file.postgres, beside) }),
    ...(file.redis && { redis: withRotator(file.redis, beside) }),
    ...(file.admin && { admin: withAuthority(file.admin, beside) }),
    ...(file.apns && { apns: withAuthority(file.apns, beside) }),
    ...(file.google && {
      google: { ...withAuthority(file.google, beside), adminKeyFile: beside(file.google.adminKeyFile) }
    }),
    ...(file.registry && { registry: registryOf(file.registry, beside) }),
    ...(file.neon && { neon: { ...withAuthority(file.neon, beside), apiKeyFile: beside(file.neon.apiKeyFile) } }),
    ...(file.ingest && {
      ingest: { ...withAuthority(file.ingest, beside), adminTokenFile: beside(file.ingest.adminTokenFile) }
    }),
    ...cloudflareOf(file, beside),
    ...(file.smtp && { smtp: withAuthority(file.smtp, beside) })
  }
}

function withAuthority<T extends { certificateAuthorityFile?: string }>(
  section: T,
  beside: (name: string) => string
): T {
  const { certificateAuthorityFile: file } = section
  return { ...section, ...(file !== undefined && { certificateAuthorityFile: beside(file) }) }
}

function registryOf(registry: NonNullable<OpsSettings['registry']>, beside: (name: string) => string) {
  const { passwordFile: file } = registry
  return { ...withAuthority(registry, beside), ...(file !== undefined && { passwordFile: beside(file) }) }
}

function cloudflareOf({ cloudflare }: OpsSettings, beside: (name: string) => string): Pick<OpsSettings, 'cloudflare'> {
  if (!cloudflare) return {}
  const { tokenFile, originAuthorityFile: file } = cloudflare
  const authority = file !== undefined && { originAuthorityFile: beside(file) }
  return { cloudflare: { ...withAuthority(cloudflare, beside), ...authority, tokenFile: beside(tokenFile) } }
}

function withRotator<T extends { certificateAuthorityFile?: string; rotator: { user: string; passwordFile: string } }>(
  section: T,
  beside: (name: string) => string
): T {
  const { rotator } = section
  return {
    ...withAuthority(section, beside),
    rotator: { ...rotator, passwordFile: beside(rotator.passwordFile) }
  }
}
