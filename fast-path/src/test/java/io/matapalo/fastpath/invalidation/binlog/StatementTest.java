package io.matapalo.fastpath.invalidation.binlog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StatementTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BEGIN                                            | Begin",
        "START TRANSACTION                                | Begin",
        "COMMIT                                           | End",
        "ROLLBACK                                         | End",
        "ROLLBACK TO `a`                                  | Harmless",
        "SAVEPOINT `a`                                    | Harmless",
        "GRANT select on *.* to x                         | Harmless",
        "SET PASSWORD FOR x = 'y'                         | Harmless",
        "ANALYZE TABLE t                                  | Harmless",
        "ANALYZE FORMAT=JSON UPDATE t SET a = 1           | Opaque",
        "SET STATEMENT max_statement_time=1 FOR DELETE x  | Opaque",
        "/* app */ -- why                                 | Opaque",
        "/* app */ TRUNCATE t                             | Definition",
        "/*!40000 ALTER TABLE t DISABLE KEYS */           | Opaque",
        "/*M!100000 ALTER TABLE t DISABLE KEYS */         | Opaque",
        "alter table t add x int                          | Definition",
        "DROP TABLE IF EXISTS `t` /* generated */         | Definition",
        "update t set a = 1                               | Opaque",
        "INSERT INTO t VALUES (1)                         | Opaque",
        "LOAD DATA INFILE 'x' INTO TABLE t                | Opaque",
        "(select 1)                                       | Opaque",
        "XA START X'61',X'',1                             | StartOfPrepared",
        "XA END X'61',X'',1                               | StartOfPrepared",
        "XA COMMIT X'61',X'',1                            | EndOfPrepared",
        "XA ROLLBACK X'61',X'',1                          | EndOfPrepared",
        "''                                               | Opaque",
      })
  void whatAStatementMeansIsSeenByItsFirstWords(String sql, String meaning) {
    assertThat(Statement.of(sql).getClass().getSimpleName()).isEqualTo(meaning);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "XA COMMIT X'6F6e65',X'62',7           | x'6f6e65',x'62',7",
        "xa commit X'61', X'' , 1 ONE PHASE    | x'61',x'',1",
      })
  void aPreparedTransactionHasOneNameHoweverItIsWritten(String sql, String name) {
    assertThat(Statement.of(sql)).isEqualTo(new Statement.EndOfPrepared(name, true));
  }
}
