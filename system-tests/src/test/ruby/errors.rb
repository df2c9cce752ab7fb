# frozen_string_literal: true

# What the gem kubeclient makes of a cluster's errors: one line for reading, one for writing, one for a watch.
#
#   KUBECONFIG=FILE ruby errors.rb

require 'kubeclient'

CONTEXT = Kubeclient::Config.read(ENV.fetch('KUBECONFIG')).context
# Discovery is a request of its own, which fails first; an application has it behind itself when the error comes.
API = Kubeclient::Client.new(
  CONTEXT.api_endpoint, 'v1', ssl_options: CONTEXT.ssl_options, auth_options: CONTEXT.auth_options
)

def said(what)
  puts "#{what}: done #{yield}"
rescue Kubeclient::HttpError => e
  puts "#{what}: #{e.class.name} #{e.error_code} #{e.message}"
end

said('read') { API.get_entity('configmaps', 'a', 'default') }
said('write') do
  API.create_entity('ConfigMap', 'configmaps', Kubeclient::Resource.new(metadata: { name: 'a', namespace: 'default' }))
end
said('watch') { API.watch_entities('configmaps', namespace: 'default').each { |_| break } }
