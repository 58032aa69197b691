package com.turnstile;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The slowness register and the tests that prove it are about the same entries. */
class SlownessRegisterTest {

  private static final Pattern ENTRY = Pattern.compile("(?m)^### (SLOW-[0-9]{2}) ");
  private static final List<String> FACTS =
      List.of("Operation:", "Symptom:", "Where:", "Costs:", "Cure:", "Proof:");

  @Test
  void everyEntryIsUniqueAndInOrder() throws IOException {
    List<String> entries = entries();

    assertThat(entries).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void everyEntryHasItsProofAndEveryProofItsEntry() throws IOException {
    assertThat(proven()).isEqualTo(new TreeSet<>(entries()));
  }

  @Test
  void everyEntrySaysAllThatAReaderAsks() throws IOException {
    String register = Files.readString(file());
    List<Integer> starts =
        new ArrayList<>(ENTRY.matcher(register).results().map(MatchResult::start).toList());
    starts.add(register.length());

    for (int i = 0; i + 1 < starts.size(); i++) {
      assertThat(register.substring(starts.get(i), starts.get(i + 1))).contains(FACTS);
    }
  }

  private static List<String> entries() throws IOException {
    return ENTRY.matcher(Files.readString(file())).results().map(m -> m.group(1)).toList();
  }

  private static Set<String> proven() {
    JavaClasses tests =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
            .importPackages("com.turnstile");
    Set<String> proven = new TreeSet<>();
    for (JavaClass test : tests) {
      for (JavaMethod method : test.getMethods()) {
        if (method.isAnnotatedWith(Slowness.class)) {
          Collections.addAll(proven, method.getAnnotationOfType(Slowness.class).value());
        }
      }
    }
    return proven;
  }

  private static Path file() {
    return Path.of(System.getProperty("matapalo.root"), "docs/slowness.md");
  }
}
