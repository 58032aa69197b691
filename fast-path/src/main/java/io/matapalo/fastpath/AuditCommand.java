package io.matapalo.fastpath;

import io.matapalo.fastpath.audit.AuditVerification;
import io.matapalo.router.ReplicaRouter;
import io.matapalo.router.RouterException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code audit verify}: tells whether the audit trail is whole. One thread. */
@Command(
    name = "audit",
    description = "Looks after the audit trail.",
    mixinStandardHelpOptions = true,
    subcommands = AuditCommand.Verify.class,
    synopsisSubcommandLabel = "verify")
final class AuditCommand {

  private AuditCommand() {}

  /** Reads the whole trail and names what is removed, edited or moved, and what is missing. */
  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description =
          "Names the first record of each stream that was removed, edited or moved,"
              + " and each order that has no record, the monolith's too.",
      footer = {"", "Exit codes: 0 whole, 1 not whole, 2 wrong settings or no database."})
  static final class Verify implements Callable<Integer> {

    private static final int NOT_WHOLE = 1;
    private static final int NOT_VERIFIED = 2;

    @Option(
        names = "--config",
        required = true,
        paramLabel = "FILE",
        description = "fast-path.yaml, of which the database's keys are read")
    private Path config = Path.of("fast-path.yaml");

    private Verify() {}

    @Override
    public Integer call() {
      FastPathConfig settings;
      try {
        settings = ConfigFile.read(config, System.getenv());
      } catch (IOException e) {
        return fail("cannot read " + config + ": " + e.getMessage());
      } catch (IllegalArgumentException e) {
        return fail(config + ": " + e.getMessage());
      }
      try (ReplicaRouter router = ReplicaRouter.create(RouterSettings.forLongReads(settings));
          Connection connection = router.dataSource().getConnection()) {
        return tell(new AuditVerification(connection).run());
      } catch (RouterException | SQLException e) {
        return fail("the audit trail could not be read: " + e.getMessage());
      }
    }

    private static int tell(AuditVerification.Result result) {
      System.out.printf(
          "%,d chained records in %,d streams, and %,d without a stream%n",
          result.records(), result.streams(), result.unchained());
      result.findings().forEach(System.out::println);
      boolean whole = result.findings().isEmpty();
      System.out.println(whole ? "the audit trail is whole" : "the audit trail is NOT whole");
      return whole ? 0 : NOT_WHOLE;
    }

    private static int fail(String message) {
      System.err.println("audit verify: " + message);
      return NOT_VERIFIED;
    }
  }
}
