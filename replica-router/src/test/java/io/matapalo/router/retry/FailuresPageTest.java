package io.matapalo.router.retry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.matapalo.router.retry.FailureRule.Effect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of docs/replica-router-failures.md is the table of the code. */
final class FailuresPageTest {

  private static final String HEAD =
      """
      | what has happened | vendor code | cause | connect | in transaction, rollback | autocommit read | autocommit write | commit | and |
      |---|---|---|---|---|---|---|---|---|
      """;

  @Test
  void pageShowsTheTable() throws IOException {
    String page = Files.readString(Path.of("../docs/replica-router-failures.md"), UTF_8);

    assertThat(page).contains(table());
  }

  private static String table() {
    return Classification.TABLE.stream()
        .map(FailuresPageTest::row)
        .collect(Collectors.joining("\n", HEAD, "\n"));
  }

  private static String row(FailureRule rule) {
    Reaction answers = rule.reaction();
    Stream<String> cells =
        Stream.of(
            rule.says(),
            rule.match().text(),
            words(rule.cause()),
            words(answers.connect()),
            words(answers.inTransaction()),
            words(answers.autocommitRead()),
            words(answers.autocommitWrite()),
            words(answers.commit()),
            effects(rule));
    return cells.collect(Collectors.joining(" | ", "| ", " |"));
  }

  private static String effects(FailureRule rule) {
    List<String> words =
        Arrays.stream(Effect.values())
            .filter(rule.effects()::contains)
            .map(FailuresPageTest::words)
            .toList();
    return words.isEmpty() ? "–" : String.join(", ", words);
  }

  private static String words(Enum<?> value) {
    return switch (value.name()) {
      case "OUTCOME_UNKNOWN" -> "**unknown**";
      default -> value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    };
  }
}
