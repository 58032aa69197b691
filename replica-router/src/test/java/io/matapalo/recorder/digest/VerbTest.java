package io.matapalo.recorder.digest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class VerbTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          SELECT 1|SELECT
          select * from t where a = 'delete from t'|SELECT
          (SELECT 1) UNION (SELECT 2)|SELECT
          ((select 1))|SELECT
          ^  \t SELECT 1^|SELECT
          /* insert */ SELECT 1|SELECT
          /*+ hint */ /**/ update t set a = 1|UPDATE
          INSERT INTO t VALUES (1)|INSERT
          REPLACE INTO t VALUES (1)|INSERT
          UPDATE t SET a = 1|UPDATE
          DELETE FROM t|DELETE
          CALL p()|OTHER
          {call p(?)}|OTHER
          SET autocommit=1|OTHER
          SHOW STATUS|OTHER
          COMMIT|OTHER
          SELECTED|OTHER
          WITH a AS (SELECT 1) SELECT * FROM a|SELECT
          with a as (select ')' from t), b as (select 2) update t set x = 1|UPDATE
          WITH RECURSIVE `delete` (n) AS (SELECT 1) DELETE FROM t|DELETE
          WITH a AS (SELECT 1 /* ) */ ) DELETE FROM t|DELETE
          WITH a AS (SELECT 1)|OTHER
          WITH a AS (SELECT 1) TABLE a|SELECT
          TABLE t|SELECT
          VALUES ROW(1), ROW(2)|SELECT
          (VALUES (1), (2))|SELECT
          /*!50000 select */ 1|SELECT
          /*M!100100 delete */ from t|DELETE
          SET STATEMENT max_statement_time=1, a='for' FOR SELECT 1|SELECT
          set statement a=1 for with b as (select 1) select 2|SELECT
          SET STATEMENT a=1|OTHER
          SET STATEMENT|OTHER
          ANALYZE UPDATE t SET a = 1|UPDATE
          ANALYZE FORMAT=JSON DELETE FROM t|DELETE
          ANALYZE (SELECT 1)|SELECT
          ANALYZE TABLE t|OTHER
          ANALYZE LOCAL TABLE t|OTHER
          ANALYZE|OTHER
          EXPLAIN SELECT 1|OTHER
          """)
  void knowsTheVerb(String sql, Verb verb) {
    assertThat(Verb.of(sql)).isEqualTo(verb);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-- delete\nSELECT 1",
        "# delete\n  # update\nSELECT 1",
        "--\nSELECT 1",
        "\r\n(\n-- x\n SELECT 1)"
      })
  void skipsLineComments(String sql) {
    assertThat(Verb.of(sql)).isEqualTo(Verb.SELECT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "/* open", "-- only", "(", "'", "WITH a AS ('"})
  void takesUnfinishedTextAsOther(String sql) {
    assertThat(Verb.of(sql)).isEqualTo(Verb.OTHER);
  }
}
