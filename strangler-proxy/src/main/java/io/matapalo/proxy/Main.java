package io.matapalo.proxy;

import ch.qos.logback.classic.LoggerContext;
import io.matapalo.proxy.config.ConfigException;
import io.matapalo.proxy.config.ConfigFile;
import io.matapalo.proxy.takeover.ListeningSocket;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command line: starts a proxy and runs until SIGTERM or Ctrl-C. */
@Command(
    name = "strangler-proxy",
    mixinStandardHelpOptions = true,
    version = "strangler-proxy 0.1",
    description = {
      "Stands before a SOAP monolith and sends each operation to legacy or fast path.",
      "Which side answers an operation is read from the cut-over file that the configuration names;",
      "edits of that file take effect within a second. SIGHUP reads the configuration again.",
      "SIGTERM stops it: requests in flight may end."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:help or version was printed",
      "1:could not start",
      "2:wrong use of the command line, or an unusable configuration",
      "143, 130:stopped by SIGTERM, by Ctrl-C, after requests in flight ended"
    })
public final class Main implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The configuration, proxy.yaml.")
  private @Nullable Path configFile;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port to listen at, instead of the configured one; 0 takes a free one.")
  private @Nullable Integer port;

  @Option(
      names = "--replace",
      paramLabel = "PID",
      description = "Takes the port over from this running proxy, and then lets it end.")
  private @Nullable Long replaced;

  /** Runs the command line and ends the process, unless it was started by a signal's shutdown. */
  public static void main(String[] args) {
    refuseRenegotiation();
    int code = new CommandLine(new Main()).execute(args);
    if (code != 0) {
      System.exit(code);
    }
  }

  /**
   * A client of TLS 1.2 may otherwise ask for handshakes without end, which cost it little and the
   * proxy much. The JDK has no other way to say so, and reads it once.
   */
  private static void refuseRenegotiation() {
    String key = "jdk.tls.rejectClientInitiatedRenegotiation";
    System.setProperty(key, System.getProperty(key, "true"));
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = commandLine().getOut();
    PrintWriter err = commandLine().getErr();
    try {
      ConfigFile file = ConfigFile.read(configFile());
      StranglerProxy.warmUp(file.config().timeouts().warmUp());
      StranglerProxy proxy =
          StranglerProxy.start(
              file,
              port(),
              replaced == null ? ListeningSocket.Claim.ALONE : ListeningSocket.Claim.TAKE_OVER);
      CountDownLatch stopped = new CountDownLatch(1);
      Runtime.getRuntime()
          .addShutdownHook(
              Thread.ofPlatform()
                  .name("shutdown")
                  .unstarted(() -> {
                    proxy.close();
                    writeLastLines();
                    stopped.countDown();
                  }));
      HangUp.onSignal(proxy::reload);
      out.println(
          "proxy ready at %s://%s:%d"
              .formatted(
                  file.config().listener().tls().isPresent() ? "https" : "http",
                  file.config().listener().host(),
                  proxy.port()));
      out.flush();
      endReplaced();
      stopped.await();
      return 0;
    } catch (ConfigException e) {
      err.println("strangler-proxy: " + e.getMessage());
      return 2;
    } catch (ProxyException e) {
      err.println("strangler-proxy: " + e.getMessage());
      return 1;
    }
  }

  /** As SIGTERM from an operator would: its requests in flight may end. */
  private void endReplaced() {
    if (replaced != null) {
      ProcessHandle.of(replaced).ifPresent(ProcessHandle::destroy);
    }
  }

  /** Log lines are written by another thread, which the end of the process would cut off. */
  private static void writeLastLines() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logs) {
      logs.stop();
    }
  }

  private Path configFile() {
    if (configFile == null) {
      throw new IllegalStateException("picocli enforces --config");
    }
    return configFile;
  }

  /** Negative for the one in the configuration. */
  private int port() {
    if (port == null) {
      return -1;
    }
    if (port < 0 || port > 65535) {
      throw new ConfigException("--port must be 0..65535, was " + port);
    }
    return port;
  }

  private CommandLine commandLine() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec");
    }
    return spec.commandLine();
  }
}
