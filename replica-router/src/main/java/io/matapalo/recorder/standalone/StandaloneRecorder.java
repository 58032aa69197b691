package io.matapalo.recorder.standalone;

import io.matapalo.jvm.LogNames;
import io.matapalo.recorder.SqlRecorder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Starts, once per JVM and only if system properties ask for it, what reports on a program that has
 * no servlet container. The thread that first loads the driver, and those that it starts, then work
 * on one operation until the JVM ends. Nothing here ever fails the program: what cannot be done is
 * logged. Thread-safe.
 */
public final class StandaloneRecorder {

  /** System property: file that gets the report when the JVM ends. */
  public static final String SAVE_PROPERTY = "matapalo.recorder.save";

  /** System property: loopback address and port, with a colon, that answer with the reports. */
  public static final String LISTEN_PROPERTY = "matapalo.recorder.listen";

  /** System property: what the whole program is called in reports. */
  public static final String PROGRAM_PROPERTY = "matapalo.recorder.program";

  private static final Logger LOG = Logger.getLogger(LogNames.RECORDER);
  private static final String DEFAULT_NAME = "(program)";
  private static final AtomicBoolean STARTED = new AtomicBoolean();

  private StandaloneRecorder() {}

  /** Does what the properties ask for; nothing the second time. */
  public static void startIfAsked() {
    String save = System.getProperty(SAVE_PROPERTY, "");
    String listen = System.getProperty(LISTEN_PROPERTY, "");
    if ((save.isBlank() && listen.isBlank()) || !STARTED.compareAndSet(false, true)) {
      return;
    }
    SqlRecorder.Scope program =
        SqlRecorder.open(System.getProperty(PROGRAM_PROPERTY, DEFAULT_NAME));
    if (!listen.isBlank()) {
      listen(listen);
    }
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> end(program, save), "matapalo-recorder-end"));
  }

  private static void listen(String text) {
    try {
      InetSocketAddress address = ReportServer.start(text);
      LOG.info(() -> "SQL recorder answers at http:/" + address + "/matapalo/sql");
    } catch (IOException | IllegalArgumentException e) {
      LOG.log(Level.WARNING, LISTEN_PROPERTY + "=" + text + " cannot be used: " + e.getMessage());
    }
  }

  private static void end(SqlRecorder.Scope program, String save) {
    program.close();
    if (save.isBlank()) {
      return;
    }
    try {
      ReportFile.write(Path.of(save), SqlRecorder.snapshotJson());
    } catch (IOException | IllegalArgumentException e) {
      // The log manager may have ended before this thread.
      System.err.println("matapalo: " + SAVE_PROPERTY + "=" + save + " cannot be written: " + e);
    }
  }
}
