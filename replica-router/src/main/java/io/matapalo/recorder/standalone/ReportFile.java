package io.matapalo.recorder.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a report whole or not at all. Stateless. */
final class ReportFile {

  private ReportFile() {}

  static void write(Path file, String json) throws IOException {
    Path place = file.toAbsolutePath();
    Path folder = place.getParent();
    if (folder == null) {
      throw new IOException(place + " is a folder");
    }
    Path beside = Files.createTempFile(folder, "matapalo", ".json");
    try {
      Files.writeString(beside, json + System.lineSeparator());
      Files.move(beside, place, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beside);
    }
  }
}
