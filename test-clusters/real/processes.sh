# Sourced by up: starting a cluster's processes, and waiting until they serve.
# shellcheck shell=bash disable=SC2153,SC2164 # set -e, and the variables are up's
BEGAN=$(date +%s%N)

say() {
  local tenths=$((($(date +%s%N) - BEGAN) / 100000000))
  printf '%3d.%ds %s\n' $((tenths / 10)) $((tenths % 10)) "$*"
}

listening() { [ -n "$(ss -Htln "sport >= :$1 and sport <= :$2")" ]; }
listener() { ss -Htlnp "sport >= :$1 and sport <= :$2" | grep -o 'users:.*' | head -n 1 || echo 'another process'; }

# start COMPONENT PORT|- COMMAND...: in the background, in a session, environment and cgroup of its own.
start() {
  local name=$1 port=$2
  shift 2
  ! running "$name" || return 0
  if [ "$port" != - ] && listening "$port" "$port"; then
    die "$name of cluster $NAME cannot start: port $port is taken by $(listener "$port" "$port")"
  fi
  # A log of one run, and the one before it: what failed shows up with its own last lines.
  if [ -e "$K/log/$name.log" ]; then mv -f "$K/log/$name.log" "$K/log/$name.log.1"; fi
  (
    exec 3>&- 7>&- 8>&- # the locks and the answer are up's, not the daemon's
    [ -z "$SYSTEM" ] || echo "$BASHPID" > "$SYSTEM/cgroup.procs"
    cd "$K"
    exec setsid env -i PATH="$BASE/bin:/usr/sbin:/usr/bin:/sbin:/bin" HOME="$K" "$@" < /dev/null >> "$K/log/$name.log" 2>&1
  ) &
  echo "$! $(starttime $!) $(boot_id)" > "$K/run/$name.pid"
  disown
}

failed() { # COMPONENT WHY
  {
    printf 'up: %s of cluster %s did not come up: %s. The last lines of %s:\n' "$1" "$NAME" "$2" "$K/log/$1.log"
    tail -n 20 "$K/log/$1.log" | cut -c1-400 | sed 's/^/  /'
    printf 'What did come up still runs, until: down --name %s\n' "$NAME"
  } >&2
  exit 1
}

# wait_for COMPONENT SECONDS COMMAND...: until COMMAND succeeds.
wait_for() {
  local name=$1 seconds=$2 until=$((SECONDS + $2))
  shift 2
  until "$@" > /dev/null 2>&1; do
    running "$name" || failed "$name" "it exited"
    [ $SECONDS -lt $until ] || failed "$name" "not ready after ${seconds} s"
    sleep 0.1
  done
}

fetch() { curl -sf -m 5 --noproxy '*' "$@"; }
