package io.matapalo.recorder.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SqlStatementTest {

  @Test
  void aSemicolonSeparatesStatements() {
    assertThat(texts("select 1; select 2 ;; select 3;"))
        .containsExactly("select 1", "select 2 ", "select 3");
  }

  @Test
  void aSemicolonInAValueANameOrACommentSeparatesNothing() {
    assertThat(texts("select ';' as `a;b` /* ; */ -- ;\n, \";\"; select 2")).hasSize(2);
  }

  @Test
  void knowsThePlacesForValuesOfEach() {
    List<SqlStatement> statements =
        SqlStatement.of("update t set a = ?, b = '?' where c = 1; delete from t; select ?, ?");
    assertThat(statements).extracting(SqlStatement::parameters).containsExactly(1, 0, 2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create procedure p() begin select 1; if a then select 2; end if; select 3; end",
        "create or replace definer = 'x' trigger t before insert on a for each row begin set @a = 1; end",
        "create function f() returns int begin case 1 when 1 then select 1; end case; return 2; end;",
        "begin not atomic select 1; begin select case when 1 then 2 end; end; end",
        "if 1 then select 1; select 2; end if"
      })
  void theBodyOfARoutineIsOneStatement(String sql) {
    assertThat(texts(sql)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "begin; insert into t values (1)",
        "create table event (id int); insert into event values (1)",
        "create procedure p() select 1; call p()",
        "create procedure p() begin loop select 1; end loop; end; call p()"
      })
  void whatFollowsIsAnother(String sql) {
    assertThat(texts(sql)).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ";", "  ", "select 1", "select 1 ; ", "-- only", "select 'no end; select 2"})
  void aTextIsAtLeastOneStatement(String sql) {
    assertThat(SqlStatement.of(sql)).hasSize(1);
  }

  @Test
  void aTextWithoutSemicolonInItsMidstIsAlone() {
    assertThat(SqlStatement.isAlone("select 1")).isTrue();
    assertThat(SqlStatement.isAlone("select 1; \n")).isTrue();
    assertThat(SqlStatement.isAlone("select ';'")).isFalse();
    assertThat(SqlStatement.isAlone("select 1; select 2")).isFalse();
  }

  private static List<String> texts(String sql) {
    return SqlStatement.of(sql).stream().map(SqlStatement::text).toList();
  }
}
