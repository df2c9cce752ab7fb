# Usage: ruby kubeclient_session.rb KUBECONFIG NAMESPACE. Prints OK at the end; any failure raises.
require 'kubeclient'
require 'timeout'

def check(what, condition)
  raise "failed: #{what}" unless condition
end

context = Kubeclient::Config.read(ARGV[0]).context
namespace = ARGV[1]
options = { ssl_options: context.ssl_options, auth_options: context.auth_options }
core = Kubeclient::Client.new(context.api_endpoint, 'v1', **options)
apps = Kubeclient::Client.new("#{context.api_endpoint}/apis/apps", 'v1', **options)

core.discover
check 'discovery', core.respond_to?(:get_config_maps) && core.respond_to?(:watch_pods)
core.create_namespace(Kubeclient::Resource.new(metadata: { name: namespace }))

events = Queue.new
watcher = core.watch_config_maps(namespace: namespace)
thread = Thread.new { watcher.each { |notice| events << [notice.type, notice.object.metadata.name] } }

map = Kubeclient::Resource.new(metadata: { name: 'one', namespace: namespace, labels: { app: 'x' } }, data: { a: '1' })
core.create_config_map(map)
begin
  core.create_config_map(map)
  raise 'failed: a second creation was accepted'
rescue Kubeclient::HttpError => e
  check 'conflict', e.error_code == 409 && e.message.include?('already exists')
end
found = core.get_config_map('one', namespace)
found.data.a = '2'
core.update_config_map(found)
core.patch_config_map('one', { metadata: { labels: { b: 'c' } } }, namespace)
core.merge_patch_config_map('one', { metadata: { labels: { app: nil } } }, namespace) if core.respond_to?(:merge_patch_config_map)
found = core.get_config_map('one', namespace)
check 'patches', found.data.a == '2' && found.metadata.labels.b == 'c'
check 'selector', core.get_config_maps(namespace: namespace, label_selector: 'b=c').map { |m| m.metadata.name } == ['one']
page = core.get_config_maps(namespace: namespace, limit: 1)
check 'paging', page.size == 1 && !page.last?
core.delete_config_map('one', namespace)
begin
  core.get_config_map('one', namespace)
  raise 'failed: a deleted object was found'
rescue Kubeclient::ResourceNotFoundError => e
  check 'not found', e.error_code == 404
end

Timeout.timeout(20) do
  seen = []
  seen << events.pop until seen.last == ['DELETED', 'one']
  mine = seen.select { |_, name| name == 'one' }.map(&:first)
  check "watch order #{mine}", mine.first == 'ADDED' && mine.last == 'DELETED' && mine[1..-2].all?('MODIFIED') && mine.size >= 4
end
watcher.finish
thread.join(10)

spec = { containers: [{ name: 'c', image: 'i' }] }
core.create_pod(Kubeclient::Resource.new(metadata: { name: 'p', namespace: namespace }, spec: spec))
check 'log', core.get_pod_log('p', namespace).to_s.include?('stand-in')
template = { metadata: { labels: { app: 'd' } }, spec: spec }
apps.create_deployment(
  Kubeclient::Resource.new(
    metadata: { name: 'd', namespace: namespace },
    spec: { selector: { matchLabels: { app: 'd' } }, template: template }
  )
)
check 'deployment', apps.get_deployments(namespace: namespace).first.status.readyReplicas == 1
core.delete_namespace(namespace)
check 'namespace', core.get_pods(namespace: namespace).empty?
puts 'OK'
