package com.turnstile;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The slowness register and the tests that prove it are about the same entries. */
class SlownessRegisterTest {

  private static final Pattern ENTRY = Pattern.compile("(?m)^### (SLOW-[0-9]{2}) ");
  private static final Pattern SUMMARY = Pattern.compile("(?m)^\\| \\[(SLOW-[0-9]{2})\\]\\(#");
  private static final Pattern TEST = Pattern.compile("\\b[A-Z]\\w+(IT|Test)\\.\\w+");
  private static final Pattern GONE = Pattern.compile("(?m)^- Gone:.*(?:\\R  .*)*");
  private static final List<String> FACTS =
      List.of("Operation:", "Symptom:", "Where:", "Costs:", "Cure:", "Proof:");

  @Test
  void entriesAreNumberedFromOneWithoutAGap() throws IOException {
    List<String> numbers =
        IntStream.rangeClosed(1, entries().size()).mapToObj("SLOW-%02d"::formatted).toList();

    assertThat(entries()).isEqualTo(numbers);
    assertThat(numbers(SUMMARY)).as("the table of all entries").isEqualTo(numbers);
  }

  @Test
  void everyEntryNamesItsProofsAndEveryProofHasItsEntry() throws IOException {
    Map<String, Set<String>> named = new TreeMap<>();
    for (String entry : texts()) {
      String proof = entry.substring(entry.indexOf("Proof:")).split("\n- Gone:", -1)[0];
      named.put(
          entry.substring("### ".length(), "### SLOW-00".length()),
          new TreeSet<>(
              TEST.matcher(proof.split("\n\n", -1)[0]).results().map(MatchResult::group).toList()));
    }

    assertThat(named).isEqualTo(proven());
  }

  @Test
  void everyTestThatShowsACauseGoneIsThere() throws IOException {
    Set<String> named = new TreeSet<>();
    for (String entry : texts()) {
      for (MatchResult gone : GONE.matcher(entry).results().toList()) {
        List<String> tests = TEST.matcher(gone.group()).results().map(MatchResult::group).toList();
        assertThat(tests).as(gone.group()).isNotEmpty();
        named.addAll(tests);
      }
    }

    Set<String> missing = new TreeSet<>(named);
    missing.removeIf(SlownessRegisterTest::isTestOfAnotherModule);
    assertThat(named).isNotEmpty();
    assertThat(missing).isEmpty();
  }

  @Test
  void everyEntrySaysAllThatAReaderAsks() throws IOException {
    for (String entry : texts()) {
      assertThat(entry).contains(FACTS);
    }
  }

  private static boolean isTestOfAnotherModule(String test) {
    int dot = test.indexOf('.');
    String file = test.substring(0, dot) + ".java";
    String method = "void " + test.substring(dot + 1) + "(";
    try (Stream<Path> ofFastPath = Files.walk(root().resolve("fast-path/src/test"));
        Stream<Path> ofBothSides = Files.walk(root().resolve("perf-tests/src/test"))) {
      return Stream.concat(ofFastPath, ofBothSides)
          .filter(source -> source.endsWith(file))
          .anyMatch(source -> text(source).contains(method));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path source) {
    try {
      return Files.readString(source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> entries() throws IOException {
    return numbers(ENTRY);
  }

  private static List<String> numbers(Pattern pattern) throws IOException {
    return pattern.matcher(Files.readString(file())).results().map(m -> m.group(1)).toList();
  }

  private static List<String> texts() throws IOException {
    String register = Files.readString(file());
    List<Integer> starts =
        new ArrayList<>(ENTRY.matcher(register).results().map(MatchResult::start).toList());
    starts.add(register.length());
    List<String> texts = new ArrayList<>();
    for (int i = 0; i + 1 < starts.size(); i++) {
      texts.add(register.substring(starts.get(i), starts.get(i + 1)));
    }
    return texts;
  }

  /** The tests of each entry. */
  private static Map<String, Set<String>> proven() {
    JavaClasses tests =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
            .importPackages("com.turnstile");
    Map<String, Set<String>> proven = new TreeMap<>();
    for (JavaClass test : tests) {
      for (JavaMethod method : test.getMethods()) {
        if (method.isAnnotatedWith(Slowness.class)) {
          for (String number : method.getAnnotationOfType(Slowness.class).value()) {
            proven
                .computeIfAbsent(number, key -> new TreeSet<>())
                .add(test.getSimpleName() + "." + method.getName());
          }
        }
      }
    }
    return proven;
  }

  private static Path file() {
    return root().resolve("docs/slowness.md");
  }

  private static Path root() {
    return Path.of(System.getProperty("matapalo.root"));
  }
}
