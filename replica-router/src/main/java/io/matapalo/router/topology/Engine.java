package io.matapalo.router.topology;

/** What a cluster's servers replicate with; found out by asking a node, never configured. */
public enum Engine {
  /** MariaDB: alone, or with asynchronous replication by GTID. */
  MARIADB,
  /** MariaDB or Percona XtraDB Cluster with wsrep switched on. */
  GALERA,
  /** MySQL: alone, or with asynchronous replication by GTID. */
  MYSQL,
  /** MySQL with Group Replication running. */
  GROUP_REPLICATION
}
