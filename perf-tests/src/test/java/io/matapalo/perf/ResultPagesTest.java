package io.matapalo.perf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A page of {@code docs/results} is of this code, or says that it is old. Each page names what it
 * measures and how long before the latest change of that it may have been made. Its time is
 * compared with the repository's history, so that the verdict on a commit never changes.
 */
class ResultPagesTest {
  private static final Path ROOT = Path.of(System.getProperty("matapalo.root"));
  private static final Pattern OLD = Pattern.compile("# .+ \\(old: of commit [0-9a-f]{7,40}\\)");
  private static final Pattern ROW = Pattern.compile("^\\| ([^|]+?) \\| (.+) \\|$");
  private static final Pattern SOURCE = Pattern.compile("`([^`]+)`");

  @TempDir private Path folder;

  @Test
  void everyPageIsOfThisCodeOrSaysThatItIsOld() throws Exception {
    List<String> stale = new ArrayList<>();
    try (Stream<Path> pages = Files.list(ROOT.resolve("docs/results"))) {
      for (Path page : pages.sorted().toList()) {
        complaint(ROOT, page).ifPresent(stale::add);
      }
    }
    assertThat(stale).isEmpty();
  }

  @Test
  void aPageMadeLongBeforeTheLatestChangeIsRefused() throws Exception {
    Path page = repositoryWithAPage("# speed", "2026-03-01T00:00:00Z");

    changedAt("2026-03-03T00:00:00Z");
    assertThat(complaint(folder, page)).isEmpty();

    changedAt("2026-03-05T00:00:00Z");
    assertThat(complaint(folder, page))
        .hasValueSatisfying(text ->
            assertThat(text).contains("speed.md", "src", "2026-03-05", "./matapalo prove speed"));
  }

  @Test
  void aPageThatSaysSoMayBeOld() throws Exception {
    Path page = repositoryWithAPage("# speed (old: of commit 0123abc)", "2026-03-01T00:00:00Z");

    changedAt("2026-05-01T00:00:00Z");

    assertThat(complaint(folder, page)).isEmpty();
  }

  @Test
  void aPageThatNamesWhatIsNotThereIsRefused() throws Exception {
    Path page = repositoryWithAPage("# speed", "2026-03-01T00:00:00Z");
    Files.writeString(page, Files.readString(page).replace("`src`", "`gone`"));

    assertThat(complaint(folder, page))
        .hasValueSatisfying(text -> assertThat(text).contains("gone"));
  }

  /** Readers believe a page with their own settings, so it says with which it was made. */
  @Test
  void aPageThatSaysNoSettingsIsRefused() throws Exception {
    Path page = repositoryWithAPage("# speed", "2026-03-01T00:00:00Z");
    changedAt("2026-03-03T00:00:00Z");
    Files.writeString(page, Files.readString(page).replace("| settings | defaults |\n", ""));

    assertThat(complaint(folder, page))
        .hasValueSatisfying(text -> assertThat(text).contains("lacks", "settings"));
  }

  private static Optional<String> complaint(Path root, Path page) throws Exception {
    List<String> lines = Files.readAllLines(page);
    if (OLD.matcher(lines.get(0)).matches()) {
      return Optional.empty();
    }
    Map<String, String> rows =
        lines.stream()
            .map(ROW::matcher)
            .filter(Matcher::matches)
            .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2), (a, b) -> a));
    List<String> wanted =
        List.of("command", "settings", "commit", "endedAt", "measures", "allowance");
    if (!rows.keySet().containsAll(wanted)) {
      return Optional.of("%s lacks one of the rows %s".formatted(page.getFileName(), wanted));
    }
    Instant made = Instant.parse(row(rows, "endedAt"));
    Duration allowance = Duration.ofDays(days(row(rows, "allowance")));
    List<String> sources =
        SOURCE.matcher(row(rows, "measures")).results().map(m -> m.group(1)).toList();
    for (String source : sources) {
      if (Files.notExists(root.resolve(source))) {
        return Optional.of(
            "%s measures %s, which is not there".formatted(page.getFileName(), source));
      }
      Instant changed = latestChange(root, source);
      if (changed.isAfter(made.plus(allowance))) {
        return Optional.of(
            "%s was made on %s and %s was changed on %s: make it again by %s, or head it '(old: of commit …)'"
                .formatted(page.getFileName(), made, source, changed, row(rows, "command")));
      }
    }
    return Optional.empty();
  }

  private static String row(Map<String, String> rows, String what) {
    return Objects.requireNonNull(rows.get(what), what);
  }

  private static long days(String allowance) {
    return Long.parseLong(allowance.replace(" days", ""));
  }

  /** The oldest instant where there is no history, or one cut off, which would tell nothing. */
  private static Instant latestChange(Path root, String source) throws Exception {
    if (Files.notExists(root.resolve(".git"))
        || git(root, List.of("rev-parse", "--is-shallow-repository")).equals("true")) {
      return Instant.MIN;
    }
    String seconds = git(root, List.of("log", "-1", "--format=%ct", "--", source));
    return seconds.isEmpty() ? Instant.MIN : Instant.ofEpochSecond(Long.parseLong(seconds));
  }

  private Path repositoryWithAPage(String firstLine, String endedAt) throws Exception {
    git(folder, List.of("init", "--quiet"));
    Files.createDirectories(folder.resolve("src"));
    Path page = folder.resolve("speed.md");
    return Files.writeString(
        page,
        """
        %s

        | what | value |
        |---|---|
        | endedAt | %s |
        | command | `./matapalo prove speed` |
        | settings | defaults |
        | measures | `src` |
        | allowance | 3 days |
        | commit | 0123abc |
        """
            .formatted(firstLine, endedAt));
  }

  private void changedAt(String time) throws Exception {
    Files.writeString(folder.resolve("src/Speed.java"), time);
    git(folder, List.of("add", "src"));
    git(folder, List.of("commit", "--quiet", "--message", "Change the source"), time);
  }

  private static String git(Path folder, List<String> words, String... time)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of("git", "-C", folder.toString(), "-c", "user.name=t", "-c", "user.email=t@t"));
    command.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Arrays.stream(time)
        .forEach(at -> {
          builder.environment().put("GIT_COMMITTER_DATE", at);
          builder.environment().put("GIT_AUTHOR_DATE", at);
        });
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    assertThat(process.waitFor()).as("git %s: %s", words, text).isZero();
    return text;
  }
}
