#!/usr/bin/env bash
# XNIO 3.8.16.Final: a time limit on a connect ends a connection that was there in time.
#
# Guess: an I/O thread that was busy for longer than the limit finds two things to do, the connect that is done and the
# timer that would cancel it; the connect was done first, so the connection is used.
# Behaviour: the thread runs all timers that are due before it asks the selector. So the cancel wins, and the IoFuture
# ends as CANCELLED, although the other end accepted the connection long before the limit.
# Needs Maven, and a JDK of 11 or later. Exit 0: seen as described.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/pom.xml" <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>org.jboss.xnio</groupId><artifactId>xnio-api</artifactId><version>3.8.16.Final</version></dependency>
    <dependency><groupId>org.jboss.xnio</groupId><artifactId>xnio-nio</artifactId><version>3.8.16.Final</version></dependency>
  </dependencies>
</project>
POM
cat >"$work/Probe.java" <<'JAVA'
import java.net.*;
import java.util.concurrent.*;
import org.xnio.*;

public class Probe {
  static final long LIMIT_MILLIS = 500;

  static IoFuture.Status connect(XnioIoThread thread, long busyMillis) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      CompletableFuture<IoFuture<StreamConnection>> begun = new CompletableFuture<>();
      CompletableFuture<Boolean> accepted = new CompletableFuture<>();
      new Thread(() -> {
        try (Socket socket = server.accept()) {
          accepted.complete(true);
          socket.getInputStream().read();
        } catch (java.io.IOException e) {
          accepted.completeExceptionally(e);
        }
      }).start();
      thread.execute(() -> {
        IoFuture<StreamConnection> future =
            thread.openStreamConnection((InetSocketAddress) server.getLocalSocketAddress(), c -> {}, OptionMap.EMPTY);
        thread.executeAfter(future::cancel, LIMIT_MILLIS, TimeUnit.MILLISECONDS);
        try {
          // The other end has it: from here on the connection is there.
          accepted.get(LIMIT_MILLIS / 2, TimeUnit.MILLISECONDS);
          Thread.sleep(busyMillis);
        } catch (Exception e) {
          System.out.println("not accepted in time " + e);
        }
        begun.complete(future);
      });
      IoFuture<StreamConnection> future = begun.get();
      IoFuture.Status status = future.await();
      if (status == IoFuture.Status.DONE) {
        IoUtils.safeClose(future.get());
      }
      return status;
    }
  }

  public static void main(String[] arguments) throws Exception {
    XnioWorker worker = Xnio.getInstance().createWorker(OptionMap.create(Options.WORKER_IO_THREADS, 1));
    XnioIoThread thread = worker.getIoThread();
    System.out.println("thread busy for a moment: " + connect(thread, 0));
    System.out.println("thread busy for longer than the limit: " + connect(thread, 2 * LIMIT_MILLIS));
    System.exit(0);
  }
}
JAVA
(cd "$work" && mvn -B -q dependency:copy-dependencies -DoutputDirectory=lib >mvn.log 2>&1) ||
  { cat "$work/mvn.log"; echo "not run: the libraries cannot be fetched"; exit 2; }
(cd "$work" && java -cp "lib/*" Probe.java 2>/dev/null) | tee "$work/seen"
diff "$work/seen" - <<'SEEN'
thread busy for a moment: DONE
thread busy for longer than the limit: CANCELLED
SEEN
echo "seen as described"
