package io.matapalo.perf.cards;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Searches folders, files and streams of any size for card numbers in every form of {@link
 * CardForm}. A file that cannot be read fails the search rather than pass as clean. Immutable and
 * thread-safe.
 */
public final class CardNumberSearch {
  private static final int MAX_FINDINGS = 10_000;
  private static final int BUFFER_BYTES = 1 << 16;

  private final PatternMachine machine;

  private CardNumberSearch(PatternMachine machine) {
    this.machine = machine;
  }

  /** For numbers of 12 to 19 digits; about a megabyte of memory for ten of them. */
  public static CardNumberSearch forNumbers(Collection<String> numbers) {
    if (numbers.isEmpty()) {
      throw new IllegalArgumentException("a search needs at least one number");
    }
    return new CardNumberSearch(
        new PatternMachine(
            numbers.stream().distinct().flatMap(n -> CardPattern.of(n).stream()).toList()));
  }

  /**
   * Searches all files below some folders, or some files. Links are not followed; a file that is
   * deleted meanwhile is skipped; of a file named {@code .gz} the content is searched too. At most
   * 10,000 findings.
   */
  public List<CardFinding> in(Path... places) {
    List<CardFinding> found = new ArrayList<>();
    for (Path place : places) {
      if (!Files.exists(place)) {
        throw new IllegalArgumentException("nothing to search at " + place);
      }
      try (Stream<Path> files = Files.walk(place)) {
        for (Path file : (Iterable<Path>) files::iterator) {
          if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            searchFile(file, found);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot search " + place, e);
      }
    }
    return List.copyOf(found);
  }

  /** Searches a stream to its end and leaves it open. */
  public List<CardFinding> in(String name, InputStream bytes) {
    List<CardFinding> found = new ArrayList<>();
    try {
      searchStream(name, bytes, found);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot search " + name, e);
    }
    return List.copyOf(found);
  }

  private void searchFile(Path file, List<CardFinding> found) throws IOException {
    try (InputStream bytes = Files.newInputStream(file)) {
      searchStream(file.toString(), bytes, found);
    } catch (NoSuchFileException e) {
      return;
    }
    if (file.toString().endsWith(".gz")) {
      searchUnpacked(file, found);
    }
  }

  private void searchUnpacked(Path file, List<CardFinding> found) throws IOException {
    try (InputStream packed = new BufferedInputStream(Files.newInputStream(file));
        InputStream bytes = new GZIPInputStream(packed)) {
      searchStream(file + "!content", bytes, found);
    } catch (ZipException | EOFException | NoSuchFileException e) {
      // Not gzip whatever its name, or still being written: what could be unpacked has been
      // searched.
      return;
    }
  }

  private void searchStream(String name, InputStream bytes, List<CardFinding> found)
      throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    int state = machine.start();
    long before = 0;
    for (int length = bytes.read(buffer); length >= 0; length = bytes.read(buffer)) {
      for (int i = 0; i < length; i++) {
        state = machine.step(state, buffer[i] & 0xff);
        for (CardPattern pattern : machine.found(state)) {
          if (found.size() < MAX_FINDINGS) {
            long offset = before + i + 1 - pattern.length();
            found.add(new CardFinding(name, offset, pattern.form(), pattern.lastFour()));
          }
        }
      }
      before += length;
    }
  }
}
