package io.matapalo.proxy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;

/** An upstream that speaks HTTP/1.1 over TLS and notes what each request came with. */
final class TlsUpstream implements AutoCloseable {

  private final ServerSocket server;
  private final SSLContext context;
  private final boolean needsCertificate;
  private final Answer answer;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  /** How it answers; false ends the connection, with the end of its TLS. */
  interface Answer {
    boolean to(byte[] body, Socket belowTls, OutputStream out) throws IOException;
  }

  /**
   * A request.
   *
   * @param head with its lines
   * @param serverName that the connection asked for; empty for none
   * @param client whose certificate the connection showed; empty for none
   * @param agreedAt when the keys of its session were made, in milliseconds
   */
  record Asked(String head, String serverName, String client, long agreedAt) {}

  private TlsUpstream(
      ServerSocket server, SSLContext context, boolean needsCertificate, Answer answer) {
    this.server = server;
    this.context = context;
    this.needsCertificate = needsCertificate;
    this.answer = answer;
  }

  /** Answers everything with the body it was sent. */
  static TlsUpstream echoing(SSLContext context) throws IOException {
    return start(context, false, TlsUpstream::echo);
  }

  static boolean echo(byte[] body, Socket belowTls, OutputStream out) throws IOException {
    String head = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n\r\n";
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.write(body);
    return true;
  }

  static TlsUpstream start(SSLContext context, boolean needsCertificate, Answer answer)
      throws IOException {
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    TlsUpstream upstream = new TlsUpstream(server, context, needsCertificate, answer);
    var _ = Thread.ofVirtual().start(upstream::accept);
    return upstream;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        var _ = Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket plain) {
    try (SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(plain, InputStream.nullInputStream(), true)) {
      socket.setNeedClientAuth(needsCertificate);
      InputStream in = socket.getInputStream();
      boolean goesOn = true;
      while (goesOn) {
        String head = head(in);
        int length =
            head.lines()
                .map(line -> line.toLowerCase(Locale.ROOT))
                .filter(line -> line.startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
        byte[] body = in.readNBytes(length);
        asked.add(asked(head, (ExtendedSSLSession) socket.getSession()));
        goesOn = answer.to(body, plain, socket.getOutputStream());
      }
    } catch (IOException e) {
      // The proxy, or the handshake with it, ended the connection: the test looks at its own end.
    }
  }

  private static Asked asked(String head, ExtendedSSLSession session) {
    String name =
        session.getRequestedServerNames().stream()
            .map(each -> ((SNIHostName) each).getAsciiName())
            .findFirst()
            .orElse("");
    return new Asked(head, name, clientOf(session), session.getCreationTime());
  }

  private static String clientOf(ExtendedSSLSession session) {
    try {
      return session.getPeerPrincipal().getName();
    } catch (SSLPeerUnverifiedException e) {
      return "";
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException();
      }
      head.append((char) next);
    }
    return head.toString();
  }

  List<Asked> asked() {
    return List.copyOf(asked);
  }

  /** How many connections came, with or without a handshake. */
  int connections() {
    return open.size();
  }

  int port() {
    return server.getLocalPort();
  }

  String entry(String host) {
    return "      - {name: legacy-1, url: \"https://%s:%d\"}\n".formatted(host, port());
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
