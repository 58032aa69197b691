package io.matapalo.router.consistency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GtidTextTest {

  private static final String UUID = "3e11fa47-71ca-11e1-9e33-c80aa9429562";

  @Test
  void aHoleIsNotContained() {
    MySqlGtids holed = MySqlGtids.parse(UUID + ":1-5:7");
    assertThat(holed.contains(MySqlGtids.parse(UUID + ":6"))).isFalse();
    assertThat(holed.contains(MySqlGtids.parse(UUID + ":5:7"))).isTrue();
    assertThat(holed.contains(MySqlGtids.parse(UUID + ":5-7"))).isFalse();
  }

  @Test
  void anotherSourceOrTagIsNotContained() {
    MySqlGtids one = MySqlGtids.parse(UUID + ":1-100");
    assertThat(one.contains(MySqlGtids.parse(UUID.replace('2', '3') + ":1"))).isFalse();
    assertThat(one.contains(MySqlGtids.parse(UUID + ":blue:1"))).isFalse();
  }

  @Test
  void readsWhatServersWrite() {
    String text = UUID.toUpperCase(Locale.ROOT) + ":1-3:5:blue:1-2,\n" + UUID + ":4";
    assertThat(MySqlGtids.parse(text).text()).isEqualTo(UUID + ":1-5," + UUID + ":blue:1-2");
    assertThat(MariaDbGtids.parse(" 7-3-9,0-1-42 ").text()).isEqualTo("0-1-42,7-3-9");
    assertThat(MariaDbGtids.parse("").isEmpty()).isTrue();
    assertThat(MySqlGtids.parse("").isEmpty()).isTrue();
  }

  @Test
  void ofADomainNamedTwiceTheLatestCounts() {
    assertThat(MariaDbGtids.parse("0-1-41,0-2-42,0-1-40").text()).isEqualTo("0-2-42");
  }

  @Test
  void anotherServerInTheSameDomainGoesOnWithItsSequence() {
    assertThat(MariaDbGtids.parse("0-2-43").contains(MariaDbGtids.parse("0-1-42"))).isTrue();
    assertThat(MariaDbGtids.parse("0-2-43").contains(MariaDbGtids.parse("1-1-1"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0-1",
        "0-1-2-3",
        "0-1-x",
        "a-1-2",
        "0-1-0",
        "0-1--5",
        "4294967296-1-1",
        "0-1-5,",
        "0-1-99999999999999999999",
        "0-1-+5",
        "0-1-5'; DROP TABLE x"
      })
  void whatIsNoMariaDbPositionIsRefused(String text) {
    assertThatThrownBy(() -> MariaDbGtids.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("in position '");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":1-5",
        ":5-1",
        ":0",
        ":-1",
        ":1-",
        ":1-2-3",
        ":x y",
        ":",
        "",
        ":9223372036854775808",
        ":1'",
        ":blue"
      })
  void whatIsNoMySqlPositionIsRefused(String tail) {
    String text = tail.equals(":1-5") ? "not-a-uuid:1-5" : UUID + tail;
    assertThatThrownBy(() -> MySqlGtids.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"MARIADB,0-1-7", "MYSQL,3e11fa47-71ca-11e1-9e33-c80aa9429562:1-7"})
  void tooLongATextIsRefusedBeforeItIsRead(Dialect dialect, String unit) {
    assertThatThrownBy(() -> dialect.parse((unit + ",").repeat(4_000)))
        .hasMessageContaining("at most 16384 characters");
  }

  @Test
  void positionsOfDifferentEnginesAreNotCompared() {
    assertThatThrownBy(() -> MariaDbGtids.parse("0-1-1").contains(MySqlGtids.parse(UUID + ":1")))
        .hasMessageContaining("cannot be compared");
  }

  @Test
  void aMessageQuotesAPartOfALongText() {
    assertThatThrownBy(() -> MariaDbGtids.parse("x".repeat(10_000))).message().hasSizeLessThan(300);
  }

  @Test
  void asManyDomainsAreReadAsAPositionMayHave() {
    String most = domains(MariaDbGtids.MAX_DOMAINS);
    assertThat(MariaDbGtids.parse(most).text()).isEqualTo(most);
    assertThatThrownBy(() -> MariaDbGtids.parse(domains(MariaDbGtids.MAX_DOMAINS + 1)))
        .hasMessageContaining("at most 1000 domains, had 1001");
  }

  @Test
  void asManyIntervalsAreReadAsAPositionMayHave() {
    String most = UUID + ":1".repeat(MySqlGtids.MAX_INTERVALS);
    assertThat(MySqlGtids.parse(most).text()).isEqualTo(UUID + ":1");
    for (String more : new String[] {":2", "," + UUID + ":2", ":blue:2"}) {
      assertThatThrownBy(() -> MySqlGtids.parse(most + more))
          .as(more)
          .hasMessageContaining("at most 4000 intervals");
    }
  }

  @Test
  void textAndNumbersAreReadUpToTheirLimits() {
    assertThat(MariaDbGtids.parse(" ".repeat(PositionText.MAX_LENGTH)).isEmpty()).isTrue();
    assertThat(MariaDbGtids.parse("4294967295-4294967295-9223372036854775807").text())
        .isEqualTo("4294967295-4294967295-9223372036854775807");
    assertThat(MariaDbGtids.parse("0-1-" + "0".repeat(19) + "5").text()).isEqualTo("0-1-5");
    assertThatThrownBy(() -> MariaDbGtids.parse("0-1-" + "0".repeat(20) + "5"))
        .hasMessageContaining("sequence must be a number from 1");
  }

  @Test
  void anIntervalOfOneIsWrittenAsANumber() {
    assertThat(MySqlGtids.parse(UUID + ":1-3:5-5").text()).isEqualTo(UUID + ":1-3:5");
  }

  @Test
  void ofOneSequenceTwiceTheFirstStands() {
    assertThat(MariaDbGtids.parse("0-1-42,0-2-42").text()).isEqualTo("0-1-42");
  }

  @Test
  void aDomainIsPickedOut() {
    MariaDbGtids both = MariaDbGtids.parse("0-1-42,7-3-9");
    assertThat(both.ofDomain(7)).isEqualTo(MariaDbGtids.of(7, 3, 9));
    assertThat(both.ofDomain(8)).isEqualTo(MariaDbGtids.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "MARIADB,0-1-7,0-1-8",
    "MYSQL,3e11fa47-71ca-11e1-9e33-c80aa9429562:1-7,3e11fa47-71ca-11e1-9e33-c80aa9429562:2-8"
  })
  void positionsAreEqualByWhatTheyHold(Dialect dialect, String one, String other) {
    GtidSet position = dialect.parse(one);
    assertThat(position).isEqualTo(dialect.parse(one)).hasSameHashCodeAs(dialect.parse(one));
    assertThat(position).isNotEqualTo(dialect.parse(other)).hasToString(one);
    assertThat(position.hashCode()).isNotEqualTo(dialect.parse(other).hashCode());
    assertThat(dialect.nothing().getClass()).isEqualTo(position.getClass());
  }

  @Test
  void aMessageQuotesAShortTextWhole() {
    String sixty = "x".repeat(60);
    assertThatThrownBy(() -> MariaDbGtids.parse(sixty)).hasMessageEndingWith("'" + sixty + "'");
    assertThatThrownBy(() -> MariaDbGtids.parse(sixty + "x"))
        .hasMessageEndingWith("'" + sixty + "…'");
  }

  private static String domains(int count) {
    return IntStream.range(0, count).mapToObj(i -> i + "-1-1").collect(Collectors.joining(","));
  }
}
