#!/usr/bin/env bash
# MariaDB 10.11.18 with Galera 26.4.23 (Debian 12): WSREP_SYNC_WAIT_UPTO_GTID(gtid) says 1 for a transaction whose
# commit has only begun, so that the next read does not show it.
#
# Guess, from the name and the manual's "blocks the client until the node has applied and committed all transactions up
# to the given GTID": after 1 is returned, a read on that node shows the transaction.
# Behaviour: the function compares the number with the last one that was handed out to a commit, not with the last one
# that was committed. A commit that waits (here for a semi-synchronous replica that never comes) makes the moment long:
# the function answers 1 at once, the old row is read, also in a transaction WITH CONSISTENT SNAPSHOT. A read with
# wsrep_sync_wait=1 is exact: it waits for the commit.
# A cluster of one node is enough. Needs apt-get, dpkg-deb and the libraries of Debian 12. Exit 0: seen as described.
set -euo pipefail
packages=(mariadb-server-core=1:10.11.18-0+deb12u1 mariadb-server=1:10.11.18-0+deb12u1
  mariadb-client-core=1:10.11.18-0+deb12u1 mariadb-common=1:10.11.18-0+deb12u1 libmariadb3=1:10.11.18-0+deb12u1
  galera-4=26.4.23-0+deb12u1 libaio1=0.3.113-4 liburing2=2.3-3 libsnappy1v5=1.1.9-3 libfmt9=9.1.0+ds1-2)
work=$(mktemp -d)
server=
stop() {
  [ -z "$server" ] || { kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; }
  rm -rf "$work"
}
trap stop EXIT
mkdir "$work/packages" "$work/root" "$work/tmp"
(cd "$work/packages" && apt-get download -qq "${packages[@]}" >"$work/download.log" 2>&1) ||
  { cat "$work/download.log"; echo "not run: the packages cannot be fetched"; exit 2; }
for package in "$work"/packages/*.deb; do dpkg-deb -x "$package" "$work/root"; done
root=$work/root
export LD_LIBRARY_PATH=$root/usr/lib/x86_64-linux-gnu:$root/lib/x86_64-linux-gnu
"$root/usr/sbin/mariadbd" --version
user=()
[ "$(id -u)" != 0 ] || user=(--user=root)
"$root/usr/bin/mariadb-install-db" --no-defaults "${user[@]}" --basedir="$root/usr" --datadir="$work/data" \
  --auth-root-authentication-method=normal --skip-test-db >"$work/install.log" 2>&1 || { cat "$work/install.log"; exit 2; }
port=$((20000 + RANDOM % 10000))
"$root/usr/sbin/mariadbd" --no-defaults "${user[@]}" --basedir="$root/usr" --lc-messages-dir="$root/usr/share/mysql" \
  --datadir="$work/data" --socket="$work/s.sock" --pid-file="$work/pid" --tmpdir="$work/tmp" --skip-networking \
  --log-bin=log --log-slave-updates --binlog-format=ROW --wsrep-on=ON --wsrep-cluster-address=gcomm:// --wsrep-new-cluster \
  --wsrep-provider="$root/usr/lib/galera/libgalera_smm.so" --wsrep-gtid-mode=ON --wsrep-gtid-domain-id=77 --server-id=77 \
  --wsrep-node-address=127.0.0.1 --wsrep-provider-options="gmcast.listen_addr=tcp://127.0.0.1:$port" \
  >"$work/server.log" 2>&1 &
server=$!
sql() { "$root/usr/bin/mariadb" --no-defaults --user=root --socket="$work/s.sock" --batch --skip-column-names -e "$1"; }
for _ in $(seq 1 240); do
  [ "$(sql "SHOW STATUS LIKE 'wsrep_ready'" 2>/dev/null || true)" = "wsrep_ready	ON" ] && break
  kill -0 "$server" || { tail -20 "$work/server.log"; exit 2; }
  sleep 0.25
done
sql "CREATE DATABASE d; CREATE TABLE d.t (id INT PRIMARY KEY, v INT); INSERT INTO d.t VALUES (1, 0)"
before=$(sql "SELECT @@gtid_binlog_pos")
commit=77-77-$((${before##*-} + 1))
sql "SET GLOBAL rpl_semi_sync_master_wait_point = AFTER_SYNC; SET GLOBAL rpl_semi_sync_master_timeout = 600000;
  SET GLOBAL rpl_semi_sync_master_enabled = ON"
sql "UPDATE d.t SET v = 1" &
writer=$!
for _ in $(seq 1 240); do [ "$(sql "SELECT @@gtid_binlog_pos")" = "$commit" ] && break; sleep 0.25; done
answer=$(sql "SELECT WSREP_SYNC_WAIT_UPTO_GTID('$commit', 5)")
read_after=$(sql "SELECT v FROM d.t")
snapshot=$(sql "START TRANSACTION WITH CONSISTENT SNAPSHOT; SELECT v FROM d.t")
sql "SET STATEMENT wsrep_sync_wait=1 FOR SELECT v FROM d.t" >"$work/causal" &
causal=$!
sleep 1
waits=no; kill -0 "$causal" 2>/dev/null && waits=yes
sql "SET GLOBAL rpl_semi_sync_master_enabled = OFF"
wait "$writer" "$causal"
echo "WSREP_SYNC_WAIT_UPTO_GTID('$commit') = $answer; read after it: v = $read_after; snapshot after it: v = $snapshot"
echo "read with wsrep_sync_wait=1: waited for the commit: $waits, then v = $(cat "$work/causal")"
echo "read after the commit: v = $(sql "SELECT v FROM d.t")"
[ "$answer $read_after $snapshot $waits $(cat "$work/causal")" = "1 0 0 yes 1" ] || { echo "changed: expected 1 0 0 yes 1"; exit 1; }
echo "as described"
