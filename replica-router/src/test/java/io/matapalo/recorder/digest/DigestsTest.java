package io.matapalo.recorder.digest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DigestsTest {

  private static final String CASES =
      """
      SELECT  a,b   FROM t|select a, b from t
      select a from t where id=5|select a from t where id = ?
      select a from t where id = -5|select a from t where id = ?
      select a from t where id = + 5|select a from t where id = ?
      select a - 5 from t|select a - ? from t
      select a -5 from t|select a - ? from t
      select (a) - 5 from t|select (a) - ? from t
      select -1|select ?
      select 1.5, .5, 1., 1e10, 1.5E-3, 2e+4|select ?, ?, ?, ?, ?, ?
      select 0x1F, 0b101, x'4D', X'4d', b'01', N'a'|select ?, ?, ?, ?, ?, ?
      select 'it''s', 'a\\'b', 'x\\\\'|select ?, ?, ?
      select "double", "a""b"|select ?, ?
      select 'a' 'b' from t|select ? from t
      select _utf8mb4 'a'|select _utf8mb4 ?
      select date '2020-01-01'|select date ?
      select `A b`.`c` from `t``x`|select `A b`.`c` from `t``x`
      select t1.c2, 2fa_code from db1.t1|select t1.c2, 2fa_code from db1.t1
      select a from t where b in (1,2,3)|select a from t where b in (...)
      select a from t where b in (?)|select a from t where b in (...)
      select a from t where b IN ( ?, ? , ? )|select a from t where b in (...)
      select a from t where b not in ('x', -1, null)|select a from t where b not in (...)
      select a from t where (b,c) in ((1,2),(3,4))|select a from t where (b, c) in (...)
      select a from t where b in (select c from u where d = 4)|select a from t where b in (select c from u where d = ?)
      select a from t where b in (c, 1)|select a from t where b in (c, ?)
      insert into t (a,b) values (1,'x')|insert into t(a, b) values (?, ?)
      insert into t(a,b) values (1,'x'), (2,'y') , (3,'z')|insert into t(a, b) values (?, ?)
      insert into t values (1, now()), (2, now())|insert into t values (?, now())
      insert into t values (1, default), (2, 3), (4, default)|insert into t values (?, default), (?, ?)
      insert into t value (?, ?) on duplicate key update a = values(a) + 1|insert into t value (?, ?) on duplicate key update a = values (a) + ?
      update t set a=a+1, b='x' where c<=>null|update t set a = a + ?, b = ? where c <=> null
      delete from t where a>=1 and b<>2 or c!=3|delete from t where a >= ? and b <> ? or c != ?
      select count(*), count( * ), max (a) from t|select count(*), count(*), max(a) from t
      select a from t limit 10, 20|select a from t limit ?, ?
      select a from t limit ? offset 5|select a from t limit ? offset ?
      select @@session.x, @y := 5|select @@session.x, @y := ?
      select doc->'$.a', doc->>"$.b" from t|select doc -> ?, doc ->> ? from t
      select a from t where b between -1 and -2|select a from t where b between ? and ?
      select case when a = 1 then -1 else -2 end from t|select case when a = ? then ? else ? end from t
      select a from t;|select a from t
      select a from t ; ;|select a from t
      {call p(?, 5)}|{ call p(?, ?) }
      call p(1,'x')|call p(?, ?)
      select /* hint */ a /* b */ from t -- end|select a from t
      select /*+ MAX_EXECUTION_TIME(1) */ a from t|select a from t
      select /*!40001 SQL_NO_CACHE */ a from t|select sql_no_cache a from t
      select /*M!100100 a, */ b from t|select a, b from t
      select a from t # the end|select a from t
      select 5--1|select ? - ?
      select a from t where b like 'x%' escape '!'|select a from t where b like ? escape ?
      select grüße, имя from t|select grüße, имя from t
      select * from t where a is null and b is not true|select * from t where a is null and b is not true
      with x as (select 1) select * from x|with x as (select ?) select * from x
      (select a from t where b = 1) union all (select 2)|(select a from t where b = ?) union all (select ?)
      select interval 5 day + a|select interval ? day + a
      """;

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = CASES)
  void writesOneTextForStatementsThatDifferInValues(String sql, String text) {
    assertThat(Digests.of(sql).sql()).isEqualTo(text);
  }

  @Test
  void skipsLineCommentsToTheEndOfTheirLine() {
    assertThat(Digests.of("select a -- 'x\n, b # y'\n from\tt\r\n").sql())
        .isEqualTo("select a, b from t");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select 4111111111111111 from t",
        "select '4111111111111111' from t",
        "select \"4111111111111111\" from t",
        "select a /* 4111111111111111 */ from t",
        "select a from t -- 4111111111111111",
        "select a from t where b in ('4111111111111111', 'x')",
        "insert into t values ('4111111111111111', 'it''s', 'a\\'b')",
        "select '4111111111111111 from t",
        "select 'a\\' , 4111111111111111",
        "select \"a from t where b = '4111111111111111'",
        "select `a from t where b = 4111111111111111",
        "select x'4111111111111111'",
        "select 0x4111111111111111",
        "select -4111111111111111.00e0",
        "select 4111111111111111.from t",
        "select 4111111111111111.5from t",
        "select 4111111111111111e0and 1"
      })
  void neverShowsAValue(String sql) {
    assertThat(Digests.of(sql).sql()).doesNotContain("4111111111111111");
  }

  @Test
  void starBeforeACommentDoesNotOpenIt() {
    assertThat(Digests.of("select a*/* of Smith */b from t").sql())
        .isEqualTo("select a * b from t");
    assertThat(Digests.of("select /*! a*/* b from t").sql()).isEqualTo("select a * b from t");
  }

  @Test
  void withholdsAStatementWhoseQuotesDoNotEnd() {
    assertThat(Digests.of("update t set a = 'open").sql())
        .isEqualTo("update (not shown: a quote without its end)");
  }

  @Test
  void theSameTextIsTheSameDigestAndOtherLiteralsAreOtherValues() {
    Digest one = Digests.of("select a from t where b = 1");
    Digest two = Digests.of("SELECT a FROM t /* again */ WHERE b = 2");
    Digest again = Digests.of("select a  from t where b =1");
    Digest parameter = Digests.of("select a from t where b = ?");

    assertThat(two.id()).isEqualTo(one.id()).hasSize(16);
    assertThat(parameter.id()).isEqualTo(one.id());
    assertThat(two.literals()).isNotEqualTo(one.literals());
    assertThat(again.literals()).isEqualTo(one.literals());
    assertThat(parameter.literals()).isZero();
    assertThat(Digests.of("select a from t where c = 1").id()).isNotEqualTo(one.id());
  }

  @Test
  void literalsInOtherPlacesAreOtherValues() {
    assertThat(Digests.of("select 'ab', 'c'").literals())
        .isNotEqualTo(Digests.of("select 'a', 'bc'").literals());
    assertThat(Digests.of("select 1, 2").literals())
        .isNotEqualTo(Digests.of("select 2, 1").literals());
  }

  @Test
  void cutsALongText() {
    String sql = "select " + "a, ".repeat(5_000) + "a from t";
    assertThat(Digests.of(sql).sql()).hasSize(Digests.MAX_SHOWN + 1).endsWith("…");
  }

  @Test
  void readsTheHeadOnlyOfAHugeText() {
    String rows = "insert into t values (1, 'x')" + ", (2, 'y')".repeat(20_000);
    Digest digest = Digests.of(rows);
    assertThat(digest.verb()).isEqualTo(Verb.INSERT);
    assertThat(digest.sql()).startsWith("insert").hasSizeLessThan(200);
    assertThat(Digests.of(rows + ", (3, 'z')").literals()).isNotEqualTo(digest.literals());
  }

  @Test
  void remembersBoundedlyManyTexts() {
    for (int i = 0; i < 3 * Digests.MAX_REMEMBERED; i++) {
      Digests.of("select c" + i + " from t");
      Digests.of("select 'v" + i + "' from t");
    }
    assertThat(Digests.remembered()).isLessThanOrEqualTo(2 * Digests.MAX_REMEMBERED);
  }
}
