package io.matapalo.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong on a command line is told before a server starts, with exit code 2. */
class WrongCommandLineTest {
  @TempDir private Path folder;
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void aFileThatIsNoFolder() throws IOException {
    Files.writeString(folder.resolve("file"), "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "database --name 1shop             | --name: a database name is 1 to 61 of A-Z a-z 0-9 _",
        "database --name my-shop           | a letter first; was 'my-shop'",
        "database --save FOLDER/file/x.env | --save: no file can be made in FOLDER/file",
        "database --save /proc/x.env       | --save: no file can be made in /proc",
        "database --save FOLDER            | --save must be a file, was the folder FOLDER",
        "database --topology ring          | Invalid value for option '--topology'",
        "vendors --tax-port 65536          | --tax-port must be 0 to 65535, was 65536",
        "vendors --payment-port -1         | --payment-port must be 0 to 65535, was -1",
        "vendors --latency soon            | was soon",
        "vendors --decline-percent 101     | was 101",
        "                                  | which command? database or vendors",
      })
  void isRefusedBeforeAServerStarts(String line, String message) {
    String[] words =
        line == null ? new String[0] : line.replace("FOLDER", folder.toString()).split(" +");

    assertThat(Main.commandLine().setErr(new PrintWriter(err, true)).execute(words)).isEqualTo(2);

    assertThat(err.toString())
        .contains(message.replace("FOLDER", folder.toString()))
        .contains("Usage: ")
        .doesNotContain("Exception");
    assertThat(folder).isDirectoryNotContaining(path -> path.toString().contains("database"));
  }
}
