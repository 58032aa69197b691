package io.matapalo.proxy.reading;

import java.util.Optional;
import org.xnio.ChannelListener;
import org.xnio.StreamConnection;

/** Puts a request stream below each connection before the server gets it. Thread-safe. */
public final class RequestStreams implements ChannelListener<StreamConnection> {

  private final ChannelListener<? super StreamConnection> server;
  private final HeadLimits limits;

  /**
   * A request that came in another form than the bytes of HTTP/1.x, and was translated into them.
   *
   * @param protocol in which the client sent it, such as {@code HTTP/2.0}
   * @param flaw why it cannot be read; empty if its translation is sound
   * @param contentType of a request with a flaw, which tells how to word the refusal; may be empty
   */
  public record Translated(String protocol, Optional<Flaw> flaw, String contentType) {}

  public RequestStreams(ChannelListener<? super StreamConnection> server, HeadLimits limits) {
    this.server = server;
    this.limits = limits;
  }

  @Override
  public void handleEvent(StreamConnection connection) {
    handleEvent(connection, new byte[0]);
  }

  /** Of this connection these bytes have been read already. */
  public void handleEvent(StreamConnection connection, byte[] ahead) {
    serve(connection, new RequestStream(connection, limits, ahead));
  }

  /** This connection has one request, which came in another form. */
  public void handleEvent(StreamConnection connection, Translated request) {
    serve(connection, new RequestStream(connection, limits, request));
  }

  private void serve(StreamConnection connection, RequestStream stream) {
    connection.getSourceChannel().setConduit(stream);
    server.handleEvent(connection);
  }
}
