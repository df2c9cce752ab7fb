# frozen_string_literal: true

# Runs named cases, each with a deadline, and prints one line of JSON for each: the client matrix reads them.

require 'json'
require 'timeout'

# The cases of a program.
module Cases
  DEADLINE = 60
  ALL = {}

  module_function

  # A block's result is the case's detail: what must be the same on every way to the cluster.
  def add(name, &work)
    ALL[name] = work
  end

  def say(fields)
    $stdout.puts(JSON.generate(fields))
    $stdout.flush
  end

  def run(version)
    say(version: version)
    ALL.each do |name, work|
      say({ case: name }.merge(outcome(work)))
    end
    say(end: true)
    # Threads of a case that hangs must not keep the program from ending.
    exit!(0)
  end

  def outcome(work)
    { ok: true, detail: Timeout.timeout(DEADLINE) { work.call } }
  rescue StandardError, Timeout::Error => e
    warn(e.full_message)
    { ok: false, detail: "#{e.class}: #{e.message.lines.first}" }
  end
end
