# frozen_string_literal: true

# rails.rb INITIALIZER TOKEN_FILE: what an application does with the initializer that kubeconfig-gen wrote, and what came of it.

load ARGV[0]
token = File.read(ARGV[1])
name = Culvert.clusters.first

puts "clusters: #{Culvert.clusters.join(' ')}"
puts "the same client twice: #{Culvert.client(name).equal?(Culvert.client(name))}"
puts "namespaces: #{Culvert.client(name).get_namespaces.map { |n| n.metadata.name }.include?('kube-system')}"
puts "deployments: #{Culvert.client(name, group: 'apps').get_deployments.kind == 'Deployment'}"
Culvert.client(name).watch_namespaces do |notice|
  puts "a watch: #{notice.type}"
  break
end

File.write(ARGV[1], 'wrong')
begin
  Culvert.client(name).get_namespaces
  puts 'a wrong token: accepted'
rescue Kubeclient::HttpError => e
  puts "a wrong token: #{e.error_code}"
end
File.write(ARGV[1], token)
puts "the right one again: #{Culvert.client(name).get_namespaces.any?}"

begin
  Culvert.client('nowhere')
rescue KeyError => e
  puts "an unknown cluster: #{e.class}"
end
