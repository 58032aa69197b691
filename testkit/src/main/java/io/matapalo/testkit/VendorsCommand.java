package io.matapalo.testkit;

import io.matapalo.testkit.http.Outage;
import io.matapalo.testkit.vendors.DeclineRule;
import io.matapalo.testkit.vendors.MessageGateway;
import io.matapalo.testkit.vendors.TaxService;
import io.matapalo.testkit.vendors.VendorSettings;
import io.matapalo.testkit.vendors.payment.PaymentProvider;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the simulated vendors until it is ended by a signal. Confined to the main thread. */
@Command(
    name = "vendors",
    description = {
      "Runs the card payment provider, the tax service and the message gateway on loopback,",
      "until SIGTERM or Ctrl-C.",
      "Each has GET /health, GET and PUT /control/settings, GET /control/stats."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class VendorsCommand implements Callable<Integer> {
  @Option(names = "--payment-port", description = "0 for any free one", defaultValue = "0")
  private int paymentPort;

  @Option(names = "--tax-port", description = "0 for any free one", defaultValue = "0")
  private int taxPort;

  @Option(names = "--message-port", description = "0 for any free one", defaultValue = "0")
  private int messagePort;

  @Option(
      names = "--latency",
      description = "added to each answer, like 20ms",
      defaultValue = "0ms")
  private String latency = "0ms";

  @Option(names = "--outage", description = "${COMPLETION-CANDIDATES}", defaultValue = "NONE")
  private Outage outage = Outage.NONE;

  @Option(names = "--decline-every", description = "each Nth payment; 0: none", defaultValue = "0")
  private int declineEvery;

  @Option(names = "--decline-percent", description = "share of payments", defaultValue = "0")
  private int declinePercent;

  @Option(names = "--decline-seed", description = "chooses which", defaultValue = "0")
  private long declineSeed;

  @Option(names = "--stall-every", description = "each Nth quote; 0: none", defaultValue = "0")
  private int stallEvery;

  @Option(names = "--stall", description = "how long it blocks, like 5s", defaultValue = "0ms")
  private String stall = "0ms";

  @Option(names = "--dump-validity", description = "of the rates, like 1h", defaultValue = "1h")
  private String dumpValidity = "1h";

  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    CommandLine commandLine = Objects.requireNonNull(spec).commandLine();
    VendorSettings settings = settings(commandLine);
    requirePort(commandLine, "--payment-port", paymentPort);
    requirePort(commandLine, "--tax-port", taxPort);
    requirePort(commandLine, "--message-port", messagePort);
    try (UntilSignal signal = UntilSignal.of("vendors", 5);
        PaymentProvider payment = PaymentProvider.start(settings, paymentPort);
        TaxService tax = TaxService.start(settings, taxPort);
        MessageGateway messages = MessageGateway.start(settings, messagePort)) {
      PrintWriter out = commandLine.getOut();
      out.println(
          "vendors ready: payment %s tax %s messages %s"
              .formatted(payment.url(), tax.url(), messages.url()));
      out.flush();
      signal.await();
    }
    return CommandLine.ExitCode.OK;
  }

  private static void requirePort(CommandLine commandLine, String option, int port) {
    if (port < 0 || port > 65_535) {
      throw new CommandLine.ParameterException(
          commandLine, "%s must be 0 to 65535, was %d".formatted(option, port));
    }
  }

  private VendorSettings settings(CommandLine commandLine) {
    try {
      return new VendorSettings(
          VendorSettings.duration(latency),
          outage,
          new DeclineRule(declineEvery, declinePercent, declineSeed),
          stallEvery,
          VendorSettings.duration(stall),
          VendorSettings.duration(dumpValidity));
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(commandLine, String.valueOf(e.getMessage()), e);
    }
  }
}
