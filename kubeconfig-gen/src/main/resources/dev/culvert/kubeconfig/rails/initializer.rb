# frozen_string_literal: true

# Made by kubeconfig-gen for @GATEWAY@: make it again rather than change it.
#
#   Culvert.client(@EXAMPLE@).get_pods(namespace: 'default')
#   Culvert.client(@EXAMPLE@, group: 'apps').get_deployments(namespace: 'default')
#
# Ask for the client each time: it is kept, and made anew when its secret has changed on disk. A client that is kept by the
# caller goes on with the secret of then.
#
# A watch ends. Kubernetes ends it cleanly after some minutes, a network that breaks with an error, and both are ordinary:
#
#   version = nil
#   loop do
#     version ||= Culvert.client(@EXAMPLE@).get_pods.resourceVersion
#     Culvert.client(@EXAMPLE@).watch_pods(resource_version: version) do |notice|
#       raise Kubeclient::HttpError.new(410, 'Gone', nil) if notice.type == 'ERROR'
#       version = notice.object.metadata.resourceVersion
#     end
#   rescue Kubeclient::HttpError, HTTP::Error
#     version = nil   # list again: after 410 the old version is of no use
#     sleep 1
#   end
#
# No timeout applies to a watch. One whose cluster is quiet says nothing, for as long as that lasts.

require 'kubeclient'
require 'openssl'

module Culvert
  SERVERS = {
@SERVERS@
  }.freeze

  # Who this application is: files, which are read again for each client.
  SECRET = @SECRET@.freeze

  # Certificates that sign the gateway's; where there are none, those that this system trusts.
  AUTHORITY = @AUTHORITY@.freeze

  # Seconds. An API server gives up an ordinary request after 60, and its own answer says more than a timeout here.
  TIMEOUTS = { open: 10, read: 70 }.freeze

  @clients = {}
  @lock = Mutex.new

  # The names that client takes.
  def self.clusters
    SERVERS.keys
  end

  # A Kubeclient::Client of that cluster, for the core API or for that group. Any thread.
  def self.client(cluster, group: nil, version: 'v1', **options)
    server = SERVERS.fetch(cluster.to_s)
    secret = SECRET.transform_values { |file| File.read(file).strip }
    key = [cluster.to_s, group, version, options]
    @lock.synchronize do
      kept = @clients[key]
      kept = @clients[key] = [secret, connect(server, group, version, secret, options)] unless kept&.first == secret
      kept.last
    end
  end

  def self.connect(server, group, version, secret, options)
    Kubeclient::Client.new(
      server + (group ? "/apis/#{group}" : '/api'),
      version,
      auth_options: secret[:token] ? { bearer_token: secret[:token] } : {},
      ssl_options: ssl_options(secret),
      timeouts: TIMEOUTS,
      **options
    )
  end
  private_class_method :connect

  def self.ssl_options(secret)
    ssl = { verify_ssl: OpenSSL::SSL::VERIFY_PEER, cert_store: store }
    return ssl unless secret[:key]

    ssl.merge(
      client_cert: OpenSSL::X509::Certificate.new(secret[:certificate]),
      client_key: OpenSSL::PKey.read(secret[:key])
    )
  end
  private_class_method :ssl_options

  def self.store
    store = OpenSSL::X509::Store.new
    AUTHORITY.empty? ? store.set_default_paths : AUTHORITY.each { |der| store.add_cert(OpenSSL::X509::Certificate.new(der.unpack1('m'))) }
    store
  end
  private_class_method :store
end
