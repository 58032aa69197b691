package io.matapalo.fastpath.invalidation.link;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDataDeserializationException;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import com.github.shyiko.mysql.binlog.network.AuthenticationException;
import com.github.shyiko.mysql.binlog.network.SSLMode;
import com.github.shyiko.mysql.binlog.network.ServerException;
import io.matapalo.fastpath.invalidation.link.LogEnded.Why;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Follows the log of one server at a time. One thread follows; any may close. Its events go to who
 * takes them in the order of the log, on the following thread.
 */
public final class LogLink implements AutoCloseable {

  private static final int FATAL_READING_LOG = 1236;
  private static final int PURGED = 1789;
  private static final int LACKS_RIGHT = 1227;

  // What the library logs, the reader says better; kept, since loggers are held weakly.
  private static final Logger LIBRARY = Logger.getLogger("com.github.shyiko.mysql.binlog");
  private static final Logger CLIENT = Logger.getLogger(LogClient.class.getName());

  static {
    LIBRARY.setLevel(Level.OFF);
    CLIENT.setLevel(Level.OFF);
  }

  private final LinkSettings settings;
  private final LogFollower follower;
  private final ThreadFactory threads;
  private final AtomicReference<@Nullable LogClient> open = new AtomicReference<>();
  private volatile boolean closed;

  public LogLink(LinkSettings settings, LogFollower follower, ThreadFactory threads) {
    this.settings = settings;
    this.follower = follower;
    this.threads = threads;
  }

  /** Takes events of a connection. */
  @FunctionalInterface
  public interface Taker {

    /**
     * The next event.
     *
     * @throws IOException when it cannot be read
     */
    void take(Event event) throws IOException;
  }

  /**
   * Blocks while the log comes.
   *
   * @param serverId under which the server knows this reader
   * @throws LogEnded always, once it comes no more
   */
  public void follow(LogAddress address, long serverId, EventDeserializer events, Taker taker)
      throws LogEnded {
    LogClient client = new LogClient(address, settings, follower);
    client.setServerId(serverId);
    client.setThreadFactory(threads);
    client.setEventDeserializer(events);
    client.setSSLMode(
        switch (settings.tls()) {
          case DISABLED -> SSLMode.DISABLED;
          case REQUIRED -> SSLMode.REQUIRED;
          case VERIFY -> SSLMode.VERIFY_IDENTITY;
        });
    client.setSocketFactory(this::socket);
    End end = new End(taker);
    client.registerLifecycleListener(end);
    client.registerEventListener(event -> end.onEvent(client, event));
    open.set(client);
    try {
      if (!closed) {
        client.connect();
      }
      throw end.ended();
    } catch (LogEnded e) {
      throw e;
    } catch (IOException e) {
      throw ended(e);
    } finally {
      open.set(null);
    }
  }

  private Socket socket() throws SocketException {
    Socket socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.setKeepAlive(true);
    // Heartbeats come more often: a dead link is noticed.
    socket.setSoTimeout(Math.toIntExact(settings.readTimeout().toMillis()));
    return socket;
  }

  private static LogEnded ended(Exception e) {
    String message = String.valueOf(e.getMessage());
    if (e instanceof AuthenticationException) {
      return new LogEnded(Why.REFUSED, message, e);
    }
    if (!(e instanceof ServerException server)) {
      return new LogEnded(Why.CUT, e.toString(), e);
    }
    if (message.contains("same server_uuid/server_id")) {
      // The code differs among servers.
      return new LogEnded(Why.SAME_SERVER_ID, message, e);
    }
    return switch (server.getErrorCode()) {
      case FATAL_READING_LOG, PURGED -> new LogEnded(Why.GAP, message, e);
      case LACKS_RIGHT -> new LogEnded(Why.REFUSED, message, e);
      default -> new LogEnded(Why.CUT, message, e);
    };
  }

  @Override
  public void close() {
    closed = true;
    LogClient client = open.get();
    if (client != null) {
      hangUp(client);
    }
  }

  private static void hangUp(BinaryLogClient client) {
    try {
      client.disconnect();
    } catch (IOException e) {
      // The connection is gone either way; the follower hears of it.
      LIBRARY.log(Level.FINE, "closing", e);
    }
  }

  /** Notes why a connection ended, which the library only logs. Confined to its thread. */
  private final class End extends BinaryLogClient.AbstractLifecycleListener {

    private final Taker taker;
    private @Nullable LogEnded reason;

    End(Taker taker) {
      this.taker = taker;
    }

    LogEnded ended() {
      return reason == null
          ? new LogEnded(Why.CUT, "the server ended the connection", null)
          : reason;
    }

    @Override
    public void onConnect(BinaryLogClient client) {
      follower.connected();
      if (closed) {
        // It was closed while there was nothing to close yet.
        hangUp(client);
      }
    }

    void onEvent(BinaryLogClient client, Event event) {
      if (reason != null) {
        return;
      }
      try {
        follower.event();
        taker.take(event);
      } catch (IOException | RuntimeException e) {
        // The library would log it and go on with the next event.
        stop(client, new LogEnded(Why.UNREADABLE, e.toString(), e));
      }
    }

    @Override
    public void onCommunicationFailure(BinaryLogClient client, Exception e) {
      if (reason == null) {
        reason = LogLink.ended(e);
      }
    }

    @Override
    public void onEventDeserializationFailure(BinaryLogClient client, Exception e) {
      Throwable cause =
          e instanceof EventDataDeserializationException && e.getCause() != null ? e.getCause() : e;
      boolean cut =
          cause instanceof SocketTimeoutException
              || cause instanceof SocketException
              || cause instanceof EOFException;
      stop(client, new LogEnded(cut ? Why.CUT : Why.UNREADABLE, String.valueOf(e), e));
    }

    /** Else the library reads on, after what it has not understood. */
    private void stop(BinaryLogClient client, LogEnded why) {
      if (reason == null) {
        reason = why;
      }
      hangUp(client);
    }
  }
}
