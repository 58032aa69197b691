package io.matapalo.fastpath.instructions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UsageJournalTest {

  private static final int THREADS = 8;
  private static final int COUNTS = 10_000;

  @TempDir Path folder;

  @Test
  void goesOnWhereItEnded() {
    UUID id;
    try (UsageJournal journal = open()) {
      id = journal.id();
      journal.count(3);
      journal.addedUp(2);
    }
    try (UsageJournal journal = open()) {
      assertThat(journal.id()).isEqualTo(id);
      assertThat(journal.counted()).isEqualTo(3);
      assertThat(journal.addedUp()).isEqualTo(2);
      journal.count(1);
      assertThat(journal.counted()).isEqualTo(4);
    }
  }

  @Test
  void countsOfManyThreadsAreAllThere() {
    try (UsageJournal journal = open()) {
      try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
        for (int i = 0; i < THREADS; i++) {
          threads.execute(() -> countAlone(journal));
        }
      }
      assertThat(journal.counted()).isEqualTo((long) THREADS * COUNTS);
    }
  }

  private static void countAlone(UsageJournal journal) {
    for (int i = 0; i < COUNTS; i++) {
      journal.count(1);
    }
  }

  @Test
  void whatIsAddedUpNeverGoesBack() {
    try (UsageJournal journal = open()) {
      journal.addedUp(5);
      journal.addedUp(4);
      assertThat(journal.addedUp()).isEqualTo(5);
    }
  }

  @Test
  void twoFilesAreTwoJournals() {
    try (UsageJournal one = open();
        UsageJournal other = UsageJournal.open(folder.resolve("other"))) {
      assertThat(one.id()).isNotEqualTo(other.id());
    }
  }

  @Test
  void aFileThatWasNeverBegunIsBegun() throws IOException {
    Files.write(file(), new byte[40]);
    try (UsageJournal journal = open()) {
      journal.count(1);
      assertThat(journal.counted()).isOne();
    }
  }

  @Test
  void aFileInUseIsRefused() {
    UsageJournal journal = open();

    assertThatThrownBy(this::open)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the usage journal " + file() + " is in use; give each instance one of its own");
    journal.close();
    open().close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a text of forty bytes, and no more, yes!",
        "a text that is longer than a journal ever is"
      })
  void anotherKindOfFileIsRefusedAndLeftAsItIs(String content) throws IOException {
    Files.writeString(file(), content);

    assertThatThrownBy(this::open).hasMessage(file() + " is no usage journal");
    assertThat(file()).content().isEqualTo(content);
  }

  @Test
  void aFolderThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> UsageJournal.open(folder.resolve("no/such")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("no/such");
  }

  private UsageJournal open() {
    return UsageJournal.open(file());
  }

  private Path file() {
    return folder.resolve("journal");
  }
}
