package io.matapalo.proxy.reading;

import org.xnio.ChannelListener;
import org.xnio.StreamConnection;

/** Puts a request stream below each connection before the server gets it. Thread-safe. */
public final class RequestStreams implements ChannelListener<StreamConnection> {

  private final ChannelListener<? super StreamConnection> server;
  private final HeadLimits limits;

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
    RequestStream stream = new RequestStream(connection, limits, ahead);
    connection.getSourceChannel().setConduit(stream);
    server.handleEvent(connection);
  }
}
