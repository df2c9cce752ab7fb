# frozen_string_literal: true

# The gem kubeclient, used as a Rails application does, and every form of address that it takes.
#
#   KUBECONFIG=FILE ruby matrix.rb NAMESPACE
#
# The namespace holds the pods "shell" and "ticker" that the client matrix makes.

require 'kubeclient'
require 'kubeclient/version'
require_relative 'cases'

NAMESPACE = ARGV.fetch(0)
CONTEXT = Kubeclient::Config.read(ENV.fetch('KUBECONFIG')).context
PATIENCE = 40

def client(suffix = '', version = 'v1', **options)
  Kubeclient::Client.new(
    CONTEXT.api_endpoint + suffix, version,
    ssl_options: CONTEXT.ssl_options, auth_options: CONTEXT.auth_options, **options
  )
end

def config_map(name, data = {}, labels = {})
  Kubeclient::Resource.new(metadata: { name: name, namespace: NAMESPACE, labels: labels }, data: data)
end

def names(list)
  list.map { |item| item.metadata.name }.sort
end

# The class, code and message of what a block raises.
def refused
  yield
  raise 'not refused'
rescue Kubeclient::HttpError => e
  [e.class.name, e.error_code, e.message]
end

API = client

# Forms of addresses: what stands behind the cluster's, and the version; the group or nothing that must be found there.

{
  'nothing' => ['', 'v1'],
  'a slash' => ['/', 'v1'],
  '/api' => ['/api', 'v1'],
  '/api/' => ['/api/', 'v1'],
  '/apis/GROUP' => ['/apis/apps', 'v1'],
  '/apis/GROUP/' => ['/apis/apps/', 'v1'],
  '/apis/GROUP with dots' => ['/apis/rbac.authorization.k8s.io', 'v1'],
  'another version' => ['/apis/autoscaling', 'v2beta2']
}.each do |form, (suffix, version)|
  Cases.add("an address with #{form} behind it") do
    api = client(suffix, version)
    api.discover
    entities = api.instance_variable_get(:@entities).keys.sort
    prefix = api.rest_client.url.delete_prefix(CONTEXT.api_endpoint)
    [prefix, entities.size, entities.first(3), api.api_valid?]
  end
end

Cases.add('an address that is a URI') do
  uri = URI.parse(CONTEXT.api_endpoint)
  options = { ssl_options: CONTEXT.ssl_options, auth_options: CONTEXT.auth_options }
  names(Kubeclient::Client.new(uri, 'v1', **options).get_pods(namespace: NAMESPACE))
end

Cases.add('an address with a version that is not there') { refused { client('/api', 'v2').discover } }

Cases.add('an address with a group that is not there') { refused { client('/apis/absent.example', 'v1').discover } }

Cases.add('an address with the path of OpenShift') { refused { client('/oapi', 'v1').discover } }

Cases.add('versions') { client.api['versions'] }

Cases.add('addresses of proxies') do
  API.discover
  [API.proxy_url('service', 'web', 80, NAMESPACE), API.proxy_url('pod', 'shell', 8080, NAMESPACE)].map do |url|
    url.delete_prefix(CONTEXT.api_endpoint)
  end
end

# What a Rails application does

Cases.add('create, read, replace, patch, delete') do
  made = API.create_config_map(config_map('kc', { a: 'one <&> é' }, { team: 'ruby' }))
  made.data[:b] = 'two'
  replaced = API.update_config_map(made)
  merged = API.merge_patch_config_map('kc', { data: { c: 'merge' } }, NAMESPACE)
  json = API.json_patch_config_map('kc', [{ op: 'add', path: '/data/d', value: 'json' }], NAMESPACE)
  strategic = API.patch_config_map('kc', { data: { e: 'strategic' } }, NAMESPACE)
  raw = JSON.parse(API.get_config_map('kc', NAMESPACE, as: :raw))['data']
  deleted = API.delete_config_map('kc', NAMESPACE, delete_options: { propagationPolicy: 'Background' })
  [replaced, merged, json, strategic].map { |map| map.data.to_h } + [raw, deleted.status]
end

Cases.add('refusals') do
  old = API.create_config_map(config_map('twice'))
  API.merge_patch_config_map('twice', { data: { a: '1' } }, NAMESPACE)
  [
    refused { API.create_config_map(config_map('twice')) },
    refused { API.update_config_map(old) },
    refused { API.create_config_map(config_map('Not_Valid')) },
    refused { API.get_config_map('absent', NAMESPACE) },
    refused { API.delete_config_map('absent', NAMESPACE) },
    refused { API.get_config_maps(namespace: NAMESPACE, label_selector: '==') }
  ]
end

Cases.add('a wrong token') do
  stranger = Kubeclient::Client.new(
    CONTEXT.api_endpoint, 'v1',
    ssl_options: CONTEXT.ssl_options.slice(:verify_ssl, :cert_store), auth_options: { bearer_token: 'a-wrong-token' }
  )
  refused { stranger.discover }.first(2)
end

Cases.add('selectors and pages') do
  7.times { |i| API.create_config_map(config_map("page-#{i}", {}, { paged: 'yes', even: i.even?.to_s })) }
  even = names(API.get_config_maps(namespace: NAMESPACE, label_selector: 'even=true'))
  one = names(API.get_config_maps(namespace: NAMESPACE, field_selector: 'metadata.name=page-3'))
  page = API.get_config_maps(namespace: NAMESPACE, label_selector: 'paged', limit: 3)
  pages = [names(page)]
  until page.last?
    page = API.get_config_maps(namespace: NAMESPACE, label_selector: 'paged', limit: 3, continue: page.continue)
    pages << names(page)
  end
  [even, one, pages]
end

Cases.add('entities of a namespace') { API.all_entities(namespace: NAMESPACE).keys.sort }

Cases.add('a deployment, its scale and its end') do
  apps = client('/apis/apps')
  template = { metadata: { labels: { app: 'none' } }, spec: { containers: [{ name: 'main', image: 'busybox:1.35' }] } }
  spec = { replicas: 0, selector: { matchLabels: { app: 'none' } }, template: template }
  apps.create_deployment(Kubeclient::Resource.new(metadata: { name: 'none', namespace: NAMESPACE }, spec: spec))
  patched = apps.patch_deployment('none', { metadata: { annotations: { a: 'b' } } }, NAMESPACE)
  listed = names(apps.get_deployments(namespace: NAMESPACE))
  apps.delete_deployment('none', NAMESPACE)
  [patched.metadata.annotations.a, listed]
end

# Notices up to a number of things, then finishes the watch from another thread.
def watched(watcher, wanted)
  seen = Queue.new
  ended = Thread.new do
    watcher.each { |notice| seen << notice }
    'ended'
  rescue StandardError => e
    e.class.name
  end
  yield if block_given?
  notices = Array.new(wanted) { Timeout.timeout(PATIENCE) { seen.pop } }
  watcher.finish
  [notices, Timeout.timeout(PATIENCE) { ended.value }]
end

Cases.add('watch') do
  version = API.get_config_maps(namespace: NAMESPACE).resourceVersion
  watcher = API.watch_config_maps(namespace: NAMESPACE, resource_version: version, label_selector: 'watched=yes')
  notices, ended = watched(watcher, 3) do
    API.create_config_map(config_map('w', { a: '1' }, { watched: 'yes' }))
    API.merge_patch_config_map('w', { data: { a: '2' } }, NAMESPACE)
    API.delete_config_map('w', NAMESPACE)
  end
  [notices.map { |notice| [notice.type, notice.object.metadata.name, notice.object.data.a] }, ended]
end

Cases.add('watch of one object') do
  notices, ended = watched(API.watch_config_maps(namespace: NAMESPACE, name: 'page-0'), 1)
  [notices.map { |notice| [notice.type, notice.object.metadata.name] }, ended]
end

Cases.add('an idle watch') do
  watcher = API.watch_secrets(namespace: NAMESPACE, label_selector: 'idle=yes')
  notices, = watched(watcher, 1) do
    sleep 5
    metadata = { name: 'late', namespace: NAMESPACE, labels: { idle: 'yes' } }
    API.create_secret(Kubeclient::Resource.new(metadata: metadata, stringData: { a: '1' }))
  end
  notices.map { |notice| [notice.type, notice.object.metadata.name] }
end

Cases.add('a watch that is refused') do
  refused { API.watch_config_maps(namespace: NAMESPACE, label_selector: '==').each {} }
end

Cases.add('log') do
  [
    API.get_pod_log('shell', NAMESPACE).to_s,
    API.get_pod_log('shell', NAMESPACE, tail_lines: 1).to_s,
    refused { API.get_pod_log('shell', NAMESPACE, container: 'absent') }
  ]
end

Cases.add('log follow') { watched(API.watch_pod_log('ticker', NAMESPACE), 5) }

Cases.run(Kubeclient::VERSION)
