// provider.mjs DIRECTORY PORT CERTIFICATE KEY READY: an OpenID Connect provider at https://localhost:PORT, with signing keys of
// its own, made at each start. It is ready when port READY answers, without TLS. Its users are whoever logs in; the part of a name before the dash is its group.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer as createPlain } from 'node:http';
import { createServer } from 'node:https';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [directory, port, certificate, key, ready] = process.argv.slice(2);
const installed = createRequire(pathToFileURL(`${directory}/package.json`));
const { Provider } = await import(pathToFileURL(installed.resolve('oidc-provider')).href);

const signing = (type, options, alg) => ({
  ...generateKeyPairSync(type, options).privateKey.export({ format: 'jwk' }),
  use: 'sig',
  alg,
  kid: randomBytes(8).toString('hex'),
});
const client = (id, alg) => ({
  client_id: id,
  token_endpoint_auth_method: 'none',
  redirect_uris: ['https://localhost/callback'],
  id_token_signed_response_alg: alg,
});

// kubeconfig-gen: on the caller's own machine, with any port of the loopback interface.
const native = (id) => ({
  client_id: id,
  application_type: 'native',
  token_endpoint_auth_method: 'none',
  redirect_uris: ['http://127.0.0.1/callback'],
  grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
});

const provider = new Provider(`https://localhost:${port}`, {
  jwks: {
    keys: [signing('rsa', { modulusLength: 2048 }, 'RS256'), signing('ec', { namedCurve: 'P-256' }, 'ES256')],
  },
  clients: [client('culvert', 'RS256'), client('culvert-ec', 'ES256'), client('another', 'RS256'), native('culvert-cli')],
  features: { deviceFlow: { enabled: true } },
  // Seconds. Less than kubeconfig-gen's margin, so that it renews each time.
  ttl: { IdToken: (ctx, token, client) => (client.clientId === 'culvert-cli' ? 29 : 3600) },
  cookies: { keys: [randomBytes(16).toString('hex')] },
  claims: { openid: ['sub', 'groups'] },
  conformIdTokenClaims: false,
  findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id, groups: [id.split('-')[0], 'all'] }) }),
});
createServer({ cert: readFileSync(certificate), key: readFileSync(key) }, provider.callback()).listen(port, 'localhost', () => {
  createPlain((request, response) => response.end('ready')).listen(ready, '127.0.0.1');
});
