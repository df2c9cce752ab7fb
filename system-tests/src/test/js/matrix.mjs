// The official JavaScript client, used as its users do.
//
//   KUBECONFIG=FILE node matrix.mjs NAMESPACE [slash]
//
// With "slash" the server's address ends with one. The namespace holds the pods "shell" and "ticker" that the client matrix
// makes.

import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import * as k8s from '@kubernetes/client-node';
import { run, test, within } from './cases.mjs';

const [namespace, variant] = process.argv.slice(2);
const config = new k8s.KubeConfig();
config.loadFromDefault();
if (variant === 'slash') {
  config.clusters = config.clusters.map((cluster) => ({ ...cluster, server: cluster.server + '/' }));
}
const core = config.makeApiClient(k8s.CoreV1Api);
const maps = `/api/v1/namespaces/${namespace}/configmaps`;

const configMap = (name, data, labels = {}) => ({
  namespace,
  body: { metadata: { name, labels }, data },
});

/** Code, reason and message of a request that must fail. */
async function refused(promise) {
  try {
    await promise;
  } catch (error) {
    const status = typeof error.body === 'string' ? JSON.parse(error.body) : error.body;
    return [error.code, status?.reason, status?.message];
  }
  throw new Error('not refused');
}

/** A stream that keeps what is written to it, and can be waited for. */
class Sink extends Writable {
  bytes = Buffer.alloc(0);
  waiters = [];

  _write(chunk, encoding, done) {
    this.bytes = Buffer.concat([this.bytes, Buffer.from(chunk, encoding)]);
    this.waiters = this.waiters.filter(({ enough, resolve }) => !enough(this.bytes) || resolve());
    done();
  }

  until(enough, what) {
    const filled = new Promise((resolve) => (enough(this.bytes) ? resolve() : this.waiters.push({ enough, resolve })));
    return within(50_000, filled, `${what}, after ${this.bytes.length} bytes`);
  }

  toString() {
    return this.bytes.toString();
  }
}

// Reading and writing

test('version', async () => (await config.makeApiClient(k8s.VersionApi).getCode()).gitVersion);

test('discovery', async () => {
  const groups = (await config.makeApiClient(k8s.ApisApi).getAPIVersions()).groups;
  return groups.flatMap((group) => group.versions.map((version) => version.groupVersion)).sort();
});

test('nodes', async () => (await core.listNode()).items.map((node) => node.metadata.name));

test('create, read, replace, patch, delete', async () => {
  const made = await core.createNamespacedConfigMap(configMap('js', { a: 'one <&> \u00e9' }));
  made.data.b = 'two';
  const replaced = await core.replaceNamespacedConfigMap({ name: 'js', namespace, body: made });
  const patch = (body, strategy) =>
    core.patchNamespacedConfigMap({ name: 'js', namespace, body }, k8s.setHeaderOptions('Content-Type', strategy));
  const json = await patch([{ op: 'add', path: '/data/c', value: 'three' }], k8s.PatchStrategy.JsonPatch);
  const merged = await patch({ data: { d: 'four' } }, k8s.PatchStrategy.MergePatch);
  const strategic = await patch({ data: { a: null } }, k8s.PatchStrategy.StrategicMergePatch);
  const read = await core.readNamespacedConfigMap({ name: 'js', namespace });
  const deleted = await core.deleteNamespacedConfigMap({ name: 'js', namespace, propagationPolicy: 'Background' });
  return [replaced.data, json.data, merged.data, strategic.data, read.data, deleted.status];
});

test('refusals', async () => {
  await core.createNamespacedConfigMap(configMap('twice', {}));
  return [
    await refused(core.createNamespacedConfigMap(configMap('twice', {}))),
    await refused(core.createNamespacedConfigMap(configMap('Not_Valid', {}))),
    await refused(core.readNamespacedConfigMap({ name: 'absent', namespace })),
    await refused(core.listNamespacedConfigMap({ namespace, labelSelector: '==' })),
  ];
});

test('a wrong token', async () => {
  const stranger = new k8s.KubeConfig();
  stranger.loadFromClusterAndUser(config.getCurrentCluster(), { name: 'stranger', token: 'wrong' });
  return (await refused(stranger.makeApiClient(k8s.CoreV1Api).listNode()))[0];
});

test('pages', async () => {
  for (let i = 0; i < 7; i++) {
    await core.createNamespacedConfigMap(configMap(`page-${i}`, {}, { paged: 'yes' }));
  }
  const pages = [];
  let _continue;
  do {
    const page = await core.listNamespacedConfigMap({ namespace, labelSelector: 'paged=yes', limit: 3, _continue });
    pages.push(page.items.map((item) => item.metadata.name));
    _continue = page.metadata._continue;
  } while (_continue);
  return pages;
});

test('objects of any kind', async () => {
  const objects = k8s.KubernetesObjectApi.makeApiClient(config);
  const header = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'none', namespace } };
  const labels = { app: 'none' };
  const containers = [{ name: 'main', image: 'busybox:1.35' }];
  const spec = { replicas: 0, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } };
  await objects.create({ ...header, spec });
  const read = await objects.read(header);
  const patched = await objects.patch({ ...header, metadata: { ...header.metadata, annotations: { a: 'b' } } });
  const listed = await objects.list('apps/v1', 'Deployment', namespace);
  await objects.delete(header);
  return [read.spec.replicas, patched.metadata.annotations.a, listed.items.map((item) => item.metadata.name)];
});

test('pod proxy', () => core.connectGetNamespacedPodProxyWithPath({ name: 'shell:8080', namespace, path: 'index.html' }));

// Watches, informers and logs

test('watch', async () => {
  const version = (await core.listNamespacedConfigMap({ namespace })).metadata.resourceVersion;
  const seen = [];
  let failure = null;
  let ended;
  const end = new Promise((resolve) => (ended = resolve));
  const notice = async (type, object) => {
    seen.push([type, object.metadata.name, object.data]);
    if (type === 'ADDED') {
      await core.replaceNamespacedConfigMap({ ...configMap('w', { a: '2' }, { watched: 'yes' }), name: 'w' });
    } else if (type === 'MODIFIED') {
      await core.deleteNamespacedConfigMap({ name: 'w', namespace });
    } else {
      ended();
    }
  };
  const options = { labelSelector: 'watched=yes', resourceVersion: version };
  const request = await new k8s.Watch(config).watch(maps, options, notice, (error) => {
    failure = String(error);
    ended();
  });
  await core.createNamespacedConfigMap(configMap('w', { a: '1' }, { watched: 'yes' }));
  await within(50_000, end, `the watch, after ${JSON.stringify(seen)}`);
  request.abort();
  return [seen, failure];
});

test('a watch that its timeout ends', async () => {
  const seen = [];
  const error = await new Promise((resolve, reject) => {
    const notice = (type, object) => seen.push([type, object.metadata.name]);
    const path = `/api/v1/namespaces/${namespace}/pods`;
    new k8s.Watch(config).watch(path, { timeoutSeconds: 2 }, notice, resolve).catch(reject);
  });
  return [seen.sort(), error === k8s.Watch.SERVER_SIDE_CLOSE ? 'closed by the server' : String(error)];
});

test('a watch that is refused', async () => {
  const error = await new Promise((resolve, reject) => {
    new k8s.Watch(config).watch(maps, { labelSelector: '==' }, () => {}, resolve).catch(reject);
  });
  return [error?.statusCode ?? error?.code ?? null, String(error?.message)];
});

test('informer', async () => {
  const list = () => core.listNamespacedConfigMap({ namespace, labelSelector: 'informed=yes' });
  await core.createNamespacedConfigMap(configMap('before', { a: '0' }, { informed: 'yes' }));
  const informer = k8s.makeInformer(config, maps, list, 'informed=yes');
  const seen = [];
  const errors = [];
  let wake = () => {};
  for (const verb of ['add', 'update', 'delete']) {
    informer.on(verb, (object) => {
      seen.push(`${verb} ${object.metadata.name} ${object.data?.a}`);
      wake();
    });
  }
  informer.on('error', (error) => errors.push(String(error)));
  const awaitSeen = async (count) => {
    while (seen.length < count) {
      await within(50_000, new Promise((resolve) => (wake = resolve)), `the informer, after ${seen} ${errors}`);
    }
  };
  await informer.start();
  await awaitSeen(1);
  await core.createNamespacedConfigMap(configMap('after', { a: '1' }, { informed: 'yes' }));
  await awaitSeen(2);
  await core.replaceNamespacedConfigMap({ ...configMap('after', { a: '2' }, { informed: 'yes' }), name: 'after' });
  await awaitSeen(3);
  await core.deleteNamespacedConfigMap({ name: 'before', namespace });
  await awaitSeen(4);
  const cached = informer.list(namespace).map((object) => object.metadata.name);
  await informer.stop();
  return [seen, cached, errors];
});

test('log', async () => [
  await core.readNamespacedPodLog({ name: 'shell', namespace }),
  await core.readNamespacedPodLog({ name: 'shell', namespace, tailLines: 1 }),
  await refused(core.readNamespacedPodLog({ name: 'shell', namespace, container: 'absent' })),
]);

test('log follow', async () => {
  const sink = new Sink();
  const request = await new k8s.Log(config).log(namespace, 'ticker', 'main', sink, { follow: true });
  await sink.until((bytes) => bytes.toString().split('\n').length > 5, 'the log');
  request.abort();
  return sink.toString().split('\n').slice(0, 5);
});

// exec and cp

/** Runs a command in the pod: standard output, standard error and what became of it. */
async function executed(command, { stdin = null, tty = false, pod = 'shell' } = {}) {
  const out = new Sink();
  const err = new Sink();
  const status = await within(
    50_000,
    new Promise((resolve, reject) => {
      new k8s.Exec(config)
        .exec(namespace, pod, 'main', command, out, tty ? null : err, stdin, tty, resolve)
        .then((socket) => socket.on('close', () => setTimeout(() => reject(new Error('closed without a status')), 1000)))
        .catch(reject);
    }),
    'the command',
  );
  return { out, err, status: [status.status, status.reason, status.details?.causes?.[0]?.message] };
}

test('exec with exit codes', async () => {
  const seen = [];
  for (const code of [0, 1, 42, 255]) {
    const { out, err, status } = await executed(['sh', '-c', `echo out; echo err >&2; exit ${code}`]);
    seen.push([out.toString(), err.toString(), status]);
  }
  return seen;
});

test('exec of a command that is not there', async () => (await executed(['/absent'])).status[1]);

test('exec with standard input', async () => {
  const stdin = new PassThrough();
  const command = ['sh', '-c', 'read a; echo got $a; read b; echo got $b >&2; exit 7'];
  const result = executed(command, { stdin });
  stdin.write('first\n');
  stdin.write('second\n');
  const { out, err, status } = await result;
  return [out.toString(), err.toString(), status];
});

test('exec with a terminal', async () => {
  // With a standard input, as people have one: without, a terminal hangs up at once on some runtimes.
  const stdin = new PassThrough();
  const { out, status } = await executed(['sh', '-c', 'test -t 1 && echo terminal; exit 3'], { stdin, tty: true });
  return [out.toString(), status];
});

test('exec with megabytes of output', async () => {
  const { out, err, status } = await executed(['sh', '-c', "head -c 3000000 /dev/zero | tr '\\0' x"]);
  return [out.bytes.length, createHash('sha256').update(out.bytes).digest('hex'), err.toString(), status];
});

test('exec in a pod that is not there', async () => {
  try {
    await executed(['true'], { pod: 'absent' });
  } catch (error) {
    return String(error?.message ?? error?.error?.message ?? error);
  }
  throw new Error('not refused');
});

test('attach', async () => {
  const sink = new Sink();
  const socket = await new k8s.Attach(config).attach(namespace, 'ticker', 'main', sink, null, null, false);
  await sink.until((bytes) => bytes.toString().split('\n').length > 2, 'the output');
  socket.close();
  return /^tick [0-9]+$/.test(sink.toString().split('\n')[1]);
});

/** cp does not say when it is done: looks until it is there. */
async function eventually(look) {
  for (let i = 0; i < 100; i++) {
    const seen = await look();
    if (seen) {
      return seen;
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  throw new Error('it did not come');
}

test('cp to the pod and from it', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'matrix-'));
  try {
    const bytes = randomBytes(500_000);
    const sum = createHash('sha256').update(bytes).digest('hex');
    const from = mkdtempSync(join(directory, 'from-'));
    const to = mkdtempSync(join(directory, 'to-'));
    writeFileSync(join(from, 'file'), bytes);
    const there = `/tmp/${namespace}`;
    await executed(['mkdir', '-p', there]);
    const cp = new k8s.Cp(config);
    await cp.cpToPod(namespace, 'shell', 'main', from, there);
    const arrived = await eventually(async () => {
      const { out } = await executed(['sh', '-c', `sha256sum < ${there}/file`]);
      return out.toString().startsWith(sum);
    });
    await cp.cpFromPod(namespace, 'shell', 'main', 'file', to, there);
    const back = await eventually(async () => {
      try {
        return readFileSync(join(to, 'file')).equals(bytes);
      } catch {
        return false;
      }
    });
    return [arrived, back];
  } finally {
    rmSync(directory, { recursive: true });
  }
});

// Port forwarding

async function forwarded(port) {
  const out = new Sink();
  const err = new Sink();
  const input = new PassThrough();
  const socket = await new k8s.PortForward(config).portForward(namespace, 'shell', [port], out, err, input);
  return { out, err, input, socket };
}

test('port-forward', async () => {
  const { out, err, input, socket } = await forwarded(8080);
  input.write('GET /index.html HTTP/1.0\r\n\r\n');
  await out.until((bytes) => bytes.toString().endsWith('pod\n'), 'the page');
  if (socket.readyState < 3) {
    socket.close();
    await within(20_000, once(socket, 'close'), 'the close');
  }
  return [out.toString().split('\r\n')[0], out.toString().split('\r\n\r\n')[1], err.toString()];
});

test('port-forward of a megabyte each way', async () => {
  const { out, input, socket } = await forwarded(7007);
  const bytes = randomBytes(1_000_000);
  for (let at = 0; at < bytes.length; at += 50_000) {
    input.write(bytes.subarray(at, at + 50_000));
    await out.until((heard) => heard.length >= at + 50_000, 'the echo');
  }
  socket.close();
  return [out.bytes.length, out.bytes.equals(bytes)];
});

test('port-forward to a port that is closed', async () => {
  const { err } = await forwarded(9);
  await err.until((bytes) => bytes.toString().includes('refused'), 'the error');
  return true;
});

const manifest = new URL('./node_modules/@kubernetes/client-node/package.json', import.meta.url);
await run(JSON.parse(readFileSync(manifest)).version);
