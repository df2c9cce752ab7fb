# frozen_string_literal: true

# Everything that a Rails application does with kubeclient, written down.
#
#   KUBECONFIG=FILE ruby transcript.rb NAMESPACE
#
# Prints one line for each thing seen, without what no two runs share, so that two ways to the same cluster can be
# compared by comparing what was printed. The namespace must hold a pod "talker" that said "first line" and
# "second line" and a pod "ticker" that goes on talking.

require 'kubeclient'
require 'timeout'

NAMESPACE = ARGV.fetch(0)
CONTEXT = Kubeclient::Config.read(ENV.fetch('KUBECONFIG')).context
PATIENCE = 60

def client(suffix = '', version = 'v1', **options)
  Kubeclient::Client.new(
    CONTEXT.api_endpoint + suffix, version,
    ssl_options: CONTEXT.ssl_options, auth_options: CONTEXT.auth_options, **options
  )
end

def say(title, value)
  puts "#{title}: #{value.to_s.gsub(NAMESPACE, 'NAMESPACE')}"
end

# The class, code and message of what a block raises.
def refused(title)
  yield
  say(title, 'not refused')
rescue Kubeclient::HttpError => e
  say(title, "#{e.class} #{e.error_code} #{e.message}")
end

def config_map(name, data, labels = {})
  Kubeclient::Resource.new(metadata: { name: name, namespace: NAMESPACE, labels: labels }, data: data)
end

def names(list)
  list.map { |item| item.metadata.name }.sort.join(',')
end

def discovery
  ['', '/', '/api', '/api/'].each do |suffix|
    api = client(suffix)
    api.discover
    say("entities with #{suffix.inspect}", api.instance_variable_get(:@entities).keys.sort.join(','))
    say("api valid with #{suffix.inspect}", api.api_valid?)
  end
  say('versions', client.api['versions'])
  apps = client('/apis/apps')
  apps.discover
  say('entities of apps', apps.instance_variable_get(:@entities).keys.sort.join(','))
  say('deployments', names(apps.get_deployments(namespace: NAMESPACE)))
  refused('a group that is not there') { client('/apis/absent.example', 'v1').discover }
end

def crud(api)
  made = api.create_config_map(config_map('kc', { a: 'one <&> é' }, { team: 'ruby' }))
  say('created', made.data.to_h)
  refused('created twice') { api.create_config_map(config_map('kc', {})) }
  read = api.get_config_map('kc', NAMESPACE)
  say('read', read.data.to_h)
  read.data[:b] = 'two'
  say('updated', api.update_config_map(read).data.to_h)
  read.data[:b] = 'three'
  refused('updated from an old version') { api.update_config_map(read) }
  say('merge patched', api.merge_patch_config_map('kc', { data: { c: 'merge' } }, NAMESPACE).data.to_h)
  say('json patched', api.json_patch_config_map('kc', [{ op: 'add', path: '/data/d', value: 'json' }], NAMESPACE).data.to_h)
  say('patched', api.patch_config_map('kc', { data: { e: 'strategic' } }, NAMESPACE).data.to_h)
  refused('patched with rubbish') { api.json_patch_config_map('kc', [{ op: 'remove', path: '/data/absent' }], NAMESPACE) }
  say('raw', JSON.parse(api.get_config_map('kc', NAMESPACE, as: :raw))['data'])
  say('deleted', api.delete_config_map('kc', NAMESPACE, delete_options: { propagationPolicy: 'Background' }).status)
  refused('read after deletion') { api.get_config_map('kc', NAMESPACE) }
  refused('deleted twice') { api.delete_config_map('kc', NAMESPACE) }
  refused('invalid name') { api.create_config_map(config_map('Not_Valid', {})) }
  refused('absent namespace') { api.create_config_map(config_map('x', {}).tap { |c| c.metadata.namespace = 'absent' }) }
end

def selectors_and_pages(api)
  12.times { |i| api.create_config_map(config_map(format('page-%02d', i), { i: i.to_s }, { half: i.even?.to_s })) }
  say('by label', names(api.get_config_maps(namespace: NAMESPACE, label_selector: 'half=true')))
  say('by two labels', names(api.get_config_maps(namespace: NAMESPACE, label_selector: 'half in (true,false),half!=true')))
  say('by field', names(api.get_config_maps(namespace: NAMESPACE, field_selector: 'metadata.name=page-03')))
  page = api.get_config_maps(namespace: NAMESPACE, label_selector: 'half', limit: 5)
  pages = [names(page)]
  until page.last?
    page = api.get_config_maps(namespace: NAMESPACE, label_selector: 'half', limit: 5, continue: page.continue)
    pages << names(page)
  end
  say('pages', pages.join(' | '))
  refused('a wrong page') { api.get_config_maps(namespace: NAMESPACE, limit: 5, continue: 'rubbish') }
  refused('a wrong selector') { api.get_config_maps(namespace: NAMESPACE, label_selector: '==') }
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
  yield
  notices = Array.new(wanted) { Timeout.timeout(PATIENCE) { seen.pop } }
  watcher.finish
  [notices, Timeout.timeout(PATIENCE) { ended.value }]
end

def watches(api)
  version = api.get_config_maps(namespace: NAMESPACE).resourceVersion
  watcher = api.watch_config_maps(namespace: NAMESPACE, resource_version: version, label_selector: 'watched=yes')
  notices, ended = watched(watcher, 3) do
    api.create_config_map(config_map('w', { a: '1' }, { watched: 'yes' }))
    api.merge_patch_config_map('w', { data: { a: '2' } }, NAMESPACE)
    api.delete_config_map('w', NAMESPACE)
  end
  say('watched', notices.map { |n| "#{n.type} #{n.object.metadata.name} #{n.object.data.a}" }.join(', '))
  say('a finished watch', ended)

  notices, = watched(api.watch_config_maps(namespace: NAMESPACE, name: 'page-00'), 1) {}
  say('watched one', notices.map { |n| "#{n.type} #{n.object.metadata.name}" }.join(', '))

  refused('watched with a wrong selector') { api.watch_config_maps(namespace: NAMESPACE, label_selector: '==').each {} }
end

def logs(api)
  say('log', api.get_pod_log('talker', NAMESPACE).to_s.inspect)
  say('log tail', api.get_pod_log('talker', NAMESPACE, tail_lines: 1).to_s.inspect)
  refused('log of an absent pod') { api.get_pod_log('absent', NAMESPACE) }
  refused('log of an absent container') { api.get_pod_log('talker', NAMESPACE, container: 'absent') }
  lines, ended = watched(api.watch_pod_log('ticker', NAMESPACE), 5) {}
  say('log lines', lines.join(','))
  say('a finished log', ended)
end

def others(api)
  say('nodes', names(api.get_nodes))
  say('pods', names(api.get_pods(namespace: NAMESPACE)))
  say('all entities', api.all_entities(namespace: NAMESPACE).keys.sort.join(','))
  say('proxy url', api.proxy_url('service', 'web', 80, NAMESPACE).delete_prefix(CONTEXT.api_endpoint))
  stranger = Kubeclient::Client.new(
    CONTEXT.api_endpoint, 'v1',
    ssl_options: CONTEXT.ssl_options.slice(:verify_ssl, :cert_store), auth_options: { bearer_token: 'a-wrong-token' }
  )
  begin
    stranger.discover
    say('a wrong token', 'not refused')
  rescue Kubeclient::HttpError => e
    say('a wrong token', "#{e.class} #{e.error_code}")
  end
end

api = client
discovery
crud(api)
selectors_and_pages(api)
watches(api)
logs(api)
others(api)
