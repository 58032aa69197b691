package io.matapalo.proxy.config;

import io.matapalo.proxy.catalogue.OperationCatalogue;
import io.matapalo.proxy.cutover.CutoverException;
import io.matapalo.proxy.cutover.CutoverState;
import io.matapalo.proxy.cutover.CutoverSwitch;
import io.matapalo.proxy.cutover.CutoverTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cut-over table as a file. Each look compares the whole content, which is small, so an edit
 * within the grain of the file system's clock is seen too. A file that cannot be used leaves the
 * last good table in force. Confined to one thread at a time; what it publishes is thread-safe.
 */
public final class CutoverFile {

  private static final Logger LOG = LoggerFactory.getLogger(CutoverFile.class);
  private static final long MAX_BYTES = 1 << 20;

  private final Path file;
  private final OperationCatalogue catalogue;
  private final CutoverSwitch cutoverSwitch;
  private byte @Nullable [] lastContent;

  private CutoverFile(Path file, OperationCatalogue catalogue, CutoverSwitch cutoverSwitch) {
    this.file = file;
    this.catalogue = catalogue;
    this.cutoverSwitch = cutoverSwitch;
  }

  /** Reads the file for the first time; without a usable one everything is on legacy. */
  public static CutoverFile open(Path file, OperationCatalogue catalogue) {
    CutoverTable legacy = CutoverTable.allLegacy();
    CutoverSwitch initial = new CutoverSwitch(new CutoverState(legacy, new CutoverState.Good()));
    CutoverFile opened = new CutoverFile(file, catalogue, initial);
    opened.look();
    return opened;
  }

  /** A file that does not exist, while this table is in force. */
  public static CutoverFile absent(Path file, OperationCatalogue catalogue, CutoverTable inForce) {
    CutoverState state = new CutoverState(inForce, new CutoverState.Missing());
    return new CutoverFile(file, catalogue, new CutoverSwitch(state));
  }

  /**
   * The table as another file, or of another catalogue: looked at once, for the same switch. Until
   * it can be used, the table in force stays.
   */
  public CutoverFile reopened(Path otherFile, OperationCatalogue otherCatalogue) {
    CutoverFile opened = new CutoverFile(otherFile, otherCatalogue, cutoverSwitch);
    opened.look();
    return opened;
  }

  /** Where the table in force is found. */
  public CutoverSwitch cutoverSwitch() {
    return cutoverSwitch;
  }

  /**
   * Looks at the file once and puts in force what changed. Never throws for what the file holds.
   */
  public void look() {
    try {
      if (Files.size(file) > MAX_BYTES) {
        lastContent = null;
        throw new CutoverException("the file must be smaller than " + MAX_BYTES + " bytes");
      }
      byte[] content = Files.readAllBytes(file);
      if (!Arrays.equals(content, lastContent)) {
        lastContent = content;
        apply(content);
      }
    } catch (NoSuchFileException e) {
      lastContent = null;
      missing();
    } catch (IOException e) {
      lastContent = null;
      broken("cannot be read: " + e);
    } catch (ConfigException | CutoverException e) {
      broken(String.valueOf(e.getMessage()));
    }
  }

  private void apply(byte[] content) {
    CutoverState before = cutoverSwitch.state();
    CutoverTable next = before.table().next(catalogue, labels(content));
    if (next.routesLike(before.table())) {
      cutoverSwitch.publish(new CutoverState(before.table(), new CutoverState.Good()));
      LOG.info("Cut-over file read, nothing moves. version={}", before.table().version());
      return;
    }
    cutoverSwitch.publish(new CutoverState(next, new CutoverState.Good()));
    for (CutoverTable.Change change : before.table().changesTo(next, catalogue)) {
      LOG.info(
          "Operation moved. operation={} before={} after={} version={}",
          change.operation(),
          change.before().label(),
          change.after().label(),
          next.version());
    }
  }

  private static Map<String, String> labels(byte[] content) {
    Section root = YamlFile.parse(content);
    Section operations = root.section("operations");
    Map<String, String> labels = operations.textByKey();
    root.refuseOtherKeys();
    return labels;
  }

  private void missing() {
    CutoverState before = cutoverSwitch.state();
    if (before.fileState() instanceof CutoverState.Missing) {
      return;
    }
    cutoverSwitch.publish(new CutoverState(before.table(), new CutoverState.Missing()));
    LOG.warn(
        "Cut-over file is missing, the table in force stays. file={} version={} fast={}",
        file,
        before.table().version(),
        before.table().sides().keySet());
  }

  private void broken(String reason) {
    CutoverState before = cutoverSwitch.state();
    CutoverState.Broken state = new CutoverState.Broken(reason);
    if (state.equals(before.fileState())) {
      return;
    }
    cutoverSwitch.publish(new CutoverState(before.table(), state));
    LOG.warn(
        "Cut-over file cannot be used, the table in force stays. file={} version={} reason={}",
        file,
        before.table().version(),
        reason);
  }
}
